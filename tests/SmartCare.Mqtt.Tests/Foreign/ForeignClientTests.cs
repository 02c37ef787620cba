using System.Text;
using SmartCare.Mqtt.Tests.Support;

namespace SmartCare.Mqtt.Tests.Foreign;

/// <summary>
/// mosquitto, MQTT.js and Paho C, each in both versions and with each QoS, over TCP, TLS and WebSocket (Debian's mosquitto speaks no
/// WebSocket). Each publishes to a client of ours, and subscribes to what we have retained.
/// </summary>
public sealed class ForeignClientTests
{
    public static TheoryData<string, byte, string> Cases
    {
        get
        {
            var cases = new TheoryData<string, byte, string>();
            foreach (var client in (string[])["mosquitto", "mqtt.js", "paho"])
                foreach (var version in (byte[])[4, 5])
                    foreach (var transport in (string[])["tcp", "tls", "ws"])
                        if (client != "mosquitto" || transport != "ws") cases.Add(client, version, transport);
            return cases;
        }
    }

    [Theory, MemberData(nameof(Cases))]
    public async Task A_foreign_client_publishes_and_subscribes(string client, byte version, string transport)
    {
        using var certificates = new Certificates();
        await using var host = await MqttHost.StartAsync(certificates: certificates);
        await using var reader = await host.ConnectAsync("reader");
        await reader.SubscribeAsync("room/#", 2);
        for (byte qos = 0; qos <= 2; qos++)
            host.Broker.Publish($"kept/{qos}", Encoding.UTF8.GetBytes($"smoke {qos}"), qos, retain: true);
        // Node starts slowly, so one run of it does all three.
        foreach (var each in client == "mqtt.js" ? (byte[][])[[0, 1, 2]] : [[0], [1], [2]])
        {
            await ForeignProgram.RunAsync(Command("pub", each[0], "room", "你好"));
            using var sub = ForeignProgram.Start(Command("sub", each[0], "kept"));
            foreach (var qos in each)
            {
                var message = await reader.Messages.ReadAsync().AsTask().WaitAsync(Patience.Max);
                Assert.Equal(($"room/{qos}", "你好", qos), (message.Topic, Encoding.UTF8.GetString(message.Payload), message.Qos));
                var (start, whole) = client == "paho" ? ("smoke", $"smoke {qos}") : ($"{qos}", $"{qos} 1 kept/{qos} smoke {qos}");
                Assert.Equal(whole, await ForeignProgram.LineAsync(sub, start));
            }
            sub.Kill(entireProcessTree: true);
        }
        Assert.Equal((0, 0), (host.Broker.Counters.Malformed, host.Broker.Counters.Faults));

        string[] Command(string what, byte qos, string topic, string payload = "") => client switch
        {
            "mosquitto" =>
            [
                $"mosquitto_{what}", "-h", "127.0.0.1", "-p", $"{(transport == "tls" ? host.TlsPort : host.Port)}",
                "-V", version == 5 ? "mqttv5" : "mqttv311", "-q", $"{qos}", "-t", $"{topic}/{qos}",
                .. transport == "tls" ? (string[])["--cafile", certificates.AuthorityFile] : [],
                .. what == "pub" ? (string[])["-m", payload] : ["-F", "%q %r %t %p"],
            ],
            "paho" =>
            [
                $"paho_c_{what}", "-c", Address("tcp", "ssl"), "-V", version == 5 ? "5" : "311", "-q", $"{qos}", "-t", $"{topic}/{qos}",
                "-i", $"paho-{what}-{qos}",
                .. transport == "tls" ? (string[])["--cafile", certificates.AuthorityFile] : [],
                .. what == "pub" ? (string[])["-m", payload] : [],
            ],
            _ =>
            [
                "node", Path.Combine(ForeignProgram.Folder, "client.mjs"), what, Address("mqtt", "mqtts"), $"{version}", topic, payload,
                .. transport == "tls" ? (string[])[certificates.AuthorityFile] : [],
            ],
        };

        string Address(string tcp, string tls) => transport switch
        {
            "tcp" => $"{tcp}://127.0.0.1:{host.Port}",
            "tls" => $"{tls}://127.0.0.1:{host.TlsPort}",
            _ => $"ws://127.0.0.1:{host.HttpPort}/mqtt",
        };
    }
}
