using System.Net;
using System.Text.Json;
using SmartCare.Mqtt.Packets;
using SmartCare.Server.Tests.Support;
using SmartCare.Testing;
using Xunit.Abstractions;

namespace SmartCare.Server.Tests.Onboarding;

/// <summary>What speaks and is not known is seen, proposed as what it is, accepted or put aside; an alarm of it rings meanwhile.</summary>
public sealed class InboxTests(InboxHouse house, ITestOutputHelper output) : IClassFixture<InboxHouse>
{
    private const string Fire = """{"smoke":true,"battery":90}""", Quiet = """{"smoke":false,"battery":90}""";

    private Task<Person> Admin => house.Host.PersonAsync("admin");

    [Theory]
    [InlineData(120, 300_000, "105")]
    [InlineData(380, 1_100_000, "106")]
    public async Task A_gateway_that_lists_all_its_devices_keeps_its_connection_and_the_presses_beside_it(int count, int bytes, string room)
    {
        await using var hub = await house.HubAsync(room);
        await using var wall = await house.Host.WallAsync("admin");
        var list = ZigbeeNetwork.Of(count);
        Assert.True(list.Length > bytes, $"{list.Length} bytes");
        // Of the same connection, before, right behind and again behind it: nothing waits for an answer.
        var said = new List<Task<MqttReason>> { hub.SayAsync($"call-{room}-1", """{"action":"single"}""") };
        said.Add(hub.Client.PublishAsync("zigbee2mqtt/bridge/devices", list, retain: true));
        for (var press = 0; press < 4; press++) said.Add(hub.SayAsync($"call-{room}-1", $$"""{"action":"single","n":{{press}}}"""));
        Assert.All(await Task.WhenAll(said).WaitAsync(HubClient.Patience), reason => Assert.Equal(MqttReason.Success, reason));
        await wall.AlertAsync(a => a.Kind == "help" && a.Alert.GetProperty("occurrences").GetInt32() == 5);

        var inbox = await house.InboxAsync(hub);
        Assert.Equal(count, inbox.Count);
        Assert.Equal(count, inbox.Select(i => i.GetProperty("proposedId").GetString()).Distinct().Count());
        var (right, all) = (0, 0);
        foreach (var (box, model) in ((string, string?)[])[("smoke", "smoke-zigbee"), ("SOS", "call-zigbee"), ("contact sensor", "door-zigbee"), ("leak sensor", "water-zigbee"), ("bulb", null), ("plug", null)])
            foreach (var item in inbox.Where(i => i.GetProperty("description").GetString()!.Contains(box, StringComparison.OrdinalIgnoreCase)))
            {
                all++;
                if (item.GetProperty("proposedModel").GetString() == model) right++;
                else output.WriteLine($"{item.GetProperty("description")} is proposed as {item.GetProperty("proposedModel")}");
            }

        output.WriteLine($"{right} of {all} in {list.Length} bytes are proposed as what they are called");
        Assert.True(all > count / 8 && right >= all * 0.98, $"{right} of {all}");
        Assert.Equal(0, await house.Host.MetricAsync("smartcare_mqtt_too_large_total"));
    }

