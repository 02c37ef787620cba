using System.Diagnostics;

namespace SmartCare.Testing;

/// <summary>A real InfluxDB 1.x (Debian package <c>influxdb</c>) in a folder of its own on a free loopback port, for tests; other test
/// projects link this file. It is ended by its process id.</summary>
public sealed class InfluxServer : IAsyncDisposable
{
    const string Program = "/usr/bin/influxd";
    const int LogLinesKept = 40;
    static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);

    readonly string _folder = Directory.CreateTempSubdirectory("smartcare-influx-").FullName;
    readonly Queue<string> _log = [];
    Process? _process;
    string _address = "127.0.0.1:0";

    InfluxServer() => AppDomain.CurrentDomain.ProcessExit += KillWithUs;

    /// <summary>Stays the same over kill and start.</summary>
    public Uri Url => new($"http://{_address}");

    public static async Task<InfluxServer> StartNewAsync()
    {
        var server = new InfluxServer();
        await server.StartAsync();
        return server;
    }

    /// <summary>Starts it again, with the same address and what it had on disk; returns when it listens.</summary>
    public async Task StartAsync()
    {
        if (!File.Exists(Program)) throw new InvalidOperationException($"{Program} is missing: apt-get install influxdb");
        var configuration = Path.Combine(_folder, "influxdb.conf");
        await File.WriteAllTextAsync(configuration, Configuration());
        var listening = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        var process = new Process
        {
            StartInfo = new(Program, ["-config", configuration]) { RedirectStandardError = true, RedirectStandardOutput = true },
            EnableRaisingEvents = true,
        };
        process.ErrorDataReceived += (_, line) => See(line.Data, listening);
        process.OutputDataReceived += (_, line) => See(line.Data, listening);
        process.Exited += (_, _) => listening.TrySetException(new InvalidOperationException("influxd ended:\n" + Log()));
        process.Start();
        _process = process;
        process.BeginErrorReadLine();
        process.BeginOutputReadLine();
        _address = await listening.Task.WaitAsync(StartLimit);
    }

    /// <summary>SIGKILL, as a power cut would.</summary>
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

    void See(string? line, TaskCompletionSource<string> listening)
    {
        if (line is null) return;
        lock (_log)
        {
            _log.Enqueue(line);
            if (_log.Count > LogLinesKept) _log.Dequeue();
        }
        // msg="Listening on HTTP" … addr=127.0.0.1:38165 https=false: the socket is open, requests wait in its queue.
        if (!line.Contains("Listening on HTTP", StringComparison.Ordinal)) return;
        var address = line.Split(' ').First(word => word.StartsWith("addr=", StringComparison.Ordinal));
        listening.TrySetResult(address["addr=".Length..]);
    }

    string Log()
    {
        lock (_log) return string.Join('\n', _log);
    }

    void KillWithUs(object? sender, EventArgs e) => _process?.Kill();

    string Configuration() => $"""
        reporting-disabled = true
        bind-address = "127.0.0.1:0"
        [meta]
          dir = "{_folder}/meta"
        [data]
          dir = "{_folder}/data"
          wal-dir = "{_folder}/wal"
          index-version = "tsi1"
          query-log-enabled = false
          max-values-per-tag = 0
        [monitor]
          store-enabled = false
        [http]
          bind-address = "{_address}"
          log-enabled = false
        [logging]
          format = "logfmt"
          level = "info"
          suppress-logo = true
        """;
}
