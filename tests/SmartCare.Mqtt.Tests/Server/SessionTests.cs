using System.Text;
using SmartCare.Mqtt.Server;
using SmartCare.Mqtt.Tests.Support;
using SmartCare.Testing;

namespace SmartCare.Mqtt.Tests.Server;

/// <summary>What outlives a connection.</summary>
public sealed class SessionTests
{
    private const string Kept5 = "10 13 0004 4D515454 05 00 003C 05 11 00000064 0001 72";
    private const string Kept4 = "10 0D 0004 4D515454 04 00 003C 0001 72";

    [Theory]
    [InlineData(4)]
    [InlineData(5)]
    public async Task A_kept_session_keeps_subscriptions_and_what_came_meanwhile(byte level)
    {
        var house = new HouseAuthenticator();
        await using var host = await MqttHost.StartAsync(house);
        MqttNetClient Reader() => host.Client("reader", level, o => o with { CleanStart = false, SessionExpiryS = 100 });
        await using (var reader = Reader())
        {
            Assert.False((await reader.ConnectAsync()).SessionPresent);
            await reader.SubscribeAsync("a/#", 2);
            await reader.DisconnectAsync();
        }
        Assert.True(await house.Gone.WaitAsync(Patience.Max));
        await using var writer = await host.ConnectAsync("writer");
        for (byte qos = 0; qos < 3; qos++) await writer.PublishAsync("a/b", $"{qos}", qos);
        await using var again = Reader();
        Assert.True((await again.ConnectAsync()).SessionPresent);
        foreach (var expected in (string[])["1", "2"])
            Assert.Equal(expected, Encoding.UTF8.GetString((await again.Messages.ReadAsync().AsTask().WaitAsync(Patience.Max)).Payload));
    }

    [Fact]
    public async Task A_clean_start_and_an_expired_session_begin_anew()
    {
        var house = new HouseAuthenticator();
        await using var host = await MqttHost.StartAsync(house);
        async Task<bool> PresentAsync(bool clean, uint expiryS)
        {
            await using var client = host.Client("c", with: o => o with { CleanStart = clean, SessionExpiryS = expiryS });
            var connected = await client.ConnectAsync();
            await client.DisconnectAsync();
            Assert.True(await house.Gone.WaitAsync(Patience.Max));
            return connected.SessionPresent;
        }
        Assert.False(await PresentAsync(false, 10));
        Assert.True(await PresentAsync(false, 10));
        host.Advance(9);
        Assert.True(await PresentAsync(false, 10));
        host.Advance(11);
        Assert.False(await PresentAsync(false, 10));
        Assert.False(await PresentAsync(true, 10));
        Assert.True(await PresentAsync(false, 0));
        Assert.False(await PresentAsync(false, 0));
        host.Advance(1);
        Assert.Equal(0, host.Broker.Counters.Sessions);
    }

    [Theory]
    [InlineData(Kept4, "82 06 0001 0001 61 02", "9003000102", "3206000161000168", "3A06000161000168", "3406000161000268",
        "3C06000161000268")]
    [InlineData(Kept5, "82 07 0001 00 0001 61 02", "900400010002", "320700016100010068", "3A0700016100010068", "340700016100020068",
        "3C0700016100020068")]
    public async Task What_was_not_acknowledged_comes_again_with_dup_and_its_old_id(
        string connect, string subscribe, string suback, string one, string oneAgain, string two, string twoAgain)
    {
        await using var host = await MqttHost.StartAsync();
        using (var raw = await host.RawAsync())
        {
            await raw.EnterAsync(connect);
            await raw.SendAsync(subscribe);
            Assert.Equal(suback, await raw.ReadAsync());
            host.Broker.Publish("a", "h"u8.ToArray(), 1, false);
            host.Broker.Publish("a", "h"u8.ToArray(), 2, false);
            Assert.Equal(one, await raw.ReadAsync());
            Assert.Equal(two, await raw.ReadAsync());
        }
        using (var raw = await host.RawAsync())
        {
            await raw.EnterAsync(connect);
            Assert.Equal(oneAgain, await raw.ReadAsync());
            Assert.Equal(twoAgain, await raw.ReadAsync());
            await raw.SendAsync("40 02 0001");
            await raw.SendAsync("50 02 0002");
            Assert.Equal("62020002", await raw.ReadAsync());
        }
        using (var raw = await host.RawAsync())
        {
            await raw.EnterAsync(connect);
            Assert.Equal("62020002", await raw.ReadAsync()); // [MQTT-4.4.0-1] PUBREL again, and only that
            await raw.SendAsync("70 02 0002");
            await raw.SendAsync("C0 00");
            Assert.Equal("D000", await raw.ReadAsync());
        }
    }

