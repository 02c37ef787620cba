using System.Text;
using Microsoft.Extensions.DependencyInjection;
using SmartCare.Domain.Decisions;
using SmartCare.Domain.Words;
using SmartCare.Grains.Core;
using SmartCare.Grains.Silo;
using SmartCare.Server.Tests.Support;
using SmartCare.Testing;

namespace SmartCare.Server.Tests.Mqtt;

/// <summary>A zigbee2mqtt 2.x of a whole house, unchanged, with its own traffic in its own order: at the start, at a join, and all day. Presses are heard
/// at every moment of it, and its death is noticed.</summary>
public sealed class Zigbee2MqttTests(GatewayHost home) : IClassFixture<GatewayHost>
{
    [Theory]
    [InlineData(120, 300_000, 21), InlineData(380, 1_100_000, 31)]
    public async Task Five_of_five_presses_are_heard_and_its_death_within_seventy_seconds(int devices, int bytes, int firstRoom)
    {
        var hub = await home.HubAsync();
        await using var wall = await home.Host.WallAsync();
        await using var frontend = await home.EnterAsync(hub);
        await frontend.SubscribeAsync("zigbee2mqtt/bridge/state");
        await using var z2m = await home.EnterAsync(hub, with: o => o with { Will = new MqttWill("zigbee2mqtt/bridge/state", """{"state":"offline"}"""u8.ToArray(), 1, true) });
        var traffic = new Zigbee2MqttTraffic(z2m, devices, bytes);
        string[] buttons = [.. Enumerable.Range(0, 5).Select(i => $"call-2{firstRoom % 20 + i:00}-1")];
        await traffic.StartAsync(() => traffic.PressAsync(buttons[0]), () => traffic.PressAsync(buttons[1]));
        await traffic.PressAsync(buttons[2]);
        await Task.WhenAll(traffic.JoinAsync(), traffic.PressAsync(buttons[3]));
        await traffic.DayAsync();
        await traffic.PressAsync(buttons[4]);

        var heard = new HashSet<string>();
        while (heard.Count < buttons.Length) heard.Add((await wall.AlertAsync(a => a.Kind == "help" && buttons.Any(b => GatewayHost.IsAbout(a, b)))).Alert.GetProperty("device").GetProperty("id").GetString()!);
        Assert.False(z2m.Closed.IsCompleted);
        Assert.Equal(2, home.News.Count(n => n.Gateway == hub && n.Topic == "zigbee2mqtt/bridge/devices" && n.Bytes >= bytes));
        Assert.Contains(home.News, n => n.Gateway == hub && n.Topic == "homeassistant/binary_sensor/0x1/smoke/config");
        // A frontend that comes later finds all of it.
        await frontend.SubscribeAsync("zigbee2mqtt/bridge/devices");
        Assert.InRange((await NextAsync(frontend, "zigbee2mqtt/bridge/devices")).Payload.Length, bytes, 2 * bytes);

        z2m.Abort();
        Assert.Equal("""{"state":"offline"}""", Encoding.UTF8.GetString((await NextAsync(frontend, "zigbee2mqtt/bridge/state", """{"state":"offline"}""")).Payload));
        // Its frontend may hear of it before its grain does: the seconds count from there.
        var silo = home.Host.Services.GetRequiredService<CareSilo>();
        await Until.TrueAsync(() => Task.FromResult(silo.Find(Subject.Of(DeviceId.Of(hub)))), grain => grain is GrainCore<DeviceState> { Now.WillDueAt: not null }, HubClient.Patience);
        home.Time.Advance(TimeSpan.FromSeconds(70));
        var lost = await wall.AlertAsync(a => a.Kind == "offline" && GatewayHost.IsAbout(a, hub));

        // Its devices fall silent after it, each in its time, and are inside its alert.
        home.Time.Advance(TimeSpan.FromMinutes(66));
        while (lost.Alert.GetProperty("gathered").GetInt32() < traffic.Names.Count)
        {
            var next = await wall.AlertAsync(a => a.Kind == "offline" && (GatewayHost.IsAbout(a, hub) || traffic.Names.Any(n => GatewayHost.IsAbout(a, n))));
            Assert.Equal(lost.Id, next.Id);
            lost = next;
        }
    }

    private static async Task<MqttMessage> NextAsync(MqttNetClient client, string topic, string? payload = null)
    {
        using var patience = new CancellationTokenSource(HubClient.Patience);
        while (true)
            if (await client.Messages.ReadAsync(patience.Token) is var message && message.Topic == topic && (payload is null || Encoding.UTF8.GetString(message.Payload) == payload))
                return message;
    }
}
