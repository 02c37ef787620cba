using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using SmartCare.Mqtt.Packets;
using SmartCare.Mqtt.Server;
using SmartCare.Server.Tests.Support;
using SmartCare.Testing;

namespace SmartCare.Server.Tests.Mqtt;

[Collection(InTheHouse.Name)]
public sealed class AlertTopicTests(House house)
{
    [Theory]
    [InlineData("smartcare/alerts/sunshine/#", 5)]
    [InlineData("smartcare/alerts/sunshine/help", 4)]
    [InlineData("smartcare/alerts/+/help", 5)]
    [InlineData("smartcare/alerts/#", 5)]
    public async Task Staff_hears_every_change_as_the_api_shows_it(string filter, byte level)
    {
        await using var listener = await house.Host.MqttAsync("duty", level, o => o with { Password = "duty" });
        Assert.Equal(1, await listener.SubscribeAsync(filter));
        var raised = await house.Host.PressAsync($"call-{house.Bed()}");
        var message = await NextAsync(listener);
        Assert.Equal(("smartcare/alerts/sunshine/help", (byte)1, false), (message.Topic, message.Qos, message.Retain));
        Assert.Equal(raised.ToString(), JsonDocument.Parse(message.Payload).RootElement.ToString());

        var duty = await house.Host.PersonAsync("duty");
        var acknowledged = await duty.PostAsync($"/api/alerts/{raised.GetProperty("id").GetString()}/acknowledge");
        Assert.Equal(acknowledged.Body.ToString(), JsonDocument.Parse((await NextAsync(listener)).Payload).RootElement.ToString());
    }

    [Fact]
    public async Task Alerts_are_not_retained()
    {
        await house.Host.PressAsync($"call-{house.Bed()}");
        await using var late = await house.Host.MqttAsync("duty", with: o => o with { Password = "duty" });
        await late.SubscribeAsync("smartcare/alerts/sunshine/#");
        var now = await house.Host.PressAsync($"call-{house.Bed()}");
        Assert.Equal(now.ToString(), JsonDocument.Parse((await NextAsync(late)).Payload).RootElement.ToString());
    }

    [Theory]
    [InlineData("call-102-1", "demo", "smartcare/alerts/sunshine/#")]
    [InlineData("call-102-1", "demo", "smartcare/#")]
    [InlineData("call-102-1", "demo", "#")]
    [InlineData("call-102-1", "demo", "smartcare/+")]
    [InlineData("call-102-1", "demo", "smartcare/call-103-1")]
    [InlineData("duty", "duty", "#")]
    [InlineData("duty", "duty", "smartcare/#")]
    [InlineData("duty", "duty", "smartcare/call-102-1")]
    [InlineData("duty", "duty", "smartcare/alerts/elsewhere/#")]
    [InlineData("duty", "duty", "$share/walls/smartcare/call-102-1")]
    [InlineData("family", "family", "smartcare/alerts/sunshine/#")]
    public async Task Who_may_not_listen_is_refused(string user, string password, string filter)
    {
        await using var client = await house.Host.MqttAsync(user, with: o => o with { Password = password });
        var refused = await Assert.ThrowsAsync<MqttNetException>(() => client.SubscribeAsync(filter));
        Assert.Equal(MqttReason.NotAuthorized, refused.Reason);
        await using var old = await house.Host.MqttAsync(user, level: 4, o => o with { Password = password });
        refused = await Assert.ThrowsAsync<MqttNetException>(() => old.SubscribeAsync(filter));
        Assert.Equal(0x80, (byte)refused.Reason);
    }

    [Theory]
    [InlineData("smartcare/call-102-1/set")]
    [InlineData("smartcare/call-102-1/#")]
    public async Task A_device_listens_to_what_is_said_to_it(string filter)
    {
        await using var device = await house.Host.MqttAsync("call-102-1");
        await device.SubscribeAsync(filter);
        house.Host.Services.GetRequiredService<MqttBroker>().Publish("smartcare/call-102-1/set", """{"test":true}"""u8.ToArray(), 1, retain: false);
        Assert.Equal("smartcare/call-102-1/set", (await NextAsync(device)).Topic);
    }

    private static async Task<MqttMessage> NextAsync(MqttNetClient client)
    {
        using var patience = new CancellationTokenSource(HubClient.Patience);
        return await client.Messages.ReadAsync(patience.Token);
    }
}
