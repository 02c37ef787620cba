using System.Net;
using Microsoft.Extensions.DependencyInjection;
using SmartCare.Mqtt.Packets;
using SmartCare.Mqtt.Server;
using SmartCare.Server.Intake;
using SmartCare.Server.Tests.Support;
using SmartCare.Testing;

namespace SmartCare.Server.Tests.Mqtt;

/// <summary>A gateway has its prefix: the devices it serves, and zigbee2mqtt's topics. It hears no alert.</summary>
[Collection(InTheHouse.Name)]
public sealed class GatewayTests(House house)
{
    private const string Refused = "smartcare_mqtt_subscribes_refused_total";

    [Theory]
    [InlineData("smartcare/call-102-1/set")]
    [InlineData("smartcare/+/set")]
    [InlineData("smartcare/call-102-1")]
    [InlineData("smartcare/call-102-1/availability")]
    [InlineData("zigbee2mqtt/#")]
    [InlineData("zigbee2mqtt/+/availability")]
    [InlineData("$share/gateways/smartcare/+/set")]
    public async Task It_may_listen_to_what_concerns_its_devices(string filter)
    {
        await using var gateway = await house.Host.MqttAsync("gateway");
        Assert.Equal(1, await gateway.SubscribeAsync(filter));
    }

    [Theory]
    [InlineData("smartcare/alerts/#")]
    [InlineData("smartcare/alerts/sunshine/help")]
    [InlineData("smartcare/alerts")]
    [InlineData("smartcare/alerts/+/set")]
    [InlineData("#")]
    [InlineData("+/#")]
    [InlineData("+/+/+/+")]
    [InlineData("+/call-102-1/set")]
    [InlineData("smartcare/#")]
    [InlineData("smartcare/+")]
    [InlineData("smartcare/+/#")]
    [InlineData("smartcare/+/+/+")]
    [InlineData("smartcare/call-102-1/#")]
    [InlineData("somewhere/else")]
    [InlineData("$share/gateways/smartcare/alerts/#")]
    [InlineData("$share/gateways/#")]
    public async Task It_hears_no_alert_whatever_filter_it_thinks_of_and_each_try_is_counted(string filter)
    {
        var before = await house.Host.MetricAsync(Refused);
        await using var gateway = await house.Host.MqttAsync("gateway");
        Assert.Equal(MqttReason.NotAuthorized, (await Assert.ThrowsAsync<MqttNetException>(() => gateway.SubscribeAsync(filter))).Reason);
        await using var old = await house.Host.MqttAsync("gateway", level: 4);
        Assert.Equal(0x80, (byte)(await Assert.ThrowsAsync<MqttNetException>(() => old.SubscribeAsync(filter))).Reason);
        Assert.Equal(before + 2, await house.Host.MetricAsync(Refused));
    }

    [Fact]
    public async Task One_that_is_registered_serves_the_devices_of_its_own_site_only()
    {
        var room = house.Room();
        var admin = await house.Host.PersonAsync("admin");
        var record = new { placeId = room, model = "gateway", name = "Gateway", password = "a secret" };
        (await admin.PutAsync($"/api/devices/hub-{room}", record)).Is(HttpStatusCode.OK);
        await using var hub = await house.Host.MqttAsync($"hub-{room}", with: o => o with { Password = "a secret" });

        foreach (var topic in (string[])[$"smartcare/smoke-{room}", $"zigbee2mqtt/smoke-{room}", $"smartcare/hub-{room}"])
            Assert.Equal(MqttReason.Success, await hub.PublishAsync(topic, """{"battery":80}"""));
        foreach (var filter in (string[])[$"smartcare/smoke-{room}", $"smartcare/smoke-{room}/set", $"smartcare/hub-{room}/#"])
            Assert.Equal(1, await hub.SubscribeAsync(filter));

        await RefusedAsync(MqttReason.NotAuthorized, () => hub.PublishAsync("smartcare/smoke-h001", """{"smoke":true}"""));
        await RefusedAsync(MqttReason.NotAuthorized, () => hub.PublishAsync("zigbee2mqtt/smoke-h001/availability", "offline"));
        await RefusedAsync(MqttReason.TopicNameInvalid, () => hub.PublishAsync("smartcare/nobody", """{"smoke":true}"""));
        await RefusedAsync(MqttReason.NotAuthorized, () => hub.SubscribeAsync("smartcare/smoke-h001"));
        await RefusedAsync(MqttReason.NotAuthorized, () => hub.SubscribeAsync("smartcare/smoke-h001/set"));
        await RefusedAsync(MqttReason.NotAuthorized, () => hub.SubscribeAsync("smartcare/alerts/sunshine/#"));
    }

