using System.Net;
using System.Text;
using SmartCare.Mqtt.Packets;
using SmartCare.Server.Tests.Support;
using SmartCare.Testing;

namespace SmartCare.Server.Tests.Mqtt;

/// <summary>What becomes of a message: raised, refused with the right reason, counted; and the connection stays.</summary>
[Collection(InTheHouse.Name)]
public sealed class PublishTests(House house)
{
    private const string Forbidden = "smartcare_mqtt_publishes_forbidden_total";

    [Theory]
    [InlineData(0, 5)]
    [InlineData(1, 5)]
    [InlineData(2, 5)]
    [InlineData(0, 4)]
    [InlineData(1, 4)]
    [InlineData(2, 4)]
    public async Task A_press_raises_at_every_quality_of_service(byte qos, byte level)
    {
        var button = $"call-{house.Bed()}";
        await using var wall = await house.Host.WallAsync();
        await using var client = await house.Host.MqttAsync(button, level);
        await client.PublishAsync($"smartcare/{button}", """{"action":"emergency"}""", qos).WaitAsync(HubClient.Patience);
        var alert = await wall.AlertAsync(a => a.Kind == "help");
        Assert.Equal(1, alert.Alert.GetProperty("occurrences").GetInt32());
    }

    [Theory]
    [InlineData("call-102-1", "smartcare/call-103-1")]
    [InlineData("call-102-1", "smartcare/call-103-1/availability")]
    [InlineData("call-102-1", "zigbee2mqtt/call-103-1")]
    [InlineData("call-102-1", "smartcare/call-102-1/set")]
    [InlineData("call-102-1", "smartcare/alerts/sunshine/fire")]
    [InlineData("call-102-1", "somewhere/else")]
    [InlineData("gateway", "somewhere/else")]
    [InlineData("gateway", "smartcare/alerts/sunshine/fire")]
    [InlineData("gateway", "smartcare/call-102-1/set")]
    [InlineData("duty", "smartcare/call-102-1")]
    [InlineData("duty", "smartcare/alerts/sunshine/fire")]
    public async Task Someone_elses_topic_is_refused_counted_and_raises_nothing(string user, string topic)
    {
        var (seq, before) = (await house.Host.SeqAsync(), await house.Host.MetricAsync(Forbidden));
        var password = user == "duty" ? "duty" : "demo";
        await using var client = await house.Host.MqttAsync(user, with: o => o with { Password = password });
        var refused = await Assert.ThrowsAsync<MqttNetException>(() => client.PublishAsync(topic, """{"action":"emergency","smoke":true}"""));
        Assert.Equal(MqttReason.NotAuthorized, refused.Reason);

        // MQTT 3.1.1 has no negative acknowledgement.
        await using var old = await house.Host.MqttAsync(user, level: 4, o => o with { Password = password });
        Assert.Equal(MqttReason.Success, await old.PublishAsync(topic, """{"action":"emergency","smoke":true}""").WaitAsync(HubClient.Patience));
        Assert.False(client.Closed.IsCompleted || old.Closed.IsCompleted);
        Assert.Equal(before + 2, await house.Host.MetricAsync(Forbidden));
        Assert.Equal(seq, await house.Host.SeqAsync());
    }

    [Theory]
    [InlineData("smartcare")]
    [InlineData("zigbee2mqtt")]
    public async Task A_gateway_speaks_for_any_device(string root)
    {
        var room = house.Room();
        await using var wall = await house.Host.WallAsync();
        await using var gateway = await house.Host.MqttAsync("gateway");
        await gateway.PublishAsync($"{root}/smoke-{room}", """{"smoke":true,"battery":88,"linkquality":120,"update":{"state":"idle"}}""");
        var fire = await wall.AlertAsync(a => a.Kind == "fire");
        Assert.Equal(room, fire.Alert.GetProperty("placeId").GetString());
    }

