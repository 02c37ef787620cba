using System.Net;
using System.Text.Json;
using SmartCare.Server.Tests.Support;
using SmartCare.Testing;

namespace SmartCare.Server.Tests.Mqtt;

/// <summary>A gateway is a device: it is seen while it speaks for others, and its death is noticed however it dies.</summary>
public sealed class GatewayDeathTests(GatewayHost home) : IClassFixture<GatewayHost>
{
    private static readonly MqttWill s_plain = new("zigbee2mqtt/bridge/state", "offline"u8.ToArray(), 1, true), s_object = new("zigbee2mqtt/bridge/state", """{"state":"offline"}"""u8.ToArray(), 1, true);

    [Theory]
    [InlineData("its will says so, a plain word"), InlineData("its will says so, in an object"), InlineData("its own will on its availability"), InlineData("it says so and goes"), InlineData("it says so in an object and goes")]
    [InlineData("its connection breaks without a will"), InlineData("it says goodbye and stays away")]
    public async Task A_dead_gateway_is_one_alert_and_its_return_ends_it(string how)
    {
        var hub = await home.HubAsync();
        await using var wall = await home.Host.WallAsync();
        var own = new MqttWill($"smartcare/{hub}/availability", "offline"u8.ToArray(), 1, true);
        var will = how switch { "its will says so, a plain word" => s_plain, "its will says so, in an object" => s_object, "its own will on its availability" => own, _ => null };
        await using var gateway = await home.EnterAsync(hub, with: o => o with { Will = will });
        await gateway.PublishAsync("zigbee2mqtt/smoke-101", """{"smoke":false}""");
        if (how.StartsWith("it says so", StringComparison.Ordinal)) await gateway.PublishAsync("zigbee2mqtt/bridge/state", how.Contains("object", StringComparison.Ordinal) ? """{"state":"offline"}""" : "offline", retain: true);
        if (how.StartsWith("it s", StringComparison.Ordinal)) await gateway.DisconnectAsync();
        else gateway.Abort();

        var isSilent = how == "it says goodbye and stays away";
        var lost = await home.AlertInTimeAsync(wall, a => a.Kind == "offline" && GatewayHost.IsAbout(a, hub), isSilent ? TimeSpan.FromMinutes(5) : TimeSpan.FromSeconds(30));
        Assert.Contains(isSilent ? "no word for 5 min" : "connection lost", lost.Alert.ToString(), StringComparison.Ordinal);
        Assert.False((await OfAsync(hub)).GetProperty("online").GetBoolean());

        await using var again = await home.EnterAsync(hub);
        await again.PublishAsync("zigbee2mqtt/smoke-102", """{"smoke":false}""");
        await wall.AlertAsync(a => a.Id == lost.Id && a.State == "resolved");
        Assert.True((await OfAsync(hub)).GetProperty("online").GetBoolean());
    }

    [Theory]
    [InlineData("door-111", """{"contact":true}"""), InlineData("call-112-1", """{"linkquality":80}"""), InlineData("smoke-113", """{"battery":80}""")]
    public async Task It_is_seen_and_its_devices_know_it_once_it_speaks_for_them(string device, string payload)
    {
        var hub = await home.HubAsync();
        Assert.Equal(JsonValueKind.Null, (await OfAsync(hub)).GetProperty("online").ValueKind);
        await using var gateway = await home.EnterAsync(hub);
        await gateway.PublishAsync($"zigbee2mqtt/{device}", payload);
        await SeenAsync(async () => (await OfAsync(hub)).GetProperty("online").ValueKind is JsonValueKind.True);
        await SeenAsync(async () => (await OfAsync(device)).GetProperty("via").GetString() == hub);

        // A second one that hears it too is not its own, while that is there; afterwards it is.
        var other = await home.HubAsync();
        await using var second = await home.EnterAsync(other);
        await second.PublishAsync($"zigbee2mqtt/{device}", payload);
        Assert.Equal(hub, (await OfAsync(device)).GetProperty("via").GetString());
        await gateway.PublishAsync("zigbee2mqtt/bridge/state", "offline");
        await SeenAsync(async () =>
        {
            // As often as a device speaks: the first of its words may be judged before its gateway is known to be away.
            await second.PublishAsync($"zigbee2mqtt/{device}", payload);
            return (await OfAsync(device)).GetProperty("via").GetString() == other;
        });
    }

