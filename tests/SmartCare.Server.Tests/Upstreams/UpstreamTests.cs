using System.Net;
using System.Text;
using System.Text.Json;
using SmartCare.Server.Tests.Mqtt;
using SmartCare.Server.Tests.Support;
using SmartCare.Testing;

namespace SmartCare.Server.Tests.Upstreams;

/// <summary>A zigbee2mqtt at its site's own Mosquitto, bridged: what it retains raises nothing, presses ring, and the loss of either is noticed.</summary>
public sealed class UpstreamTests(SiteBroker site) : IClassFixture<SiteBroker>
{
    [Fact]
    public async Task Retained_states_raise_nothing_a_press_rings_and_either_loss_is_one_alert()
    {
        await using var wall = await site.Host.WallAsync(after: 0);
        var admin = await site.Host.PersonAsync("admin");
        (await admin.PutAsync($"/api/devices/{SiteBroker.Name}", new { placeId = "101", model = "gateway", name = "Zigbee" })).Is(HttpStatusCode.OK);
        await using var ears = await site.EnterAsync("ears");
        await ears.SubscribeAsync("smartcare/alerts/#");
        await using var z2m = await site.EnterAsync("z2m", o => o with { Will = new MqttWill("zigbee2mqtt/bridge/state", """{"state":"offline"}"""u8.ToArray(), 1, true) });
        var traffic = new Zigbee2MqttTraffic(z2m, 30, 100_000);
        await traffic.StartAsync(() => traffic.PressAsync("call-201-1"), () => traffic.PressAsync("call-202-1"));
        await traffic.DayAsync();
        // Of everything since the house began, what was retained included, the first alerts are the presses.
        // Which of the two comes first is theirs: they are two devices.
        var first = (await wall.AlertsAsync(2)).Select(a => $"{a.Kind} {a.Alert.GetProperty("device").GetProperty("id").GetString()}");
        Assert.Equal(["help call-201-1", "help call-202-1"], first.Order(StringComparer.Ordinal));

        Assert.Contains("call-20", Encoding.UTF8.GetString((await HeardAsync(ears, "smartcare/alerts/sunshine/help")).Payload), StringComparison.Ordinal);
        var stranger = (await admin.GetAsync("/api/inbox")).Items.Single(n => n.GetProperty("name").GetString() == "a stranger");
        Assert.Equal(("sunshine", false), (stranger.GetProperty("siteId").GetString(), stranger.GetProperty("alarm").GetBoolean()));
        // A device of another site is refused, and what the house says itself is not heard.
        var quarantine = (await admin.GetAsync("/api/quarantine")).Items.Where(q => q.GetProperty("from").GetString() == SiteBroker.Name).Select(q => q.GetProperty("topic").GetString()).ToList();
        Assert.Contains("smartcare/smoke-h001", quarantine);
        Assert.DoesNotContain(quarantine, t => t!.StartsWith("smartcare/alerts", StringComparison.Ordinal) || t.StartsWith("smartcare/sites", StringComparison.Ordinal));

        // Its grain is told that it is there, now that it has one.
        site.Time.Advance(TimeSpan.FromMinutes(1));
        await Until.TrueAsync(() => admin.GetAsync($"/api/devices/{SiteBroker.Name}"), gateway => gateway["online"].ValueKind is JsonValueKind.True, HubClient.Patience);
        z2m.Abort();
        var lost = await site.AlertInTimeAsync(wall, a => a.Kind == "offline" && IsAbout(a, SiteBroker.Name));
        await using var again = await site.EnterAsync("z2m");
        await again.PublishAsync("zigbee2mqtt/bridge/state", """{"state":"online"}""", 1, retain: true);
        await wall.AlertAsync(a => a.Id == lost.Id && a.State == "resolved");

        await site.StopBrokerAsync();
        var away = await site.AlertInTimeAsync(wall, a => a.Kind == "system" && a.Alert.ToString().Contains($"upstream {SiteBroker.Name}: the site's own broker is away", StringComparison.Ordinal));
        using (var nobody = site.Host.Nobody())
            Assert.Contains($"upstream {SiteBroker.Name}", await nobody.GetStringAsync("/readyz"), StringComparison.Ordinal);
        // Everything behind it falls silent, the gateway first, and is inside its alert.
        site.Time.Advance(TimeSpan.FromMinutes(66));
        while (away.Alert.GetProperty("gathered").GetInt32() < traffic.Names.Count)
        {
            var next = await wall.AlertAsync(a => a.Id == away.Id || (a.Kind == "offline" && traffic.Names.Append(SiteBroker.Name).Any(n => IsAbout(a, n))));
            Assert.Equal(away.Id, next.Id);
            away = next;
        }

        await site.StartBrokerAsync();
        // It is back once it has held.
        await site.AlertInTimeAsync(wall, a => a.Id == away.Id && a.State == "resolved");
        await using var press = await site.EnterAsync("press");
        await press.PublishAsync("zigbee2mqtt/call-203-1", """{"action":"emergency"}""");
        await wall.AlertAsync(a => a.Kind == "help" && IsAbout(a, "call-203-1"));
        Assert.Equal(1, await site.MetricAsync("up"));
    }

    private static bool IsAbout(HubAlert alert, string device) => GatewayHost.IsAbout(alert, device);

    private static async Task<MqttMessage> HeardAsync(MqttNetClient client, string topic)
    {
        using var patience = new CancellationTokenSource(HubClient.Patience);
        while (true)
            if (await client.Messages.ReadAsync(patience.Token) is var message && message.Topic == topic && message.Payload.Length > 2)
                return message;
    }
}
