using SmartCare.Mqtt.Sessions;
using SmartCare.Mqtt.Tests.Sessions;
using SmartCare.Mqtt.Tests.Support;
using SmartCare.Testing;

namespace SmartCare.Mqtt.Tests.Server;

/// <summary>[MQTT-3.1.3-9] A will that waits for its delay is news that a restart of the house must not swallow.</summary>
public sealed class WillRestartTests
{
    private const int DelayS = 10, KeptS = 100;
    private readonly ManualTime _time = new();
    private readonly MemoryStore _store = new();

    private Task<MqttHost> StartAsync(HouseAuthenticator house, ISessionStore? store = null) => MqttHost.StartAsync(house, store: store ?? _store, time: _time);

    private static HouseAuthenticator House() => new() { Name = request => request.UserName };

    private static MqttNetClient Device(MqttHost host) => host.Client("c", with: o => o with
    {
        UserName = "d", CleanStart = false, SessionExpiryS = KeptS, Will = new MqttWill("d/availability", "offline"u8.ToArray(), 1, true, DelayS),
    });

    /// <summary>A device breaks off, and two seconds later the house is stopped, or killed.</summary>
    private async Task<MemoryStore> BreakOffAsync(bool isKilled = false)
    {
        var house = House();
        await using var host = await StartAsync(house);
        await using var device = Device(host);
        await device.ConnectAsync().WaitAsync(Patience.Max);
        device.Abort();
        Assert.True(await house.Gone.WaitAsync(Patience.Max));
        host.Advance(2);
        if (isKilled) host.Broker.Dispose(); // what the heartbeat brings to the disk within a second
        var killed = _store.Copy();
        await host.StopAsync();
        Assert.Empty(house.Publishes);
        return isKilled ? killed : _store;
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task It_is_published_when_it_is_due_judged_as_its_device_and_then_gone_from_the_store(bool isKilled)
    {
        var store = await BreakOffAsync(isKilled);
        Assert.Contains(StateCodec.WillKey("d\u0001c"), store.Keys);
        var house = House();
        await using (var host = await StartAsync(house, store))
        {
            host.Advance(DelayS - 3);
            Assert.Empty(house.Publishes);
            host.Advance(1);
            var will = (await house.WaitAsync(1)).Single();
            Assert.Equal(("d/availability", "offline", (byte)1, true, true, "d"), (will.Topic, will.Payload, will.Qos, will.Retain, will.IsWill, will.From));
            await using var late = await host.ConnectAsync("late");
            await late.SubscribeAsync("d/availability");
            Assert.True((await late.Messages.ReadAsync().AsTask().WaitAsync(Patience.Max)).Retain);
            host.Broker.Dispose();
            Assert.DoesNotContain(StateCodec.WillKey("d\u0001c"), store.Keys);
        }
        var after = House();
        await using var again = await StartAsync(after, store);
        again.Advance(KeptS + 1);
        Assert.Empty(after.Publishes);
    }

    [Theory]
    [InlineData(DelayS)] // overdue
    [InlineData(KeptS)] // and its session has ended meanwhile
    public async Task One_that_fell_due_while_the_house_was_down_is_published_at_once(int downS)
    {
        await BreakOffAsync();
        _time.Advance(TimeSpan.FromSeconds(downS));
        var house = House();
        await using var host = await StartAsync(house);
        host.Advance(1);
        Assert.Single(await house.WaitAsync(1));
        host.Advance(KeptS + 1);
        Assert.Single(house.Publishes);
        host.Broker.Dispose();
        Assert.DoesNotContain(_store.Keys, k => k.Kind is StateKind.Will);
    }

    [Fact]
    public async Task A_device_that_comes_back_in_time_after_the_restart_prevents_it()
    {
        await BreakOffAsync();
        var house = House();
        await using var host = await StartAsync(house);
        await using var device = Device(host);
        Assert.True((await device.ConnectAsync().WaitAsync(Patience.Max)).SessionPresent);
        host.Advance(DelayS + 1);
        Assert.Empty(house.Publishes);
        host.Broker.Dispose();
        Assert.DoesNotContain(StateCodec.WillKey("d\u0001c"), _store.Keys);
    }

    [Fact]
    public async Task A_device_that_starts_anew_after_the_restart_has_ended_its_session_and_so_its_wills_delay()
    {
        await BreakOffAsync();
        var house = House();
        await using var host = await StartAsync(house);
        await using var device = await host.ConnectAsync("c", with: o => o with { UserName = "d" });
        Assert.Single(await house.WaitAsync(1));
        host.Broker.Dispose();
        Assert.DoesNotContain(_store.Keys, k => k.Kind is StateKind.Will);
    }

    [Fact]
    public async Task The_will_of_a_device_that_the_house_no_longer_knows_is_dropped_and_counted()
    {
        await BreakOffAsync();
        await using var host = await StartAsync(new HouseAuthenticator { Knows = name => name != "d" });
        host.Advance(DelayS);
        Assert.Equal((1, 0), (host.Broker.Counters.PublishesRefused, host.Broker.Counters.Retained));
    }
}
