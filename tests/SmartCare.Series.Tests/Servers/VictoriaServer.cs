using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace SmartCare.Testing;

/// <summary>A real VictoriaMetrics (Debian package <c>victoria-metrics</c>) in a folder of its own on a free loopback port, for tests; ended by its process id.</summary>
/// <remarks>With <c>-dedup.minScrapeInterval=1ms</c>, as the README asks for: what is sent again lands on itself.</remarks>
public sealed class VictoriaServer : IAsyncDisposable
{
    const string Program = "/usr/bin/victoria-metrics";
    static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);

    readonly string _folder = Directory.CreateTempSubdirectory("smartcare-victoria-").FullName;
    readonly int _port = FreePort();
    Process? _process;

    VictoriaServer() => AppDomain.CurrentDomain.ProcessExit += KillWithUs;

    /// <summary>Stays the same over kill and start.</summary>
    public Uri Url => new($"http://127.0.0.1:{_port}");

    public static async Task<VictoriaServer> StartNewAsync()
    {
        var server = new VictoriaServer();
        await server.StartAsync();
        return server;
    }

    /// <summary>Starts it again, with the same address and what it had on disk; returns when it listens.</summary>
    public async Task StartAsync()
    {
        if (!File.Exists(Program)) throw new InvalidOperationException($"{Program} is missing: apt-get install victoria-metrics");
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var process = new Process
        {
            StartInfo = new(Program,
                [$"-storageDataPath={_folder}", $"-httpListenAddr=127.0.0.1:{_port}", "-retentionPeriod=100y", "-dedup.minScrapeInterval=1ms", "-memory.allowedBytes=256MB"])
            { RedirectStandardError = true },
            EnableRaisingEvents = true,
        };
        var said = "";
        process.ErrorDataReceived += (_, line) =>
        {
            said = line.Data ?? said;
            if (line.Data?.Contains("started VictoriaMetrics", StringComparison.Ordinal) is true) started.TrySetResult();
        };
        process.Exited += (_, _) => started.TrySetException(new InvalidOperationException("victoria-metrics ended: " + said));
        process.Start();
        _process = process;
        process.BeginErrorReadLine();
        await started.Task.WaitAsync(StartLimit);
        // It says so a moment before it listens, and says nothing then.
        using var limit = new CancellationTokenSource(StartLimit);
        using var again = new PeriodicTimer(TimeSpan.FromMilliseconds(10));
        while (!await ListensAsync()) await again.WaitForNextTickAsync(limit.Token);
    }

    async Task<bool> ListensAsync()
    {
        using var client = new TcpClient();
        try
        {
            await client.ConnectAsync(IPAddress.Loopback, _port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    /// <summary>SIGKILL.</summary>
    public async Task KillAsync()
    {
        if (_process is not { } process) return;
        _process = null;
        process.Kill();
        await process.WaitForExitAsync();
        process.Dispose();
    }

    public async ValueTask DisposeAsync()
    {
        AppDomain.CurrentDomain.ProcessExit -= KillWithUs;
        await KillAsync();
        Directory.Delete(_folder, recursive: true);
    }

    void KillWithUs(object? sender, EventArgs e) => _process?.Kill();

    static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