    [Fact]
    public async Task A_name_with_spaces_slashes_and_chinese_is_the_alias_of_a_clean_id()
    {
        await using var hub = await house.HubAsync("107");
        await using var other = await house.HubAsync("108");
        const string name = "107 房/烟感 1";
        await hub.ListAsync(("0x00158d00000107a1", name));
        await other.ListAsync(("0x00158d00000108a1", name));
        Assert.Equal("smoke-107-1-0107a1", (await hub.EntryAsync(name)).GetProperty("proposedId").GetString());
        var device = await hub.AcceptAsync(name, "alias-107", "107");
        Assert.Equal((name, hub.Name, "smoke-zigbee"), (device.GetProperty("alias").GetString(), device.GetProperty("via").GetString(), device.GetProperty("model").GetString()));
        await other.AcceptAsync(name, "alias-108", "108");

        await using var wall = await house.Host.WallAsync("admin");
        Assert.Equal(MqttReason.Success, await hub.SayAsync($"{name}/availability", """{"state":"online"}"""));
        Assert.Equal(MqttReason.Success, await other.SayAsync(name, Fire));
        Assert.Equal("alias-108", (await wall.AlertAsync(a => a.Kind == "fire")).Alert.GetProperty("device").GetProperty("id").GetString());
        Assert.Equal(MqttReason.Success, await hub.SayAsync(name, Fire));
        Assert.Equal("alias-107", (await wall.AlertAsync(a => a.Kind == "fire")).Alert.GetProperty("device").GetProperty("id").GetString());
        Assert.Empty(await house.InboxAsync(hub));
        // By its id too; and each value on a topic of its own, as zigbee2mqtt can be told to say it.
        Assert.Equal(MqttReason.Success, await hub.SayAsync($"{name}/battery", "77"));
        var seen = (await (await Admin).GetAsync("/api/devices/alias-107")).Is(HttpStatusCode.OK);
        Assert.Equal((true, 77), (seen["online"].GetBoolean(), seen["values"].GetProperty("battery").GetInt32()));
        // A change of its record leaves it bound.
        (await (await Admin).PutAsync("/api/devices/alias-107", new { placeId = "107", model = "smoke-zigbee", name = "烟感" })).Is(HttpStatusCode.OK);
        Assert.Equal(MqttReason.Success, await hub.SayAsync(name, Quiet));
    }

    [Fact]
    public async Task Devices_that_are_renamed_are_followed_and_two_may_change_their_names()
    {
        await using var hub = await house.HubAsync("109");
        await hub.ListAsync(("0x00158d00000109a1", "one"), ("0x00158d00000109a2", "two"));
        await hub.AcceptAsync("one", "renamed-1", "109");
        await hub.AcceptAsync("two", "renamed-2", "110");
        Assert.Equal("one", await AliasAsync("renamed-1"));

        await hub.ListAsync(("0x00158d00000109a1", "two"), ("0x00158d00000109a2", "one"));
        Assert.Empty(await house.InboxAsync(hub));
        Assert.Equal(("two", "one"), (await AliasAsync("renamed-1"), await AliasAsync("renamed-2")));

        // The answer to a rename may come without a list, and a press right behind it.
        await hub.SayAsync("bridge/response/device/rename", """{"data":{"from":"two","to":"客厅/新","homeassistant_rename":true},"status":"ok"}""");
        Assert.Equal(MqttReason.Success, await hub.SayAsync("客厅/新", Quiet));
        Assert.Empty(await house.InboxAsync(hub));
        Assert.Equal("客厅/新", await AliasAsync("renamed-1"));
        Assert.Equal(MqttReason.TopicNameInvalid, await hub.SayAsync("two", Quiet));
    }

    [Fact]
    public async Task One_that_was_registered_by_its_id_is_followed_and_the_id_is_nobodys_name_then()
    {
        await using var hub = await house.HubAsync("111");
        await hub.ListAsync(("0x00158d00000111a1", "smoke-111"));
        Assert.Empty(await house.InboxAsync(hub));
        await hub.ListAsync(("0x00158d00000111a1", "hall"), ("0x00158d00000111a2", "smoke-111"));
        Assert.Equal("smoke-111", Assert.Single(await house.InboxAsync(hub)).GetProperty("name").GetString());
        Assert.Equal("hall", await AliasAsync("smoke-111"));
        Assert.Equal(MqttReason.Success, await hub.SayAsync("hall", Quiet));
        Assert.Equal(MqttReason.TopicNameInvalid, await hub.SayAsync("smoke-111", Quiet));
    }