    [Theory]
    [InlineData("online")]
    [InlineData("{\"state\":\"online\"}")]
    public async Task Availability_is_taken_in_both_spellings(string payload)
    {
        var device = $"door-{house.Room()}";
        await using var gateway = await house.Host.MqttAsync("gateway");
        var admin = await house.Host.PersonAsync("admin");
        Assert.Equal(System.Text.Json.JsonValueKind.Null, (await admin.GetAsync($"/api/devices/{device}"))["online"].ValueKind);
        await gateway.PublishAsync($"zigbee2mqtt/{device}/availability", payload, retain: true);
        Assert.True((await admin.GetAsync($"/api/devices/{device}"))["online"].GetBoolean());
    }

    [Fact]
    public async Task A_gateways_own_affairs_are_acknowledged_and_are_no_reading()
    {
        var before = await house.Host.MetricAsync("smartcare_readings_total");
        await using var gateway = await house.Host.MqttAsync("gateway");
        await gateway.PublishAsync("zigbee2mqtt/bridge/devices", "[]", retain: true);
        await gateway.PublishAsync("zigbee2mqtt/bridge/state", """{"state":"online"}""", retain: true);
        Assert.Equal(before, await house.Host.MetricAsync("smartcare_readings_total"));
    }

    [Theory]
    [InlineData("smartcare/not-registered", "{\"smoke\":true}", MqttReason.TopicNameInvalid, "unknown_device", "no device not-registered is registered")]
    [InlineData("zigbee2mqtt/not-registered/availability", "online", MqttReason.TopicNameInvalid, "unknown_device", "no device not-registered is registered")]
    [InlineData("zigbee2mqtt/kitchen/smoke", "{\"smoke\":true}", MqttReason.TopicNameInvalid, "unknown_device", "no device kitchen/smoke is registered")]
    [InlineData("smartcare/smoke-103", "smoke!", MqttReason.PayloadFormatInvalid, "undecodable", "not JSON")]
    [InlineData("smartcare/smoke-103", "{\"smoke\":tr", MqttReason.PayloadFormatInvalid, "undecodable", "not JSON")]
    [InlineData("smartcare/smoke-103", "[true]", MqttReason.PayloadFormatInvalid, "undecodable", "not a JSON object")]
    [InlineData("smartcare/smoke-103", "", MqttReason.PayloadFormatInvalid, "undecodable", "not JSON")]
    [InlineData("smartcare/smoke-103", "{}", MqttReason.PayloadFormatInvalid, "undecodable", "no channel")]
    [InlineData("smartcare/smoke-103/availability", "maybe", MqttReason.PayloadFormatInvalid, "undecodable", "availability is neither online nor offline")]
    public async Task What_cannot_be_used_is_refused_counted_and_kept_with_its_reason(string topic, string payload, MqttReason reason, string cause, string why)
    {
        var counter = $$"""smartcare_quarantined_total{cause="{{cause}}"}""";
        var before = await house.Host.MetricAsync(counter);
        await using var gateway = await house.Host.MqttAsync("gateway");
        var refused = await Assert.ThrowsAsync<MqttNetException>(() => gateway.PublishAsync(topic, payload));
        Assert.Equal(reason, refused.Reason);
        Assert.Equal(before + 1, await house.Host.MetricAsync(counter));

        var kept = (await (await house.Host.PersonAsync("admin")).GetAsync("/api/quarantine?limit=1")).Is(HttpStatusCode.OK).Items[0];
        Assert.Equal(
            ("gateway", topic, why, payload),
            (kept.GetProperty("from").GetString(), kept.GetProperty("topic").GetString(), kept.GetProperty("reason").GetString(), kept.GetProperty("payload").GetString()));
        Assert.Equal(MqttReason.Success, await gateway.PublishAsync("smartcare/smoke-103", """{"smoke":false}"""));
    }