    [Fact]
    public async Task Via_is_set_kept_and_taken_back_by_hand()
    {
        var (hub, admin) = (await home.HubAsync(), await home.Host.PersonAsync("admin"));
        object Door(string? via, string place = "114") => new { placeId = place, model = "door", name = "Door", via };
        Assert.Equal(hub, (await admin.PutAsync("/api/devices/door-114", Door(hub)))["via"].GetString());
        Assert.Equal(hub, (await admin.PutAsync("/api/devices/door-114", new { placeId = "114", model = "door", name = "Renamed" }))["via"].GetString());
        Assert.Equal(JsonValueKind.Null, (await admin.PutAsync("/api/devices/door-114", Door("")))["via"].ValueKind);
        foreach (var via in (string[])["smoke-101", "nobody", "door-114"]) (await admin.PutAsync("/api/devices/door-114", Door(via))).IsProblem(HttpStatusCode.BadRequest);
        (await admin.PutAsync("/api/devices/door-h001", Door(hub, "h001"))).IsProblem(HttpStatusCode.BadRequest);
        Assert.Equal("gateway", (await admin.PutAsync("/api/devices/door-114", Door("gateway")))["via"].GetString());
    }

    [Fact]
    public async Task While_another_connection_speaks_for_it_it_is_not_lost()
    {
        var hub = await home.HubAsync();
        await using var one = await home.EnterAsync(hub);
        await using var two = await home.EnterAsync(hub);
        await one.PublishAsync("zigbee2mqtt/smoke-115", """{"smoke":false}""");
        await two.PublishAsync("zigbee2mqtt/smoke-116", """{"smoke":false}""");
        one.Abort();
        await using var wall = await home.Host.WallAsync();
        // One that is lost after it comes; of this one nothing does.
        var other = await home.HubAsync();
        await using var broken = await home.EnterAsync(other);
        await broken.PublishAsync("zigbee2mqtt/smoke-117", """{"smoke":false}""");
        broken.Abort();
        var first = await home.AlertInTimeAsync(wall, a => a.Kind == "offline" && (GatewayHost.IsAbout(a, hub) || GatewayHost.IsAbout(a, other)), TimeSpan.FromSeconds(20));
        Assert.True(GatewayHost.IsAbout(first, other));
        await two.PublishAsync("zigbee2mqtt/smoke-116", """{"smoke":false}""");
        Assert.True((await OfAsync(hub)).GetProperty("online").GetBoolean());
    }

    [Fact]
    public async Task One_without_a_record_is_told_of_at_the_sites_whose_devices_speak_through_it()
    {
        await using var wall = await home.Host.WallAsync();
        await using var gateway = await home.EnterAsync("gateway");
        await gateway.PublishAsync("zigbee2mqtt/door-h002", """{"contact":true}""");
        await SeenAsync(async () => (await OfAsync("door-h002")).GetProperty("via").GetString() == "gateway");
        gateway.Abort();
        var lost = await home.AlertInTimeAsync(wall, a => a.Kind == "system" && a.Alert.GetProperty("siteId").GetString() == "riverside" && a.Alert.ToString().Contains("gateway gateway", StringComparison.Ordinal));
        Assert.Contains("gateway gateway: its connection is lost, devices that speak through it: 1", lost.Alert.ToString(), StringComparison.Ordinal);

        await using var again = await home.EnterAsync("gateway");
        await again.PublishAsync("zigbee2mqtt/bridge/state", "online");
        await wall.AlertAsync(a => a.Id == lost.Id && a.State == "resolved");
    }

    private async Task<JsonElement> OfAsync(string device) => (await (await home.Host.PersonAsync("admin")).GetAsync($"/api/devices/{device}")).Is(HttpStatusCode.OK).Body;

    /// <summary>What a grain was told apart from the reading: it is asked until it knows.</summary>
    private static Task SeenAsync(Func<Task<bool>> isSo) => Until.TrueAsync(isSo, seen => seen, HubClient.Patience);
}