    [Fact]
    public async Task An_alarm_of_an_unknown_device_rings_once_at_the_site_of_its_gateway_until_it_is_registered_or_put_aside()
    {
        await using var hub = await house.HubAsync("h005");
        await using var wall = await house.Host.WallAsync("admin");
        for (var time = 0; time < 5; time++) Assert.Equal(MqttReason.TopicNameInvalid, await hub.SayAsync("stranger", Fire));
        await InboxHouse.ChangeAsync(wall, hub, "open");
        var alert = Assert.Single(await house.AlertsAsync(hub, "riverside"));
        Assert.Equal((1, "high"), (alert.GetProperty("occurrences").GetInt32(), alert.GetProperty("priority").GetString()));
        Assert.Empty(await house.AlertsAsync(hub, "sunshine"));
        Assert.True((await hub.EntryAsync("stranger")).GetProperty("alarm").GetBoolean());

        // Somebody ended it without looking, and it goes on: it rings again, and not at once.
        (await (await Admin).PostAsync($"/api/alerts/{alert.GetProperty("id").GetString()}/resolve", new { outcome = "false" })).Is(HttpStatusCode.OK);
        await hub.SayAsync("stranger", Fire);
        Assert.Empty(await house.AlertsAsync(hub, "riverside"));
        house.Time.Advance(TimeSpan.FromSeconds(11));
        await hub.SayAsync("stranger", Fire);
        await InboxHouse.ChangeAsync(wall, hub, "open");
        Assert.Single(await house.AlertsAsync(hub, "riverside"));

        // Told of later by its gateway, it is the same entry, and the alert is its.
        await hub.ListAsync(("0x00158d0000005aaa", "stranger"));
        Assert.Equal((true, 7), (await hub.EntryAsync("stranger") is var entry && entry.GetProperty("alarm").GetBoolean(), entry.GetProperty("times").GetInt32()));
        await hub.AcceptAsync("stranger", "known-h005", "h005");
        await InboxHouse.ChangeAsync(wall, hub, "resolved");
        Assert.Empty(await house.AlertsAsync(hub, "riverside"));
    }

    [Fact]
    public async Task What_is_put_aside_is_quiet_until_it_says_something_new()
    {
        await using var hub = await house.HubAsync("h006");
        await using var wall = await house.Host.WallAsync("admin");
        await hub.SayAsync("neighbour", Quiet);
        await AsideAsync(hub, "neighbour");
        await hub.SayAsync("neighbour", Quiet);
        Assert.Empty(await house.InboxAsync(hub));
        // An alarm is new.
        await hub.SayAsync("neighbour", Fire);
        await InboxHouse.ChangeAsync(wall, hub, "open");
        await AsideAsync(hub, "neighbour");
        await InboxHouse.ChangeAsync(wall, hub, "resolved");
        // That it calls is known by now; a channel that it never had is not.
        house.Time.Advance(TimeSpan.FromMinutes(1));
        await hub.SayAsync("neighbour", Fire);
        Assert.Empty(await house.InboxAsync(hub));
        Assert.Empty(await house.AlertsAsync(hub, "riverside"));
        await hub.SayAsync("neighbour", """{"smoke":false,"carbon_monoxide":false}""");
        Assert.Single(await house.InboxAsync(hub));
    }

    [Fact]
    public async Task A_network_gone_mad_has_few_alerts()
    {
        await using var hub = await house.HubAsync("h007");
        await using var wall = await house.Host.WallAsync("admin");
        for (var device = 0; device < 30; device++) await hub.SayAsync($"mad-{device}", Fire);
        for (var alerts = 0; alerts < 8 + 22; alerts++) await InboxHouse.ChangeAsync(wall, hub, "open");
        // The ninth is one for all the others, and counts them.
        Assert.Equal([1, 1, 1, 1, 1, 1, 1, 1, 22], (await house.AlertsAsync(hub, "riverside")).Select(a => a.GetProperty("occurrences").GetInt32()).Order());
        foreach (var item in await house.InboxAsync(hub)) await AsideAsync(hub, item.GetProperty("name").GetString()!);
        for (var alerts = 0; alerts < 9; alerts++) await InboxHouse.ChangeAsync(wall, hub, "resolved");
    }

