using System.Net;
using SmartCare.Mqtt.Packets;
using SmartCare.Mqtt.Server;
using SmartCare.Mqtt.Tests.Support;
using SmartCare.Testing;

namespace SmartCare.Mqtt.Tests.Server;

/// <summary>Each limit at its edge: the last that fits, and the first that does not.</summary>
public sealed class LimitTests
{
    private const string OtherId5 = "10 0E 0004 4D515454 05 02 003C 00 0001 73";
    private const string OtherId4 = "10 0D 0004 4D515454 04 02 003C 0001 73";

    public static TheoryData<string, MqttOptions, string, string> Full => new()
    {
        { "connections", new() { ConnectionsMax = 1 }, "20020003", "2003008900" },
        { "connections of an address", new() { ConnectionsPerAddressMax = 1 }, "20020003", "2003009700" },
        { "sessions", new() { SessionsMax = 1 }, "20020003", "2003009700" },
    };

    [Theory, MemberData(nameof(Full))]
    public async Task One_more_than_there_is_room_for_is_told_so(string what, MqttOptions options, string answer4, string answer5)
    {
        await using var host = await MqttHost.StartAsync(options: options);
        using var first = await host.RawAsync();
        Assert.Equal(MqttReason.Success, await first.EnterAsync(RawClient.Connect5));
        foreach (var (connect, answer) in (IEnumerable<(string, string)>)[(OtherId4, answer4), (OtherId5, answer5)])
        {
            // One after the other: what is refused has gone before the next comes, or its reason is the same.
            using var raw = await host.RawAsync();
            await raw.SendAsync(connect);
            Assert.True(answer == await raw.ReadAsync(), what);
            Assert.Equal("", await raw.ReadAsync());
        }
        Assert.Equal(2, host.Broker.Counters.Refused);
        await first.SendAsync("C0 00");
        Assert.Equal("D000", await first.ReadAsync());
    }

    [Fact]
    public void An_address_may_come_a_seconds_worth_at_once_then_at_its_rate_and_too_many_are_refused()
    {
        var addresses = new AddressTable(new MqttOptions { ConnectRateMax = 400 });
        var here = AddressKey.Of(new IPEndPoint(IPAddress.Loopback, 1));
        addresses.Opened(here);
        for (var i = 0; i < 400; i++) Assert.Equal(0, addresses.ConnectWaitMs(here, 0));
        Assert.Equal(2.5, addresses.ConnectWaitMs(here, 0));
        for (var i = 402; i <= 400 + 4000; i++) addresses.ConnectWaitMs(here, 0);
        Assert.True(addresses.ConnectWaitMs(here, 0) > Limits.ConnectWaitMaxMs);
        Assert.Equal(9002.5, addresses.ConnectWaitMs(here, 1000)); // a second later there is room for 400 more
        Assert.Equal(0, addresses.ConnectWaitMs(here, 60_000));
        Assert.Equal(0, addresses.ConnectWaitMs(AddressKey.Of(new IPEndPoint(IPAddress.IPv6Loopback, 1)), 0));
    }