    [Theory]
    [InlineData("smartcare/a", "Reading", "a")]
    [InlineData("smartcare/a/availability", "Availability", "a")]
    [InlineData("smartcare/a/set", "Foreign", "")]
    [InlineData("smartcare/", "Foreign", "")]
    [InlineData("smartcare/alerts/sunshine/fire", "Foreign", "")]
    [InlineData("zigbee2mqtt/a", "Reading", "a")]
    [InlineData("zigbee2mqtt/a/smoke", "Part", "a")]
    [InlineData("zigbee2mqtt/a/b/c", "Reading", "a/b/c")]
    [InlineData("zigbee2mqtt/a/b/c/availability", "Availability", "a/b/c")]
    [InlineData("zigbee2mqtt//a", "Foreign", "")]
    [InlineData("homeassistant/binary_sensor/a/config", "Aside", "")]
    [InlineData("smartcare/alerts/status/smoke:0", "Foreign", "")]
    [InlineData("smartcare/a/status/smoke:0", "Part", "a")]
    [InlineData("smartcare/a/online", "Availability", "a")]
    [InlineData("a/status/smoke:0", "Part", "a")]
    [InlineData("a/events/rpc", "Part", "a")]
    [InlineData("a/online", "Availability", "a")]
    [InlineData("a/rpc", "Foreign", "")]
    [InlineData("shellies/a/sensor/smoke", "Part", "a")]
    [InlineData("shellies/a/online", "Availability", "a")]
    [InlineData("shellies/a/command", "Foreign", "")]
    [InlineData("shellies/announce", "Foreign", "")]
    [InlineData("tele/a/SENSOR", "Part", "a")]
    [InlineData("tele/a/LWT", "Availability", "a")]
    [InlineData("stat/a/RESULT", "Part", "a")]
    [InlineData("cmnd/a/POWER", "Foreign", "")]
    [InlineData("zigbee2mqtt/a/availability", "Availability", "a")]
    [InlineData("zigbee2mqtt/a/b/availability", "Availability", "a/b")]
    [InlineData("zigbee2mqtt/a/set", "Aside", "")]
    [InlineData("zigbee2mqtt/a/set/state", "Aside", "")]
    [InlineData("zigbee2mqtt/a/b/get", "Aside", "")]
    [InlineData("zigbee2mqtt/bridge/devices", "Aside", "")]
    [InlineData("zigbee2mqtt/", "Foreign", "")]
    [InlineData("zigbee2mqtt", "Foreign", "")]
    public void A_topic_is_about(string topic, string kind, string device) =>
        Assert.Equal((kind, device), (TopicRoute.Of(topic).Kind.ToString(), TopicRoute.Of(topic).Device));

    [Fact]
    public async Task Connections_of_one_device_or_of_one_registered_gateway_share_a_rate_and_those_of_the_demos_gateway_do_not()
    {
        var room = house.Room();
        var admin = await house.Host.PersonAsync("admin");
        var record = new { placeId = room, model = "gateway", name = "Gateway", password = "demo-hub" };
        (await admin.PutAsync($"/api/devices/hub-{room}", record)).Is(HttpStatusCode.OK);
        foreach (var (user, password, rated) in (IEnumerable<(string, string, string?)>)
            [($"call-{room}-1", "demo", $"call-{room}-1"), ($"hub-{room}", "demo-hub", $"hub-{room}"), ("gateway", "demo", null)])
        {
            var request = new MqttConnectRequest { ClientId = "c", UserName = user, Password = System.Text.Encoding.UTF8.GetBytes(password), ProtocolLevel = 5 };
            var admission = await house.Host.Services.GetRequiredService<IMqttAuthenticator>().AdmitAsync(request, CancellationToken.None);
            Assert.Equal(rated, admission.ClientSession!.RatedAs);
        }
    }

    [Theory]
    [InlineData("call-102-1", true)]
    [InlineData("gateway", true)]
    [InlineData("nobody", false)]
    [InlineData("duty", false)]
    [InlineData(null, false)]
    public void Who_left_a_will_before_a_restart_is_recalled_while_still_registered(string? name, bool isKnown) =>
        Assert.Equal(isKnown ? name : null, house.Host.Services.GetRequiredService<IMqttAuthenticator>().Recall(name)?.Name);

    private static async Task RefusedAsync(MqttReason reason, Func<Task> what) =>
        Assert.Equal(reason, (await Assert.ThrowsAsync<MqttNetException>(what)).Reason);
}