    [Fact]
    public async Task Only_admin_reads_the_quarantine_and_within_the_limits_of_a_list()
    {
        (await (await house.Host.PersonAsync("director")).GetAsync("/api/quarantine")).IsProblem(HttpStatusCode.Forbidden);
        (await (await house.Host.PersonAsync("admin")).GetAsync("/api/quarantine?limit=0")).IsProblem(HttpStatusCode.BadRequest);
        (await (await house.Host.PersonAsync("admin")).GetAsync("/api/quarantine?limit=501")).IsProblem(HttpStatusCode.BadRequest);
    }

    [Theory]
    [InlineData("""{"battery":"full","smoke":true}""")]
    [InlineData("""{"smoke":true,"temperature":[1],"battery":{"left":3}}""")]
    [InlineData("""{"smoke":"true","voltage":false,"ts":"now"}""")]
    public async Task A_channel_of_the_wrong_type_never_takes_a_fire_with_it(string payload)
    {
        var room = house.Room();
        var before = await house.Host.MetricAsync("""smartcare_quarantined_total{cause="bad_channel"}""");
        await using var wall = await house.Host.WallAsync();
        await house.Host.SayAsync($"smoke-{room}", payload);
        Assert.Equal(room, (await wall.AlertAsync(a => a.Kind == "fire")).Alert.GetProperty("placeId").GetString());
        Assert.Equal(before + 1, await house.Host.MetricAsync("""smartcare_quarantined_total{cause="bad_channel"}"""));
    }

    [Theory]
    [InlineData(5)]
    [InlineData(4)]
    public async Task A_megabyte_ends_the_connection_of_its_sender_and_disturbs_nobody(byte level)
    {
        var room = house.Room();
        await using var neighbour = await house.Host.MqttAsync($"call-{room}-2");
        await using var wall = await house.Host.WallAsync();
        var before = await house.Host.MetricAsync("smartcare_mqtt_too_large_total");
        await using var client = await house.Host.MqttAsync($"call-{room}-1", level);
        await Assert.ThrowsAsync<MqttNetException>(() => client.PublishAsync($"smartcare/call-{room}-1", new byte[1024 * 1024]));
        await client.Closed.WaitAsync(HubClient.Patience);
        // A 3.1.1 server has no DISCONNECT to send.
        if (level == 5) Assert.Equal(MqttReason.PacketTooLarge, client.CloseReason!.Reason);
        Assert.Equal(before + 1, await house.Host.MetricAsync("smartcare_mqtt_too_large_total"));

        await neighbour.PublishAsync($"smartcare/call-{room}-2", """{"action":"emergency"}""").WaitAsync(HubClient.Patience);
        await wall.AlertAsync(a => a.Kind == "help");
    }

    [Fact]
    public async Task A_device_that_asks_us_to_keep_its_press_has_pressed()
    {
        var button = $"call-{house.Bed()}";
        await using var wall = await house.Host.WallAsync();
        await using (var client = await house.Host.MqttAsync(button)) await client.PublishAsync($"smartcare/{button}", """{"action":"hold"}""", retain: true);
        await wall.AlertAsync(a => a.Kind == "help");

        await using var gateway = await house.Host.MqttAsync("gateway");
        await gateway.SubscribeAsync($"smartcare/{button}");
        using var patience = new CancellationTokenSource(HubClient.Patience);
        var kept = await gateway.Messages.ReadAsync(patience.Token);
        Assert.Equal((true, """{"action":"hold"}"""), (kept.Retain, Encoding.UTF8.GetString(kept.Payload)));
    }

    [Fact]
    public async Task A_message_that_is_sent_again_is_the_same_press_and_a_new_one_is_counted()
    {
        var button = $"call-{house.Bed()}";
        await using var wall = await house.Host.WallAsync();
        await using var client = await house.Host.MqttAsync(button);
        var ts = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
        foreach (var at in (long[])[ts, ts, ts + 1]) await client.PublishAsync($"smartcare/{button}", $$"""{"action":"single","ts":{{at}}}""");
        Assert.Equal([1, 2], (await wall.AlertsAsync(2)).Select(a => a.Alert.GetProperty("occurrences").GetInt32()));
    }
}
