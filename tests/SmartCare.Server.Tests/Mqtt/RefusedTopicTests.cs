using Microsoft.Extensions.DependencyInjection;
using SmartCare.Server.Intake;
using SmartCare.Server.Tests.Support;
using SmartCare.Testing;

namespace SmartCare.Server.Tests.Mqtt;

/// <summary>A message to a topic that its sender may not write stands in the quarantine with who and where, in both versions of MQTT; the same again is one entry.</summary>
public sealed class RefusedTopicTests(House house) : IClassFixture<House>
{
    private Quarantine Quarantine => house.Host.Services.GetRequiredService<Quarantine>();

    [Theory]
    [InlineData("call-102-1", "smartcare/call-103-1", 4), InlineData("call-102-1", "smartcare/call-103-1", 5), InlineData("call-104-1", "zigbee2mqtt/call-105-1", 4), InlineData("call-104-1", "home/kitchen/button", 4)]
    [InlineData("smoke-105", "smartcare/smoke-105/set", 5), InlineData("smoke-105", "shellies/smoke-106/sensor/smoke", 4), InlineData("smoke-105", "tele/smoke-106/SENSOR", 5), InlineData("smoke-105", "smoke-106/status/smoke:0", 4)]
    [InlineData("gateway", "smartcare/alerts/sunshine/fire", 4), InlineData("gateway", "frigate/events", 5), InlineData("duty", "smartcare/call-102-1", 4), InlineData("duty", "smartcare/alerts/sunshine/help", 5)]
    public async Task It_is_named(string user, string topic, byte level)
    {
        await using var client = await house.Host.MqttAsync(user, level, o => o with { Password = user == "duty" ? "duty" : "demo" });
        for (var i = 0; i < 3; i++) await SayAsync(client, topic, $$"""{"smoke":true,"n":{{i}}}""");
        var entry = Assert.Single(Quarantine.Newest(1_000), q => q.From == user && q.Topic == topic && q.Times >= 3);
        Assert.Equal(("the sender may not write this topic", """{"smoke":true,"n":2}"""), (entry.Reason, entry.Payload));
        Assert.False(client.Closed.IsCompleted);
    }

    [Fact]
    public async Task Who_invents_topics_has_its_own_places_and_no_others()
    {
        await using (var other = await house.Host.MqttAsync("call-108-1", 4)) await SayAsync(other, "smartcare/call-109-1", "x");
        await using var client = await house.Host.MqttAsync("call-107-1", 4);
        for (var i = 0; i < 1_100; i++) await client.PublishAsync($"made/up/{i}", "x", i == 1_099 ? (byte)1 : (byte)0).WaitAsync(HubClient.Patience);
        Assert.Equal(200, Quarantine.Newest(1_000).Count(q => q.From == "call-107-1"));
        Assert.Equal("made/up/1099", Quarantine.Newest(1)[0].Topic);
        Assert.Contains(Quarantine.Newest(1_000), q => q.From == "call-108-1");
    }

    [Theory]
    [InlineData("smoke-110", "smoke-110/status/smoke:0", """{"id":0,"alarm":true}"""), InlineData("smoke-111", "smartcare/smoke-111/status/smoke:0", """{"id":0,"alarm":true}"""), InlineData("smoke-112", "shellies/smoke-112/sensor/smoke", "true")]
    [InlineData("smoke-113", "tele/smoke-113/SENSOR", """{"Time":"2026-03-02T09:00:00","Switch1":"ON"}"""), InlineData("gateway", "zigbee2mqtt/smoke-114/smoke", "true"), InlineData("gateway", "shellies/smoke-115/sensor/smoke", "true")]
    public async Task What_a_device_or_its_gateway_says_on_its_platforms_topics_rings(string user, string topic, string payload)
    {
        await using var wall = await house.Host.WallAsync();
        await using var client = await house.Host.MqttAsync(user);
        await client.PublishAsync(topic, payload).WaitAsync(HubClient.Patience);
        Assert.Contains(topic.Split('/').Single(l => l.StartsWith("smoke-", StringComparison.Ordinal)), (await wall.AlertAsync(a => a.Kind == "fire")).Alert.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_press_that_zigbee2mqtt_says_whole_and_in_parts_is_one()
    {
        await using var wall = await house.Host.WallAsync();
        await using var gateway = await house.Host.MqttAsync("gateway");
        // In one go, as it says them: what is a part of a whole is one within two seconds.
        await Task.WhenAll(
            gateway.PublishAsync("zigbee2mqtt/call-118-1", """{"action":"single","battery":90}"""), gateway.PublishAsync("zigbee2mqtt/call-118-1/action", "single"),
            gateway.PublishAsync("zigbee2mqtt/call-118-1/battery", "90"), gateway.PublishAsync("zigbee2mqtt/call-118-1/action", "double"));
        var alerts = new List<int>();
        while (alerts is not [.., 2]) alerts.Add((await wall.AlertAsync(a => a.Kind == "help")).Alert.GetProperty("occurrences").GetInt32());
        Assert.Equal("1 2", string.Join(' ', alerts));
    }

    private static async Task SayAsync(MqttNetClient client, string topic, string payload)
    {
        try
        {
            await client.PublishAsync(topic, payload).WaitAsync(HubClient.Patience);
        }
        catch (MqttNetException refused) when (refused.Reason is SmartCare.Mqtt.Packets.MqttReason.NotAuthorized)
        {
            // As 5.0 says it.
        }
    }
}
