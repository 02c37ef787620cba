using SmartCare.Testing;

namespace SmartCare.Benchmarks.Bridge;

/// <summary>Debian's RabbitMQ with its MQTT plugin (3.1.1), a process of its own on loopback with everything it keeps in one folder (docs/brokers.md).</summary>
internal sealed class RabbitProcess : IAsyncDisposable
{
    private const string Program = "/usr/lib/rabbitmq/bin/rabbitmq-server";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("smartcare-rabbitmq-");
    private readonly Child _child;

    private RabbitProcess(int port, int distribution)
    {
        Port = port;
        var (conf, plugins) = (Path.Combine(_folder.FullName, "rabbitmq.conf"), Path.Combine(_folder.FullName, "plugins"));
        File.WriteAllText(conf, $"""
            listeners.tcp = none
            mqtt.listeners.tcp.1 = 127.0.0.1:{port}
            mqtt.allow_anonymous = true
            mqtt.prefetch = 1000
            mqtt.subscription_ttl = 604800000
            loopback_users = none
            """);
        File.WriteAllText(plugins, "[rabbitmq_mqtt].");
        // "env" because a child of ours takes only arguments. Erlang's own name server is not started: one port, and nothing that stays behind.
        _child = new Child("/usr/bin/env",
        [
            $"HOME={_folder.FullName}", $"RABBITMQ_NODENAME=bench{port}@localhost", $"RABBITMQ_MNESIA_BASE={_folder.FullName}/mnesia", $"RABBITMQ_LOG_BASE={_folder.FullName}/log",
            "RABBITMQ_LOGS=-", $"RABBITMQ_ENABLED_PLUGINS_FILE={plugins}", $"RABBITMQ_CONFIG_FILE={conf}", $"RABBITMQ_DIST_PORT={distribution}",
            $"RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS=-start_epmd false -erl_epmd_port {distribution} -kernel inet_dist_use_interface {{127,0,0,1}}", Program,
        ]);
    }

    public static bool IsInstalled => File.Exists(Program);

    public int Port { get; }

    public int Id => _child.Id;

    public static async Task<RabbitProcess> StartAsync()
    {
        var broker = new RabbitProcess(MosquittoProcess.FreePort(), MosquittoProcess.FreePort());
        await broker._child.LineAsync(line => line.Contains("Server startup complete", StringComparison.Ordinal), TimeSpan.FromMinutes(2));
        return broker;
    }

    public async ValueTask DisposeAsync()
    {
        await _child.StopAsync(TimeSpan.FromSeconds(60));
        await _child.DisposeAsync();
        _folder.Delete(recursive: true);
    }
}
