using System.Net;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using SmartCare.Mqtt.Packets;
using SmartCare.Mqtt.Server;
using SmartCare.Server.Accounts;
using SmartCare.Server.Tests.Support;
using SmartCare.Testing;

namespace SmartCare.Server.Tests.Mqtt;

/// <summary>Unchanged zigbee2mqtt installations, all with the same base topic: none hears or commands another, at another site or at its own. And a
/// device's session ends with its password.</summary>
public sealed class OwnSpaceTests(House house) : IClassFixture<House>, IAsyncLifetime
{
    private const string HubsPassword = "a hub's own";

    private readonly TestHost _host = house.Host;

    private AccountStore Accounts => _host.Services.GetRequiredService<AccountStore>();

    public async Task InitializeAsync()
    {
        await RegisterAsync("hub-sunny", "101");
        await RegisterAsync("hub-sunny-2", "201");
        await RegisterAsync("hub-river", "h001");
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [Theory]
    [InlineData("zigbee2mqtt/#")]
    [InlineData("zigbee2mqtt/bridge/#")]
    [InlineData("zigbee2mqtt/+/+/+/+")]
    [InlineData("zigbee2mqtt/bridge/request/device/remove")]
    [InlineData("$share/any/zigbee2mqtt/#")]
    public async Task Gateways_of_any_site_hear_only_what_is_said_under_their_own_name(string filter)
    {
        string[] others = ["hub-river", "hub-sunny-2", "gateway"];
        await using var frontend = await EnterAsync("hub-sunny");
        await frontend.SubscribeAsync(filter);
        var deaf = new List<MqttNetClient>();
        foreach (var name in others)
        {
            deaf.Add(await EnterAsync(name));
            await deaf[^1].SubscribeAsync(filter);
        }

        await using var hub = await EnterAsync("hub-sunny");
        await hub.PublishAsync("zigbee2mqtt/bridge/request/device/remove", "sunny", retain: true);
        Assert.Equal("zigbee2mqtt/bridge/request/device/remove sunny", await NextAsync(frontend));
        foreach (var (client, name) in deaf.Zip(others))
        {
            // Theirs comes, and nothing came before it; nor is there anything retained for them.
            await client.PublishAsync("zigbee2mqtt/bridge/request/device/remove", name);
            Assert.Equal($"zigbee2mqtt/bridge/request/device/remove {name}", await NextAsync(client));
            await client.DisconnectAsync();
            await using var late = await EnterAsync(name);
            await late.SubscribeAsync(filter);
            await late.PublishAsync("zigbee2mqtt/bridge/request/device/remove", "late");
            Assert.Equal("zigbee2mqtt/bridge/request/device/remove late", await NextAsync(late));
            await client.DisposeAsync();
        }

        await hub.PublishAsync("zigbee2mqtt/bridge/request/device/remove", "", retain: true);
    }

    [Fact]
    public async Task A_will_is_heard_by_its_own_alone()
    {
        await using var own = await EnterAsync("hub-sunny");
        await using var other = await EnterAsync("hub-river");
        foreach (var client in (MqttNetClient[])[own, other]) await client.SubscribeAsync("zigbee2mqtt/bridge/state");
        await using var hub = await EnterAsync("hub-sunny", o => o with { Will = new MqttWill("zigbee2mqtt/bridge/state", "offline"u8.ToArray(), 1, true) });
        hub.Abort();
        Assert.Equal("zigbee2mqtt/bridge/state offline", await NextAsync(own));
        await other.PublishAsync("zigbee2mqtt/bridge/state", "online");
        Assert.Equal("zigbee2mqtt/bridge/state online", await NextAsync(other));
    }

    [Fact]
    public async Task A_press_that_it_passes_on_is_an_alert_as_ever()
    {
        await using var wall = await _host.WallAsync();
        await using var hub = await EnterAsync("hub-river");
        await hub.PublishAsync("zigbee2mqtt/call-h003", """{"action":"emergency"}""");
        Assert.Equal("call-h003", (await wall.AlertAsync(a => a.Kind == "help")).Alert.GetProperty("device").GetProperty("id").GetString());
    }

    [Fact]
    public async Task What_is_said_to_the_devices_of_a_site_is_heard_by_its_gateways_alone()
    {
        await using var sunny = await EnterAsync("hub-sunny");
        await using var river = await EnterAsync("hub-river");
        await using var all = await EnterAsync("gateway");
        foreach (var client in (MqttNetClient[])[sunny, river, all]) await client.SubscribeAsync("smartcare/+/set");
        var broker = _host.Services.GetRequiredService<MqttBroker>();
        foreach (var device in (string[])["smoke-102", "smoke-h002"]) broker.Publish($"smartcare/{device}/set", "{}"u8.ToArray(), 1, retain: false);
        Assert.Equal("smartcare/smoke-102/set {}", await NextAsync(sunny));
        Assert.Equal("smartcare/smoke-h002/set {}", await NextAsync(river));
        Assert.Equal("smartcare/smoke-102/set {}", await NextAsync(all));
        Assert.Equal("smartcare/smoke-h002/set {}", await NextAsync(all));
        Assert.Equal((0, 0), (sunny.Messages.Count, river.Messages.Count));
    }

    [Theory]
    [InlineData("$hub-sunny\u0001zigbee2mqtt/#")]
    [InlineData("$hub-sunny\u0001zigbee2mqtt/bridge/state")]
    public async Task The_way_in_which_the_broker_keeps_another_apart_opens_nothing(string filter)
    {
        await using var river = await EnterAsync("hub-river");
        Assert.Equal(MqttReason.NotAuthorized, (await Assert.ThrowsAsync<MqttNetException>(() => river.SubscribeAsync(filter))).Reason);
        if (filter.Contains('#', StringComparison.Ordinal)) return;
        Assert.Equal(MqttReason.NotAuthorized, (await Assert.ThrowsAsync<MqttNetException>(() => river.PublishAsync(filter, "x"))).Reason);
    }

    [Theory]
    [InlineData(5)]
    [InlineData(4)]
    public async Task A_devices_new_password_ends_what_the_old_one_has_let_in(byte level)
    {
        var name = $"smoke-10{level}";
        await using var device = await _host.MqttAsync(name, level);
        await using var other = await _host.MqttAsync("smoke-106", level);
        await SetPasswordAsync(name, "a password of its own");
        await device.Closed.WaitAsync(HubClient.Patience);
        if (level == 5) Assert.Equal(MqttReason.AdministrativeAction, device.CloseReason!.Reason);
        await Assert.ThrowsAsync<MqttNetException>(() => _host.MqttAsync(name, level));
        await using var again = await _host.MqttAsync(name, level, o => o with { Password = "a password of its own" });
        // Written once more as it is: nothing has changed.
        await SetPasswordAsync(name, "a password of its own");
        await again.PublishAsync($"smartcare/{name}", """{"battery":80}""");
        await other.PublishAsync("smartcare/smoke-106", """{"battery":80}""");
    }

    [Fact]
    public async Task A_device_that_has_no_password_any_more_is_gone_with_its_session()
    {
        await using var device = await _host.MqttAsync("smoke-107");
        Accounts.RemoveDevicePassword("smoke-107");
        await device.Closed.WaitAsync(HubClient.Patience);
        await Assert.ThrowsAsync<MqttNetException>(() => _host.MqttAsync("smoke-107"));
    }

    private async Task<MqttNetClient> EnterAsync(string name, Func<MqttNetOptions, MqttNetOptions>? with = null) => await _host.MqttAsync(
        name, with: o => (with?.Invoke(o) ?? o) with { Password = name.StartsWith("hub-", StringComparison.Ordinal) ? HubsPassword : o.Password });

    private async Task RegisterAsync(string name, string place) =>
        (await (await _host.PersonAsync("admin")).PutAsync($"/api/devices/{name}", new { placeId = place, model = "gateway", name, password = HubsPassword })).Is(HttpStatusCode.OK);

    private async Task SetPasswordAsync(string device, string password)
    {
        var admin = await _host.PersonAsync("admin");
        var record = (await admin.GetAsync($"/api/devices/{device}")).Body;
        string? Text(string field) => record.GetProperty(field).GetString();
        (await admin.PutAsync($"/api/devices/{device}", new { placeId = Text("placeId"), model = Text("model"), name = Text("name"), elderId = Text("elderId"), password }))
            .Is(HttpStatusCode.OK);
    }

    private static async Task<string> NextAsync(MqttNetClient client)
    {
        using var patience = new CancellationTokenSource(HubClient.Patience);
        var message = await client.Messages.ReadAsync(patience.Token);
        return $"{message.Topic} {Encoding.UTF8.GetString(message.Payload)}";
    }
}
