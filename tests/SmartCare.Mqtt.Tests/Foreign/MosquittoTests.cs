using SmartCare.Mqtt.Tests.Support;

namespace SmartCare.Mqtt.Tests.Foreign;

/// <summary>mosquitto_pub and mosquitto_sub (Debian package mosquitto-clients) against the endpoint.</summary>
public sealed class MosquittoTests
{
    public static TheoryData<string, int> VersionsAndQos => new()
    {
        { "mqttv311", 0 }, { "mqttv311", 1 }, { "mqttv311", 2 }, { "mqttv5", 0 }, { "mqttv5", 1 }, { "mqttv5", 2 },
    };

    [Theory, MemberData(nameof(VersionsAndQos))]
    public async Task Mosquitto_publishes_to_mosquitto(string version, int qos)
    {
        await using var host = await MqttHost.StartAsync();
        using var sub = Start("mosquitto_sub", $"-p {host.Port} -V {version} -q {qos} -t room/+/smoke -C 3 -v -d");
        await ForeignProgram.LineAsync(sub, "Subscribed");
        for (var i = 0; i < 3; i++) await RunAsync("mosquitto_pub", $"-p {host.Port} -V {version} -q {qos} -t room/{i}/smoke -m yes{i}");
        var lines = await sub.StandardOutput.ReadToEndAsync().WaitAsync(Patience.Max);
        for (var i = 0; i < 3; i++) Assert.Contains($"room/{i}/smoke yes{i}", lines, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("mqttv311")]
    [InlineData("mqttv5")]
    public async Task Mosquitto_finds_what_was_retained(string version)
    {
        await using var host = await MqttHost.StartAsync();
        await RunAsync("mosquitto_pub", $"-p {host.Port} -V {version} -q 1 -r -t device/1/availability -m online");
        var heard = await RunAsync("mosquitto_sub", $"-p {host.Port} -V {version} -q 1 -t device/# -C 1 -F %r:%t:%p");
        Assert.Equal("1:device/1/availability:online", heard.Trim());
    }

    [Theory]
    [InlineData("mqttv311")]
    [InlineData("mqttv5")]
    public async Task The_will_of_a_mosquitto_that_is_killed_is_published(string version)
    {
        await using var host = await MqttHost.StartAsync();
        await using var watcher = await host.ConnectAsync("watcher");
        await watcher.SubscribeAsync("device/+/availability");
        using var device = Start("mosquitto_sub",
            $"-p {host.Port} -V {version} -t x -d --will-topic device/9/availability --will-payload offline --will-qos 1");
        await ForeignProgram.LineAsync(device, "Subscribed");
        device.Kill();
        var will = await watcher.Messages.ReadAsync().AsTask().WaitAsync(Patience.Max);
        Assert.Equal("device/9/availability", will.Topic);
    }

    private static System.Diagnostics.Process Start(string program, string words) => ForeignProgram.Start([program, .. words.Split(' ')]);

    private static Task<string> RunAsync(string program, string words) => ForeignProgram.RunAsync([program, .. words.Split(' ')]);
}