    [Fact]
    public async Task A_director_sees_and_accepts_what_comes_through_the_gateways_of_their_sites()
    {
        await using var sunny = await house.HubAsync("112");
        await using var river = await house.HubAsync("h008");
        await sunny.ListAsync(("0x00158d00000112a1", "here"));
        await river.ListAsync(("0x00158d00000112a2", "there"));
        var director = await house.Host.PersonAsync("sunny");
        Assert.Single(await house.InboxAsync(sunny, "sunny"));
        Assert.Empty(await house.InboxAsync(river, "sunny"));
        var (here, there) = ((await sunny.EntryAsync("here")).GetProperty("key").GetString(), (await river.EntryAsync("there")).GetProperty("key").GetString());
        (await director.PostAsync($"/api/inbox/{there}/accept", new { placeId = "112" })).IsProblem(HttpStatusCode.NotFound);
        (await director.SendAsync(HttpMethod.Delete, $"/api/inbox/{there}")).IsProblem(HttpStatusCode.NotFound);
        // Not where its gateway is: it would never be heard.
        (await director.PostAsync($"/api/inbox/{here}/accept", new { placeId = "h008" })).IsProblem(HttpStatusCode.BadRequest);
        (await director.PostAsync($"/api/inbox/{here}/accept", new { placeId = "112", id = "smoke-112" })).IsProblem(HttpStatusCode.Conflict);
        (await director.PostAsync($"/api/inbox/{here}/accept", new { placeId = "112", model = "nosuch" })).IsProblem(HttpStatusCode.BadRequest);
        var device = (await director.PostAsync($"/api/inbox/{here}/accept", new { placeId = "112" })).Is(HttpStatusCode.OK);
        Assert.Equal(("here", "here", "sunshine"), (device["id"].GetString(), device["alias"].GetString(), device["siteId"].GetString()));
    }

