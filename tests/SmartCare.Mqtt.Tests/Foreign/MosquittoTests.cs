using System.Diagnostics;
using SmartCare.Mqtt.Tests.Support;

namespace SmartCare.Mqtt.Tests.Foreign;

/// <summary>mosquitto_pub and mosquitto_sub (Debian package mosquitto-clients) against the endpoint: clients that we did not write.</summary>
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
        await LineAsync(sub, "Subscribed");
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
        await LineAsync(device, "Subscribed");
        device.Kill();
        var will = await watcher.Messages.ReadAsync().AsTask().WaitAsync(Patience.Max);
        Assert.Equal("device/9/availability", will.Topic);
    }

    private static Process Start(string command, string arguments)
    {
        try
        {
            // stdbuf: its lines must come as they are said, not when a buffer is full.
            return Process.Start(new ProcessStartInfo("stdbuf", $"-oL {command} {arguments}") { RedirectStandardOutput = true, RedirectStandardError = true })!;
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            throw new InvalidOperationException("stdbuf (Debian coreutils) is missing", e);
        }
    }

    private static async Task<string> RunAsync(string command, string arguments)
    {
        using var process = Start(command, arguments);
        var output = await process.StandardOutput.ReadToEndAsync().WaitAsync(Patience.Max);
        var errors = await process.StandardError.ReadToEndAsync().WaitAsync(Patience.Max);
        await process.WaitForExitAsync().WaitAsync(Patience.Max);
        Assert.True(process.ExitCode == 0, $"{command} {arguments}: exit {process.ExitCode} {output} {errors} (Debian package mosquitto-clients)");
        return output;
    }

    private static async Task LineAsync(Process process, string start)
    {
        while (await process.StandardOutput.ReadLineAsync().WaitAsync(Patience.Max) is { } line)
            if (line.StartsWith(start, StringComparison.Ordinal)) return;
        Assert.Fail($"it ended without saying {start}: {await process.StandardError.ReadToEndAsync()}");
    }
}
