using System.Buffers;
using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using Microsoft.Win32.SafeHandles;
using MQTTnet.Server;

namespace SmartCare.Benchmarks.Brokers;

/// <summary>
/// MQTTnet.Server in a process of its own, as a product that embeds it would: with <c>commits</c> each message is in a file, and the file on the disk, before
/// its handler returns and the acknowledgement leaves. Messages that come together share one flush, and after a small one a millisecond
/// gathers more, as our committer does. Nothing is decided, and nothing is kept that could be asked: it does less than ours.
/// </summary>
internal static class MqttNetHost
{
    public static async Task<int> RunAsync(int port, bool commits)
    {
        using var file = commits ? new CommittedFile() : null;
        using var server = new MqttServerFactory().CreateMqttServer(new MqttServerOptionsBuilder()
            .WithDefaultEndpoint().WithDefaultEndpointPort(port).WithDefaultEndpointBoundIPAddress(IPAddress.Loopback)
            .WithDefaultEndpointBoundIPV6Address(IPAddress.None).WithConnectionBacklog(1_024).WithoutPacketFragmentation().Build());
        if (file is not null) server.InterceptingPublishAsync += publish => file.AddAsync(publish.ApplicationMessage.Payload.ToArray());
        await server.StartAsync();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"listening on {port}"));
        // Told to end on its standard input.
        await Console.In.ReadLineAsync();
        await server.StopAsync(new MqttServerStopOptions());
        return 0;
    }

    private sealed class CommittedFile : IDisposable
    {
        private const int Small = 64, GatherMs = 1;
        private readonly string _path = Path.GetTempFileName();
        private readonly SafeFileHandle _file;
        private readonly BlockingCollection<(byte[] Payload, TaskCompletionSource Done)> _waiting = [];
        private readonly Thread _thread;
        private long _end;

        public CommittedFile()
        {
            _file = File.OpenHandle(_path, FileMode.Open, FileAccess.Write);
            _thread = new Thread(Run) { IsBackground = true };
            _thread.Start();
        }

        public Task AddAsync(byte[] payload)
        {
            var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiting.Add((payload, done));
            return done.Task;
        }

        public void Dispose()
        {
            _waiting.CompleteAdding();
            _thread.Join();
            _file.Dispose();
            File.Delete(_path);
        }

        private void Run()
        {
            var group = new List<(byte[] Payload, TaskCompletionSource Done)>();
            foreach (var first in _waiting.GetConsumingEnumerable())
            {
                group.Add(first);
                while (_waiting.TryTake(out var next)) group.Add(next);
                ReadOnlyMemory<byte>[] bytes = [.. group.Select(g => (ReadOnlyMemory<byte>)g.Payload)];
                RandomAccess.Write(_file, bytes, _end);
                RandomAccess.FlushToDisk(_file);
                _end += bytes.Sum(b => b.Length);
                foreach (var (_, done) in group) done.SetResult();
                if (group.Count < Small) Thread.Sleep(GatherMs);
                group.Clear();
            }
        }
    }
}