    [Theory]
    [InlineData("10.0.0.1", "::ffff:10.0.0.1", true)]
    [InlineData("10.0.0.1", "10.0.0.2", false)]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", true)]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:3::1", false)]
    public void An_ipv6_network_of_one_household_is_one_address(string one, string other, bool same)
    {
        static object? Key(string address) => AddressKey.Of(new IPEndPoint(IPAddress.Parse(address), 1));
        Assert.Equal(same, Equals(Key(one), Key(other)));
    }

    [Fact]
    public async Task Clients_of_one_address_above_its_connect_rate_wait_their_turn_and_none_of_ten_seconds_is_lost()
    {
        await using var host = await MqttHost.StartAsync(options: new MqttOptions { ConnectRateMax = 1 });
        var clients = new List<RawClient>();
        for (var i = 0; i < 12; i++)
        {
            clients.Add(await host.RawAsync());
            await clients[^1].SendAsync($"10 0E 0004 4D515454 05 02 003C 00 0001 {0x61 + i:X2}");
        }
        // One at once, ten in the ten seconds that a client waits gladly, and one is told to come later.
        var answers = clients.Select(c => c.ReadAsync()).ToList();
        var first = new[] { await Next(answers), await Next(answers) };
        Assert.Single(first, "2003009F00");
        host.Advance(10);
        foreach (var answer in answers) Assert.StartsWith("200E" + "0000", await answer, StringComparison.Ordinal);
        foreach (var client in clients) client.Dispose();

        static async Task<string> Next(List<Task<string>> answers)
        {
            var answer = await Task.WhenAny(answers);
            answers.Remove(answer);
            return await answer;
        }
    }

    [Fact]
    public async Task A_flood_by_one_device_is_read_at_its_rate_and_delays_nobody()
    {
        var house = new HouseAuthenticator();
        await using var host = await MqttHost.StartAsync(house, new MqttOptions { InboundRateMax = 5 });
        using var flood = await host.RawAsync();
        using var button = await host.RawAsync();
        await flood.EnterAsync(RawClient.Connect5);
        await button.EnterAsync(OtherId5);
        for (var id = 1; id <= 7; id++) await flood.SendAsync($"32 07 0001 66 {id:X4} 00 68");
        await house.WaitAsync(5);
        await button.SendAsync("32 07 0001 62 0001 00 68");
        Assert.Equal("40020001", await button.ReadAsync());
        Assert.Equal(5, (await house.WaitAsync(1)).Count(p => p.Topic == "f"));
        // The sixth has been looked at, and waits for the next second.
        await Until.TrueAsync(() => Task.FromResult(host.Broker.Counters.Throttled), n => n == 1, Patience.Max);
        host.Advance(1);
        Assert.Equal(7, (await house.WaitAsync(2)).Count(p => p.Topic == "f"));
        for (var id = 1; id <= 7; id++) Assert.Equal($"4002{id:X4}", await flood.ReadAsync()); // late, none lost
    }

    [Fact]
    public async Task A_flood_over_several_connections_of_one_device_is_one_flood_and_delays_nobody_else()
    {
        static string As(char user, char client) => $"10 11 0004 4D515454 05 82 003C 00 0001 {(int)client:X2} 0001 {(int)user:X2}";
        var house = new HouseAuthenticator { Name = request => request.UserName };
        await using var host = await MqttHost.StartAsync(house, new MqttOptions { InboundRateMax = 5 });
        using var one = await host.RawAsync();
        using var two = await host.RawAsync();
        using var other = await host.RawAsync();
        await one.EnterAsync(As('f', 'a'));
        await two.EnterAsync(As('f', 'b'));
        await other.EnterAsync(As('g', 'a'));
        for (var id = 1; id <= 3; id++) await one.SendAsync($"32 07 0001 66 {id:X4} 00 68");
        await house.WaitAsync(3);
        for (var id = 1; id <= 4; id++) await two.SendAsync($"32 07 0001 66 {id:X4} 00 68");
        await house.WaitAsync(2);
        await one.SendAsync("32 07 0001 66 0004 00 68");
        for (var id = 1; id <= 5; id++) await other.SendAsync($"32 07 0001 67 {id:X4} 00 68");
        Assert.Equal(5, (await house.WaitAsync(5)).Count(p => p.From == "f")); // the edge: five in all, three and two
        for (var id = 1; id <= 5; id++) Assert.Equal($"4002{id:X4}", await other.ReadAsync());
        host.Advance(1);
        Assert.Equal(8, (await house.WaitAsync(3)).Count(p => p.From == "f"));
        for (var id = 1; id <= 4; id++)
        {
            Assert.Equal($"4002{id:X4}", await one.ReadAsync()); // late, none lost
            Assert.Equal($"4002{id:X4}", await two.ReadAsync());
        }
        // Who connects anew begins no new second.
        for (var id = 5; id <= 6; id++) await two.SendAsync($"32 07 0001 66 {id:X4} 00 68");
        await house.WaitAsync(2);
        using var third = await host.RawAsync();
        await third.EnterAsync(As('f', 'c'));
        await third.SendAsync("32 07 0001 66 0001 00 68 C0 00");
        await other.SendAsync("C0 00");
        Assert.Equal("D000", await other.ReadAsync());
        host.Advance(1);
        Assert.Equal("40020001", await third.ReadAsync());
    }

    [Fact]
    public void A_rate_gives_each_packet_of_a_second_once_whoever_asks()
    {
        var rate = new SharedRate();
        var given = 0;
        Parallel.For(0, 4, _ =>
        {
            for (int some; (some = rate.Take(1_000, 10_000, 7)) > 0;) Interlocked.Add(ref given, some);
        });
        Assert.Equal(10_000, given);
        Assert.Equal(0, rate.Take(0, 10_000, 1)); // read the heartbeat before it moved
        Assert.Equal(7, rate.Take(2_000, 10_000, 7));
        Assert.Equal(3, new SharedRate().Take(uint.MaxValue + 5L, 3, 7)); // the milliseconds have wrapped
    }

    [Fact]
    public void Names_share_a_rate_until_nobody_has_used_it_for_a_while()
    {
        var addresses = new RateTable();
        var (one, two) = (addresses.Enter("a"), addresses.Enter("a"));
        Assert.Same(one, two);
        Assert.NotSame(one, addresses.Enter("b"));
        Assert.NotSame(addresses.Enter(null), addresses.Enter(null));
        addresses.Leave(one);
        addresses.Sweep();
        Assert.Same(two, addresses.Enter("a"));
        addresses.Leave(two);
        addresses.Leave(two);
        Assert.Same(two, addresses.Enter("a"));
        addresses.Leave(two);
        addresses.Sweep();
        Assert.NotSame(two, addresses.Enter("a"));
    }

    [Fact]
    public async Task A_packet_as_large_as_announced_passes_and_one_byte_more_does_not()
    {
        await using var host = await MqttHost.StartAsync(options: new MqttOptions { PacketMax = 100 });
        using var raw = await host.RawAsync();
        await raw.EnterAsync(RawClient.Connect5);
        await raw.SendAsync("32 62 0001 61 0001 00" + new string('6', 2 * (98 - 6)));
        Assert.Equal("40020001", await raw.ReadAsync());
        await raw.SendAsync("32 63 0001 61 0002 00" + new string('6', 2 * (99 - 6)));
        Assert.Equal("E00195", await raw.ReadAsync());
        Assert.Equal(1, host.Broker.Counters.TooLarge);
    }

    [Fact]
    public async Task A_client_id_has_a_longest_length()
    {
        await using var host = await MqttHost.StartAsync();
        await using var longest = await host.ConnectAsync(new string('c', Limits.ClientIdBytesMax));
        await using var longer = host.Client(new string('c', Limits.ClientIdBytesMax + 1));
        var refused = await Assert.ThrowsAsync<MqttNetException>(() => longer.ConnectAsync());
        Assert.Equal(MqttReason.ClientIdentifierNotValid, refused.Reason);
    }

    [Fact]
    public async Task A_session_has_its_fill_of_subscriptions_and_each_filter_above_is_told_so()
    {
        await using var host = await MqttHost.StartAsync(options: new MqttOptions { SubscriptionsMax = 2 });
        using var raw = await host.RawAsync();
        await raw.EnterAsync(RawClient.Connect5);
        await raw.SendAsync("82 0F 0001 00 0001 61 01 0001 62 01 0001 63 01");
        Assert.Equal("9006000100010197", await raw.ReadAsync());
        await raw.SendAsync("82 07 0002 00 0001 61 00"); // an identical filter replaces, and needs no more room
        Assert.Equal("900400020000", await raw.ReadAsync());
    }

    [Theory]
    [InlineData(1, 1000)]
    [InlineData(1000, 4)]
    public async Task The_retained_store_has_its_fill_and_what_is_not_kept_is_still_delivered_and_counted(int messages, int bytes)
    {
        await using var host = await MqttHost.StartAsync(options: new MqttOptions { RetainedMax = messages, RetainedBytesMax = bytes });
        await using var reader = await host.ConnectAsync("reader");
        await reader.SubscribeAsync("#");
        host.Broker.Publish("a", "1234"u8.ToArray(), 1, retain: true);
        host.Broker.Publish("a", "5678"u8.ToArray(), 1, retain: true);
        Assert.Equal(0, host.Broker.Counters.DroppedByRetained);
        host.Broker.Publish("b", "x"u8.ToArray(), 1, retain: true);
        Assert.Equal(1, host.Broker.Counters.DroppedByRetained);
        foreach (var topic in (string[])["a", "a", "b"])
            Assert.Equal(topic, (await reader.Messages.ReadAsync().AsTask().WaitAsync(Patience.Max)).Topic);
    }

    [Fact]
    public async Task A_3_1_1_client_that_never_sends_pubrel_is_closed_when_its_ids_are_too_many()
    {
        await using var host = await MqttHost.StartAsync();
        using var raw = await host.RawAsync();
        await raw.EnterAsync(RawClient.Connect4);
        for (var id = 1; id <= Limits.InboundQos2Max; id++)
        {
            await raw.SendAsync($"34 06 0001 61 {id:X4} 68");
            Assert.Equal($"5002{id:X4}", await raw.ReadAsync());
        }
        await raw.SendAsync($"34 06 0001 61 {Limits.InboundQos2Max + 1:X4} 68");
        Assert.Equal("", await raw.ReadAsync());
        Assert.Equal(1, host.Broker.Counters.Malformed);
    }
}
