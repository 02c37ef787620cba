using System.Buffers;
using System.IO.Pipelines;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Logging.Abstractions;
using SmartCare.Mqtt.Server;

namespace SmartCare.Mqtt.Tests.Support;

/// <summary>A whole connection over pipes, no socket: what stands still stands still for good.</summary>
internal sealed class PipeClient : IAsyncDisposable
{
    private readonly ManualTime _time = new();
    private readonly Pipe _toServer = new();
    private readonly Pipe _toClient = new();

    public PipeClient(IMqttAuthenticator authenticator) : this(null, authenticator) { }

    public PipeClient(MqttBroker broker) : this(broker, null) { }

    private PipeClient(MqttBroker? broker, IMqttAuthenticator? authenticator)
    {
        Broker = broker ?? new MqttBroker(new MqttOptions(), authenticator!, _time, NullLogger<MqttBroker>.Instance);
        Ended = Broker.ServeAsync(new DefaultConnectionContext("pipe", new Duplex(_toServer.Reader, _toClient.Writer), null!));
    }

    public MqttBroker Broker { get; }
    public Task Ended { get; }

    public Task SendAsync(string hex) => SendAsync(RawClient.Bytes(hex));

    public async Task SendAsync(ReadOnlyMemory<byte> bytes) => await _toServer.Writer.WriteAsync(bytes);

    public async Task<string> ReadAsync(int count)
    {
        var result = await _toClient.Reader.ReadAtLeastAsync(count).AsTask().WaitAsync(Patience.Max);
        var hex = Convert.ToHexString(result.Buffer.Slice(0, count).ToArray());
        _toClient.Reader.AdvanceTo(result.Buffer.GetPosition(count));
        return hex;
    }

    /// <summary>Closes our side, waits for the server's end, and gives all that it said.</summary>
    public async Task<ReadOnlySequence<byte>> EndAsync()
    {
        await _toServer.Writer.CompleteAsync();
        await Ended;
        await _toClient.Writer.CompleteAsync();
        return (await _toClient.Reader.ReadAtLeastAsync(int.MaxValue)).Buffer;
    }

    public void Advance(int seconds)
    {
        for (var i = 0; i < seconds; i++)
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            Broker.Tick();
        }
    }

    // The context itself is left to the collector: its Abort cancels on another thread and would meet a disposed source.
    public async ValueTask DisposeAsync()
    {
        await _toServer.Writer.CompleteAsync();
        await Ended.WaitAsync(Patience.Max);
    }

    /// <summary>Something is on its way to us; it is left where it is.</summary>
    public async Task ArrivedAsync()
    {
        var result = await _toClient.Reader.ReadAtLeastAsync(1).AsTask().WaitAsync(Patience.Max);
        _toClient.Reader.AdvanceTo(result.Buffer.Start);
    }

    private sealed record Duplex(PipeReader Input, PipeWriter Output) : IDuplexPipe;
}
