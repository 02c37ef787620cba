using System.Text;
using Microsoft.Extensions.DependencyInjection;
using SmartCare.Mqtt.Server;
using SmartCare.Server.Tests.Support;
using SmartCare.Testing;

namespace SmartCare.Server.Tests.Mqtt;

/// <summary>What the MQTT endpoint keeps over a restart of the host, and what a damaged file of it costs.</summary>
public sealed class StateTests : IAsyncLifetime
{
    private TestHost _host = null!;

    public async Task InitializeAsync() => _host = await TestHost.StartAsync();

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Theory]
    [InlineData("garbage")]
    [InlineData("truncated")]
    public async Task A_damaged_file_of_sessions_is_an_alert_and_does_not_stop_the_alarm_path(string damage)
    {
        // The pages of a few dozen messages, so that half of them are missed.
        for (var i = 0; i < 50; i++)
            _host.Services.GetRequiredService<MqttBroker>().Publish($"smartcare/call-{101 + i % 20}-1/set", new byte[1000 + i], 1, retain: true);
        await _host.StopAsync();
        var file = Path.Combine(_host.Folder, "mqtt.db");
        if (damage == "garbage") await File.WriteAllTextAsync(file, new string('x', 5000));
        else
        {
            await using var stream = File.Open(file, FileMode.Open);
            stream.SetLength(stream.Length / 2);
        }
        await _host.StartAgainAsync();

        await using var wall = await _host.WallAsync(after: 0);
        await wall.EachAsync(a => TellsOf(a, "riverside"), a => TellsOf(a, "sunshine"));
        Assert.Single(Directory.GetFiles(_host.Folder, "mqtt.db.corrupt-*Z"));
        var duty = await _host.PersonAsync("duty");
        Assert.True((await duty.GetAsync("/readyz"))["ready"].GetBoolean());

        // The alarm, and the new file: a kept session is there after the next restart.
        await _host.PressAsync("call-102-1");
        await using (var kept = await KeptAsync()) await kept.SubscribeAsync("smartcare/call-103-1/set");
        await _host.StopAsync();
        await _host.StartAgainAsync();
        await using var back = Kept();
        Assert.True((await back.ConnectAsync()).SessionPresent);
    }

    private static bool TellsOf(HubAlert alert, string site) => alert.Kind == "system" && alert.Alert.GetProperty("siteId").GetString() == site
        && alert.Alert.GetProperty("history")[0].GetProperty("note").GetString()!.Contains("mqtt.db.corrupt-", StringComparison.Ordinal);

    [Fact]
    public async Task A_will_that_waits_for_its_delay_is_told_after_the_restart()
    {
        const string topic = "smartcare/call-103-1/availability";
        await using (var device = await KeptAsync(new MqttWill(topic, "offline"u8.ToArray(), 1, Retain: true, DelayS: 5)))
        {
            await device.DisconnectAsync(withWill: true); // it goes, and wants its will told
            Assert.True(device.Closed.IsCompleted);
        }
        await _host.StopAsync();
        await _host.StartAgainAsync();
        await using var gateway = await _host.MqttAsync("gateway");
        await gateway.SubscribeAsync(topic);
        using var patience = new CancellationTokenSource(HubClient.Patience);
        Assert.Equal("offline", Encoding.UTF8.GetString((await gateway.Messages.ReadAsync(patience.Token)).Payload));
        var admin = await _host.PersonAsync("admin");
        Assert.Equal(1, await _host.MetricAsync("smartcare_readings_total"));
        Assert.NotEqual(System.Text.Json.JsonValueKind.True, (await admin.GetAsync("/api/devices/call-103-1"))["online"].ValueKind);
    }

    private MqttNetClient Kept(MqttWill? will = null) => new(new MqttNetOptions
    {
        Port = _host.Mqtt.Port, ClientId = "kept", UserName = "call-103-1", Password = "demo", CleanStart = false, SessionExpiryS = 1000, Will = will,
    });

    private async Task<MqttNetClient> KeptAsync(MqttWill? will = null)
    {
        var client = Kept(will);
        await client.ConnectAsync();
        return client;
    }
}
