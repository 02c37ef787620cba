using System.Text;
using SmartCare.Mqtt.Packets;
using SmartCare.Mqtt.Server;
using SmartCare.Mqtt.Tests.Support;
using SmartCare.Testing;

namespace SmartCare.Mqtt.Tests.Server;

/// <summary>A gateway may say much at once, and its connection is never closed for a message; everybody else keeps the usual limit.</summary>
public sealed class LongPacketTests : IAsyncLifetime
{
    private const string Gateway = "gw";
    private readonly HouseAuthenticator _house = new() { Name = r => r.UserName, MayBeLong = name => name == Gateway };
    private MqttHost _host = null!;

    public async Task InitializeAsync() => _host = await MqttHost.StartAsync(
        _house, new MqttOptions { PacketMax = 1_024, LongPacketMax = 64 * 1_024, LongBytesMax = 96 * 1_024 });

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Theory]
    [InlineData(5, 1, 1_000), InlineData(5, 1, 1_100), InlineData(5, 1, 65_520), InlineData(5, 0, 40_000), InlineData(5, 2, 40_000), InlineData(4, 1, 40_000), InlineData(4, 0, 65_520)]
    public async Task What_a_gateway_says_at_once_is_heard_whole(byte level, byte qos, int bytes)
    {
        await using var gateway = await EnterAsync(Gateway, level);
        await gateway.PublishAsync("long", new byte[bytes], qos);
        await gateway.PublishAsync("press", "x"u8.ToArray(), 1);
        Assert.Equal([("long", bytes), ("press", 1)], (await _house.WaitAsync(2)).Select(p => (p.Topic, p.Payload.Length)));
    }

    [Theory]
    [InlineData(5, 1, 65_536), InlineData(5, 1, 1_000_000), InlineData(5, 2, 80_000), InlineData(5, 0, 80_000), InlineData(4, 1, 80_000), InlineData(4, 2, 80_000), InlineData(4, 0, 3_000_000)]
    public async Task What_is_longer_still_is_passed_over_told_and_costs_nothing_beside_it(byte level, byte qos, int bytes)
    {
        await using var gateway = await EnterAsync(Gateway, level);
        var publish = gateway.PublishAsync("too/long", new byte[bytes], qos);
        // MQTTnet does not hand on the reason of a PUBREC.
        if (level == 5 && qos > 0) Assert.Equal(qos == 1 ? MqttReason.QuotaExceeded : MqttReason.UnspecifiedError, (await Assert.ThrowsAsync<MqttNetException>(() => publish)).Reason);
        else await publish.WaitAsync(Patience.Max);
        await gateway.PublishAsync("press", "x"u8.ToArray(), 1).WaitAsync(Patience.Max);
        Assert.Equal("press", Assert.Single(await _house.WaitAsync(1)).Topic);
        var (topic, passed) = Assert.Single(_house.PassedOver);
        Assert.Equal("too/long", topic);
        Assert.InRange(passed, bytes, bytes + 32);
        Assert.Equal((1, 0, 0), (_host.Broker.Counters.PassedOver, _host.Broker.Counters.TooLarge, _host.Broker.Counters.Malformed));
    }

    [Theory, InlineData(5), InlineData(4)]
    public async Task Anybody_elses_connection_ends_as_ever(byte level)
    {
        await using var device = await EnterAsync("device", level);
        await Assert.ThrowsAsync<MqttNetException>(() => device.PublishAsync("long", new byte[1_100], 1));
        await device.Closed.WaitAsync(Patience.Max);
        Assert.Equal(1, _host.Broker.Counters.TooLarge);
        Assert.Empty(_house.Publishes);
    }

    [Fact]
    public async Task Only_a_publish_may_be_long()
    {
        using var raw = await EnterRawAsync('r');
        // SUBSCRIBE of 2,000 bytes.
        await raw.SendAsync("82 D00F");
        Assert.Equal("E00195", await raw.ReadAsync());
    }

    [Fact]
    public async Task A_stranger_has_the_usual_limit()
    {
        using var raw = await _host.RawAsync();
        await raw.SendAsync("10 D00F 0004 4D515454 05");
        Assert.Equal("", await raw.ReadAsync());
    }

    [Fact]
    public async Task All_that_is_arriving_has_one_limit_and_who_leaves_gives_its_room_back()
    {
        using var first = await EnterRawAsync('r');
        using var second = await EnterRawAsync('s');
        // Answered: what came with it was looked at too.
        await first.SendAsync(Small + Long(1_000));
        Assert.Equal("40020007", await first.ReadAsync());
        await second.SendAsync(Long(LongPayload));
        Assert.Equal("4003000197", await second.ReadAsync());
        first.Dispose();
        Assert.True(await _house.Gone.WaitAsync(Patience.Max));
        await second.SendAsync(Long(LongPayload));
        Assert.Equal("40020001", await second.ReadAsync());
        Assert.Equal([("a", 1), ("a", LongPayload)], (await _house.WaitAsync(2)).Select(p => (p.Topic, p.Payload.Length)));
    }

    [Theory, InlineData(1), InlineData(7), InlineData(511), InlineData(4_097)]
    public async Task In_whatever_pieces_it_comes(int piece)
    {
        using var raw = await EnterRawAsync('r');
        var all = RawClient.Bytes(Long(LongPayload) + TooLong + "C000");
        // Small pieces where something is decided, larger ones within the payloads.
        for (var at = 0; at < all.Length;)
        {
            var count = Math.Min(at % 60_000 < 600 ? piece : 16_384, all.Length - at);
            await raw.SendAsync(all[at..(at + count)]);
            at += count;
        }

        Assert.Equal(("40020001", "4003000297", "D000"), (await raw.ReadAsync(), await raw.ReadAsync(), await raw.ReadAsync()));
    }

    /// <summary>Six megabytes in all, of which a subscriber's queue would hold one.</summary>
    [Fact]
    public async Task Who_subscribes_has_all_that_is_retained_however_slowly_it_reads()
    {
        await using var gateway = await EnterAsync(Gateway, 4);
        for (var i = 0; i < 100; i++) await gateway.PublishAsync($"long/{i}", new byte[60_000], 1, retain: true);
        using var raw = await EnterRawAsync('r');
        await raw.SendAsync("82 0C 0001 00 0006 6C6F6E672F23 00"); // long/#
        Assert.Equal("9004", (await raw.ReadAsync())[..4]);
        for (var i = 0; i < 100; i++) Assert.InRange((await raw.ReadAsync()).Length / 2, 60_000, 60_100);
    }

    [Theory]
    [InlineData("says goodbye", false), InlineData("breaks", true)]
    public async Task Whether_a_connection_broke_is_told(string how, bool isBroken)
    {
        await using var client = await EnterAsync("device", 5);
        if (how == "breaks") client.Abort();
        else await client.DisconnectAsync();
        Assert.True(await _house.Gone.WaitAsync(Patience.Max));
        Assert.Equal(isBroken, Assert.Single(_house.Ends));
    }

    private const int LongPayload = 59_994;

    /// <summary>QoS 1, packet id 7, topic a.</summary>
    private const string Small = "32 07 0001 61 0007 00 78";

    private static string Long(int sent) => "32 E0D403 0001 61 0001 00" + new string('7', 2 * sent);

    /// <summary>70,000 bytes, packet id 2.</summary>
    private static readonly string TooLong = "32 F0A204 0001 62 0002 00" + new string('7', 2 * 69_994);

    private async Task<RawClient> EnterRawAsync(char id)
    {
        var raw = await _host.RawAsync();
        Assert.Equal(MqttReason.Success, await raw.EnterAsync($"10 12 0004 4D515454 05 82 003C 00 0001 {(int)id:X2} 0002 {Convert.ToHexString(Encoding.ASCII.GetBytes(Gateway))}"));
        return raw;
    }

    private Task<MqttNetClient> EnterAsync(string user, byte level) => _host.ConnectAsync($"{user}-{level}", level, o => o with { UserName = user, Password = "" });
}
