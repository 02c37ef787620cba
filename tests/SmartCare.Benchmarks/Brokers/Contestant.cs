using System.Globalization;
using System.Net;
using System.Net.Sockets;
using SmartCare.Testing;

namespace SmartCare.Benchmarks.Brokers;

/// <summary>A server under load: a process of its own, whose costs the kernel counts.</summary>
internal sealed class Contestant : IAsyncDisposable
{
    /// <summary>"ours" with everything; "uncharted" without the series, whose feed takes every idle moment of both cores to draw what the journal
    /// holds already; "open" our plain broker; "mqttnet" MQTTnet.Server that commits each message before it acknowledges, "mqttnet-open" that does not.</summary>
    public static readonly string[] All = ["ours", "uncharted", "mqttnet", "open", "mqttnet-open", "mosquitto"];
    private const string Mosquitto = "/usr/sbin/mosquitto";

    private readonly int _process;
    private readonly Uri? _http;
    private readonly Func<ValueTask> _end;

    private Contestant(int port, int process, Uri? http, Func<ValueTask> end) => (Port, _process, _http, _end) = (port, process, http, end);

    public int Port { get; }

    public double CpuSeconds => ProcessCosts.CpuSeconds(_process);

    public double ResidentKiB => ProcessCosts.ResidentKiB(_process);

    public static bool IsInstalled(string name) => name != "mosquitto" || File.Exists(Mosquitto);

    public static async Task<Contestant> StartAsync(string name)
    {
        if (name == "mosquitto") return await StartMosquittoAsync();
        if (name.StartsWith("mqttnet", StringComparison.Ordinal)) return await StartMqttNetAsync(commits: name == "mqttnet");
        var silo = await SiloProcess.StartAsync(name switch
        {
            "open" => ["--Mqtt:Open=true"],
            // Nothing listens on port 9: the feed waits, and nothing else notices.
            "uncharted" => ["--Series:Influx:Url=http://127.0.0.1:9"],
            _ => [],
        });
        return new Contestant(silo.MqttPort, silo.Child.Id, name == "open" ? null : silo.Http, silo.DisposeAsync);
    }

    /// <summary>Readings decided and committed; null for a server that knows no readings.</summary>
    public async Task<long?> ReadingsAsync()
    {
        if (_http is null) return null;
        using var http = new HttpClient { BaseAddress = _http };
        var line = (await http.GetStringAsync("/metrics")).Split('\n').First(l => l.StartsWith("smartcare_readings_total{", StringComparison.Ordinal));
        return long.Parse(line.Split(' ')[1], NumberStyles.Float, CultureInfo.InvariantCulture);
    }

    public ValueTask DisposeAsync() => _end();

    private static async Task<Contestant> StartMqttNetAsync(bool commits)
    {
        var port = FreePort();
        var child = new Child("dotnet", [typeof(Contestant).Assembly.Location, "mqttnet", "--port", $"{port}", $"--commits={commits}"]);
        await child.LineAsync(l => l.StartsWith("listening", StringComparison.Ordinal), TimeSpan.FromSeconds(30));
        return new Contestant(port, child.Id, null, async () =>
        {
            await child.WriteLineAsync("end");
            await child.DisposeAsync();
        });
    }

    /// <summary>Nothing that would slow it down: no limits, no files, no log.</summary>
    private static async Task<Contestant> StartMosquittoAsync()
    {
        var folder = Directory.CreateTempSubdirectory("smartcare-bench-");
        var port = FreePort();
        var file = Path.Combine(folder.FullName, "mosquitto.conf");
        await File.WriteAllTextAsync(file,
            $"""
            listener {port} 127.0.0.1
            allow_anonymous true
            persistence false
            log_dest stderr
            log_type information
            connection_messages false
            set_tcp_nodelay true
            max_inflight_messages 0
            max_queued_messages 0
            max_connections -1
            """);
        var child = new Child(Mosquitto, ["-c", file]);
        await child.LineAsync(l => l.EndsWith(" running", StringComparison.Ordinal), TimeSpan.FromSeconds(10));
        return new Contestant(port, child.Id, null, async () =>
        {
            await child.DisposeAsync();
            folder.Delete(recursive: true);
        });
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
