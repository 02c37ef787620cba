using System.Net;
using System.Net.Sockets;

namespace SmartCare.Testing;

/// <summary>Debian's Mosquitto as a site would run it (docs/brokers.md): a process of its own on loopback, stopped and started again on the same data and port.</summary>
internal sealed class MosquittoProcess : IAsyncDisposable
{
    private const string Program = "/usr/sbin/mosquitto";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("smartcare-mosquitto-");
    private Child? _child;

    private MosquittoProcess(int port) => Port = port;

    public static bool IsInstalled => File.Exists(Program);

    public int Port { get; }

    public int Id => _child!.Id;

    public string Url => $"mqtt://127.0.0.1:{Port}";

    /// <param name="isSafe">Every change is on its disk within a second. Without it a broker that is killed loses what it had not saved, and is faster.</param>
    public static async Task<MosquittoProcess> StartAsync(bool isSafe = true)
    {
        var broker = new MosquittoProcess(FreePort());
        await File.WriteAllTextAsync(broker.Configuration, $"""
            listener {broker.Port} 127.0.0.1
            allow_anonymous true
            user root
            persistence true
            persistence_location {broker._folder.FullName}/
            autosave_on_changes {(isSafe ? "true" : "false")}
            autosave_interval {(isSafe ? 1 : 1800)}
            max_queued_messages 0
            max_inflight_messages 4096
            connection_messages false
            log_dest stderr
            log_type information
            """);
        await broker.StartAgainAsync();
        return broker;
    }

    public async Task StartAgainAsync()
    {
        _child = new Child(Program, ["-c", Configuration]);
        await _child.LineAsync(line => line.EndsWith(" running", StringComparison.Ordinal), Tool.Patience);
    }

    public Task KillAsync() => _child!.KillAsync();

    /// <summary>In good order: what it has is on its disk.</summary>
    public Task StopAsync() => _child!.StopAsync(Tool.Patience);

    public async ValueTask DisposeAsync()
    {
        if (_child is not null) await _child.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    private string Configuration => Path.Combine(_folder.FullName, "mosquitto.conf");

    /// <summary>Free when asked: Mosquitto takes no port of the system's choice.</summary>
    internal static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