    [Fact]
    public async Task Many_are_accepted_at_once_or_none_of_them()
    {
        await using var hub = await house.HubAsync("113");
        await hub.ListAsync(("0x00158d00000113a1", "烟感 一"), ("0x00158d00000113a2", "烟感 二"));
        var keys = (await house.InboxAsync(hub)).ToDictionary(i => i.GetProperty("name").GetString()!, i => i.GetProperty("key").GetString()!);
        object Items(string place, string secret) => new
        {
            items = new object[]
            {
                new { key = keys["烟感 一"], placeId = "113" }, new { label = "Z:00158D00000113A2$I:83FED3407A939723A5C639B26916D505C3B5", id = "many-2", placeId = place },
                new { label = $"SC:call:many-3:{secret}", placeId = "113", elderId = "elder-113-1" },
            },
        };
        var refused = (await (await Admin).PostAsync("/api/inbox/accept", Items("nosuch", "short"))).IsProblem(HttpStatusCode.BadRequest);
        Assert.Equal([1, 2], refused["errors"].EnumerateArray().Select(e => e.GetProperty("item").GetInt32()));
        Assert.Equal(2, (await house.InboxAsync(hub)).Count);

        var accepted = (await (await Admin).PostAsync("/api/inbox/accept", Items("114", "long enough"))).Is(HttpStatusCode.OK);
        Assert.Equal(["smoke-0113a1", "many-2", "many-3"], accepted.Items.Select(i => i.GetProperty("id").GetString()));
        Assert.Empty(await house.InboxAsync(hub));
        await using var button = await house.Host.MqttAsync("many-3", with: o => o with { Password = "long enough" });
        Assert.Equal(MqttReason.Success, await hub.SayAsync("烟感 二", Quiet));
        // The same once more, as after an answer that was lost.
        (await (await Admin).PostAsync("/api/inbox/accept", Items("114", "long enough"))).Is(HttpStatusCode.OK);
        // The password on the label stands in no record.
        var said = await (await Admin).Http.GetStringAsync("/api/audit?limit=500");
        Assert.Contains("many-2", said, StringComparison.Ordinal);
        Assert.DoesNotContain("long enough", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Hardware_that_moves_to_another_gateway_is_known_again()
    {
        await using var old = await house.HubAsync("115");
        await using var next = await house.HubAsync("115");
        await old.ListAsync(("0x00158d00000115a1", "wanderer"));
        await old.AcceptAsync("wanderer", "wanderer-115", "115");
        await next.ListAsync(("0x00158d00000115a1", "0x00158d00000115a1"));
        var entry = await next.EntryAsync("0x00158d00000115a1");
        Assert.Equal(("wanderer-115", "wanderer-115"), (entry.GetProperty("existing").GetString(), entry.GetProperty("proposedId").GetString()));
        var device = await next.AcceptAsync("0x00158d00000115a1", "wanderer-115", "115");
        Assert.Equal(next.Name, device.GetProperty("via").GetString());
        Assert.Equal(MqttReason.Success, await next.SayAsync("0x00158d00000115a1", Quiet));
    }

    [Fact]
    public async Task The_inbox_survives_a_restart()
    {
        await using (var hub = await house.HubAsync("116"))
        {
            await hub.ListAsync(("0x00158d00000116a1", "stays"), ("0x00158d00000116a2", "aside"));
            await using var wall = await house.Host.WallAsync("admin");
            await hub.SayAsync("heard", Fire);
            await InboxHouse.ChangeAsync(wall, hub, "open");
            await AsideAsync(hub, "aside");
            var before = await house.InboxAsync(hub);
            Assert.Equal(2, before.Count);
            await house.Host.StopAsync();
            await house.Host.StartAgainAsync();
            Assert.Equal(before.Select(i => i.ToString()), (await house.InboxAsync(hub)).Select(i => i.ToString()));
            Assert.Single(await house.AlertsAsync(hub, "sunshine"));
        }
    }

    [Fact]
    public async Task Zigbee2mqtt_and_home_assistant_tell_of_the_same_device_once_and_one_that_left_is_gone()
    {
        await using var hub = await house.HubAsync("117");
        await hub.SayAsync("bridge/event", """{"type":"device_joined","data":{"friendly_name":"0x00158d00000117a1","ieee_address":"0x00158d00000117a1"}}""");
        Assert.Equal(JsonValueKind.Null, (await hub.EntryAsync("0x00158d00000117a1")).GetProperty("proposedModel").ValueKind);
        await hub.ListAsync(("0x00158d00000117a1", "hall smoke"));
        await hub.Client.PublishAsync("homeassistant/binary_sensor/0x00158d00000117a1/smoke/config",
            """{"dev_cla":"smoke","stat_t":"zigbee2mqtt/hall smoke","val_tpl":"{{ value_json.smoke }}","uniq_id":"x","dev":{"ids":["zigbee2mqtt_0x00158d00000117a1"],"name":"hall smoke"}}""", retain: true);
        // Of a bridge that is no zigbee2mqtt.
        await hub.Client.PublishAsync("homeassistant/binary_sensor/tasmota-7/leak/config", """{"dev_cla":"moisture","stat_t":"tele/tasmota-7/SENSOR","dev":{"ids":["A1B2C3"],"mf":"Tasmota"}}""");
        Assert.Equal(["hall smoke zigbee2mqtt smoke-zigbee hall-smoke", "tasmota-7 homeassistant water tasmota-7"], (await house.InboxAsync(hub))
            .Select(i => $"{i.GetProperty("name")} {i.GetProperty("source")} {i.GetProperty("proposedModel")} {i.GetProperty("proposedId")}").Order(StringComparer.Ordinal));
        await hub.SayAsync("bridge/event", """{"type":"device_leave","data":{"friendly_name":"hall smoke","ieee_address":"0x00158d00000117a1"}}""");
        Assert.Equal("tasmota-7", Assert.Single(await house.InboxAsync(hub)).GetProperty("name").GetString());
    }

    [Fact]
    public async Task Through_a_gateway_without_a_site_an_alarm_rings_at_the_sites_of_its_devices_or_at_the_first()
    {
        await using var gateway = new Hub(house, "gateway", await house.Host.MqttAsync("gateway"));
        await using var wall = await house.Host.WallAsync("admin");
        await gateway.SayAsync("nobodys", Fire);
        Assert.Equal("riverside", (await InboxHouse.ChangeAsync(wall, gateway, "open")).GetProperty("siteId").GetString());
        await AsideAsync(gateway, "nobodys");
        (await (await Admin).PutAsync("/api/devices/smoke-118", new { placeId = "118", model = "smoke", name = "118", via = "gateway" })).Is(HttpStatusCode.OK);
        await gateway.SayAsync("nobodys either", Fire);
        Assert.Equal("sunshine", (await InboxHouse.ChangeAsync(wall, gateway, "open")).GetProperty("siteId").GetString());
        await AsideAsync(gateway, "nobodys either");
    }

    private async Task<string?> AliasAsync(string device) => (await (await Admin).GetAsync($"/api/devices/{device}")).Is(HttpStatusCode.OK)["alias"].GetString();

    private async Task AsideAsync(Hub hub, string called) =>
        Assert.Equal(HttpStatusCode.NoContent, (await (await Admin).SendAsync(HttpMethod.Delete, $"/api/inbox/{(await hub.EntryAsync(called)).GetProperty("key").GetString()}")).Status);
}