    [Fact]
    public async Task No_more_than_the_clients_receive_maximum_is_under_way()
    {
        await using var host = await MqttHost.StartAsync();
        using var raw = await host.RawAsync();
        await raw.EnterAsync("10 11 0004 4D515454 05 02 003C 03 21 0001 0001 72");
        await raw.SendAsync("82 07 0001 00 0001 61 01");
        await raw.ReadAsync();
        for (var i = 0; i < 2; i++) host.Broker.Publish("a", "h"u8.ToArray(), 1, false);
        Assert.Equal("320700016100010068", await raw.ReadAsync());
        await raw.SendAsync("C0 00");
        Assert.Equal("D000", await raw.ReadAsync());
        await raw.SendAsync("40 02 0001");
        Assert.Equal("320700016100020068", await raw.ReadAsync());
    }

    [Fact]
    public async Task A_message_that_expires_while_it_waits_is_not_delivered()
    {
        var house = new HouseAuthenticator();
        await using var host = await MqttHost.StartAsync(house);
        using (var reader = await host.RawAsync())
        {
            await reader.EnterAsync(Kept5);
            await reader.SendAsync("82 07 0001 00 0001 61 01");
            await reader.ReadAsync();
        }
        Assert.True(await house.Gone.WaitAsync(Patience.Max));
        using var writer = await host.RawAsync();
        await writer.EnterAsync("10 0E 0004 4D515454 05 02 003C 00 0001 77");
        foreach (var expiry in (string[])["00000005", "0000000A"])
        {
            await writer.SendAsync($"32 0C 0001 61 0001 05 02 {expiry} 68");
            Assert.Equal("40020001", await writer.ReadAsync());
        }
        host.Advance(6);
        using var again = await host.RawAsync();
        await again.EnterAsync(Kept5);
        Assert.Equal("320C000161000105020000000468", await again.ReadAsync()); // the second, with 4 s left
    }

    [Fact]
    public async Task A_client_that_is_away_holds_a_bounded_number_and_the_rest_is_counted()
    {
        var house = new HouseAuthenticator();
        await using var host = await MqttHost.StartAsync(house);
        await using (var reader = await host.ConnectAsync("reader", with: o => o with { SessionExpiryS = 100 }))
        {
            await reader.SubscribeAsync("a");
            await reader.DisconnectAsync();
        }
        Assert.True(await house.Gone.WaitAsync(Patience.Max));
        for (var i = 0; i < Limits.QueueMessagesMax + 5; i++) host.Broker.Publish("a", "h"u8.ToArray(), 1, false);
        Assert.Equal(5, host.Broker.Counters.DroppedByQueue);
    }

    [Fact]
    public async Task A_reader_that_takes_nothing_holds_a_bounded_number_and_is_cut()
    {
        await using var pipe = new PipeClient(new OpenAuthenticator());
        await pipe.SendAsync(RawClient.Connect4 + "82 06 0001 0001 61 00");
        Assert.Equal("20020000" + "9003000100", await pipe.ReadAsync(9));
        for (var i = 0; i < 20; i++) pipe.Broker.Publish("a", new byte[200_000], 0, false);
        // One on its way, what fits the outbox, what fits the queue; the rest is counted.
        Assert.InRange(pipe.Broker.Counters.DroppedByQueue, 10, 18);
        // Another thread carries: until it has begun nobody is slow.
        await pipe.ArrivedAsync();
        pipe.Advance(40);
        Assert.Equal(1, pipe.Broker.Counters.TimedOut);
        await pipe.Ended.WaitAsync(Patience.Max);
    }

    [Theory]
    [InlineData(4, false)]
    [InlineData(5, false)]
    [InlineData(5, true)]
    public async Task A_will_is_published_when_the_connection_breaks_or_is_asked_for(byte level, bool byDisconnect)
    {
        var house = new HouseAuthenticator();
        await using var host = await MqttHost.StartAsync(house);
        await using var watcher = await host.ConnectAsync("watcher");
        await watcher.SubscribeAsync("+/availability");
        var offline = new MqttWill("d/availability", "offline"u8.ToArray(), 1, true);
        await using var device = await host.ConnectAsync("d", level, o => o with { Will = offline });
        if (byDisconnect) await device.DisconnectAsync(withWill: true);
        else device.Abort();
        var will = await watcher.Messages.ReadAsync().AsTask().WaitAsync(Patience.Max);
        Assert.Equal(("d/availability", "offline", false), (will.Topic, Encoding.UTF8.GetString(will.Payload), will.Retain));
        Assert.True(house.Publishes.Single().IsWill);
        await using var late = await host.ConnectAsync("late");
        await late.SubscribeAsync("d/availability");
        Assert.True((await late.Messages.ReadAsync().AsTask().WaitAsync(Patience.Max)).Retain);
    }

    [Fact]
    public async Task A_normal_disconnect_forgets_the_will()
    {
        var house = new HouseAuthenticator();
        await using var host = await MqttHost.StartAsync(house);
        await using var device = await host.ConnectAsync("d", with: o => o with { Will = new MqttWill("w", "x"u8.ToArray()) });
        await device.DisconnectAsync();
        Assert.True(await house.Gone.WaitAsync(Patience.Max));
        Assert.Empty(house.Publishes);
    }

    [Fact]
    public async Task A_delayed_will_waits_and_a_client_that_comes_back_in_time_prevents_it()
    {
        var house = new HouseAuthenticator();
        await using var host = await MqttHost.StartAsync(house);
        MqttNetClient Device() => host.Client("d", with: o => o with
        {
            CleanStart = false, SessionExpiryS = 100, Will = new MqttWill("w", "x"u8.ToArray(), DelayS: 10),
        });
        await using (var first = Device())
        {
            await first.ConnectAsync();
            first.Abort();
            Assert.True(await house.Gone.WaitAsync(Patience.Max));
        }
        host.Advance(9);
        await using (var second = Device())
        {
            await second.ConnectAsync();
            host.Advance(5);
            Assert.Empty(house.Publishes);
            second.Abort();
            Assert.True(await house.Gone.WaitAsync(Patience.Max));
        }
        host.Advance(9);
        Assert.Empty(house.Publishes);
        host.Advance(2);
        Assert.True((await house.WaitAsync(1)).Single().IsWill);
    }

    [Fact]
    public async Task The_old_connections_will_is_published_before_the_new_one_is_welcome()
    {
        var house = new HouseAuthenticator();
        await using var host = await MqttHost.StartAsync(house);
        for (var i = 0; i < 20; i++)
        {
            var device = await host.ConnectAsync("d", with: o => o with { Will = new MqttWill("d/availability", "offline"u8.ToArray()) });
            await device.PublishAsync("d/availability", "online");
        }
        var order = house.Publishes.Select(p => p.Payload).ToArray();
        for (var i = 0; i < order.Length; i++) Assert.Equal(i % 2 == 0 ? "online" : "offline", order[i]);
    }
}
