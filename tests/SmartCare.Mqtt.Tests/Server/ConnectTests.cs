using SmartCare.Mqtt.Packets;
using SmartCare.Mqtt.Server;
using SmartCare.Mqtt.Tests.Support;
using SmartCare.Testing;

namespace SmartCare.Mqtt.Tests.Server;

public sealed class ConnectTests
{
    [Theory]
    [InlineData("C0 00", "")] // [MQTT-3.1.0-1] anything before CONNECT: closed without an answer
    [InlineData("32 09 0003 612F62 0007 6869", "")]
    [InlineData("10 0D 0004 4D515455 04 02 003C 0001 72", "")] // [MQTT-3.1.2-1] not MQTT
    [InlineData("10 0D 0004 4D515454 04 03 003C 0001 72", "")] // [MQTT-3.1.2-3] reserved flag
    [InlineData("10 0F 0006 4D5149736470 03 02 003C 0001 72", "20020001")] // [MQTT-3.1.2-2] 3.1: unacceptable protocol level
    [InlineData("10 0E 0004 4D515454 06 02 003C 00 0001 72", "2003008400")] // [MQTT-3.1.2-2] level 6
    [InlineData("10 0C 0004 4D515454 04 00 003C 0000", "20020002")] // [MQTT-3.1.3-8] no id and a session to be kept
    [InlineData("10 14 0004 4D515454 05 02 003C 07 15 0004 6E6F6E65 0000", "2003008C00")] // [MQTT-4.12.0-1] enhanced authentication
    [InlineData("10 11 0004 4D515454 05 02 003C 03 21 0000 0001 72", "2003008200")] // 3.1.2.11.3 receive maximum 0
    [InlineData("10 14 0004 4D515454 04 06 003C 0001 72 0001 23 0002 6869", "20020003")] // a will on a wildcard
    public async Task A_connect_that_may_not_be_is_answered_as_the_standard_says_and_closed(string hex, string answer)
    {
        await using var host = await MqttHost.StartAsync();
        using var raw = await host.RawAsync();
        await raw.SendAsync(hex);
        Assert.Equal(answer, await raw.ReadAsync());
        if (answer.Length > 0) Assert.Equal("", await raw.ReadAsync());
        Assert.Equal(0, host.Broker.Counters.Faults);
    }

    [Theory]
    [InlineData(MqttReason.BadUserNameOrPassword, 4)]
    [InlineData(MqttReason.NotAuthorized, 5)]
    [InlineData(MqttReason.QuotaExceeded, 3)]
    public async Task A_refusal_of_the_house_reaches_both_versions(MqttReason reason, byte returnCode)
    {
        await using var host = await MqttHost.StartAsync(new HouseAuthenticator { Admit = _ => MqttAdmission.Refuse(reason) });
        using var old = await host.RawAsync();
        await old.SendAsync(RawClient.Connect4);
        Assert.Equal($"200200{returnCode:X2}", await old.ReadAsync());
        Assert.Equal("", await old.ReadAsync());
        await using var client = host.Client("c");
        var refused = await Assert.ThrowsAsync<MqttNetException>(() => client.ConnectAsync());
        Assert.Equal(reason, refused.Reason);
        Assert.Equal(2, host.Broker.Counters.Refused);
    }

    [Fact]
    public async Task The_house_sees_who_asks()
    {
        var house = new HouseAuthenticator();
        await using var host = await MqttHost.StartAsync(house);
        await using var client = await host.ConnectAsync("call-101-1", 4, o => o with { UserName = "call-101-1", Password = "demo" });
        Assert.True(house.Requests.TryDequeue(out var request));
        Assert.Equal(("call-101-1", "call-101-1", 4), (request.ClientId, request.UserName, request.ProtocolLevel));
        Assert.Equal("demo"u8, request.Password.Span);
        Assert.NotNull(request.RemoteEndPoint);
    }

    [Fact]
    public async Task An_empty_client_id_is_assigned_and_told()
    {
        await using var host = await MqttHost.StartAsync();
        await using var client = host.Client();
        Assert.StartsWith("auto-", (await client.ConnectAsync()).ClientId, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Connack_announces_our_limits_and_the_keep_alive_we_impose()
    {
        await using var host = await MqttHost.StartAsync(options: new MqttOptions
        {
            InboundInFlightMax = 10, PacketMax = 1000, TopicAliasMax = 3, KeepAliveMaxS = 30,
        });
        using var raw = await host.RawAsync();
        await raw.SendAsync(RawClient.Connect5);
        Assert.Equal("2011" + "0000" + "0E" + "21000A" + "27000003E8" + "220003" + "13001E", await raw.ReadAsync());
    }

    [Theory]
    [InlineData(RawClient.Connect4, "")]
    [InlineData(RawClient.Connect5, "E00182")]
    public async Task A_second_connect_is_a_protocol_error(string connect, string goodbye)
    {
        await using var host = await MqttHost.StartAsync();
        using var raw = await host.RawAsync();
        Assert.Equal(MqttReason.Success, await raw.EnterAsync(connect));
        await raw.SendAsync(connect);
        Assert.Equal(goodbye, await raw.ReadAsync());
        Assert.Equal(1, host.Broker.Counters.Malformed);
    }

    [Theory]
    [InlineData("20 02 00 00", "E00182")] // a packet that only servers send
    [InlineData("F0 00", "E00182")] // [MQTT-4.12.0-6] AUTH without a method
    [InlineData("C1 00", "E00181")] // reserved flags
    [InlineData("36 08 0003 612F62 0001 00", "E00181")] // QoS 3
    [InlineData("30 06 0003 612F2B 00", "E00190")] // a wildcard in a topic name
    [InlineData("30 03 0000 00", "E00182")] // no name, no alias
    [InlineData("30 06 0000 03 23 0000", "E00194")] // alias 0
    [InlineData("30 06 0000 03 23 0021", "E00194")] // alias above what we announced
    [InlineData("30 06 0000 03 23 0001", "E00182")] // an alias that was never set
    [InlineData("30 08 0003 612F62 02 0B 01", "E00182")] // [MQTT-3.3.4-6] a subscription identifier from a client
    [InlineData("30 0A 0003 612F62 04 08 0001 23", "E00182")] // [MQTT-3.3.2-14] a wildcard as response topic
    [InlineData("82 0E 0001 00 0008 24736861 72652F 67 2F", "E00181")] // cut short
    [InlineData("82 10 0001 00 000A 2473686172652F672F61 04", "E00182")] // [MQTT-3.8.3-4] no local on a shared subscription
    [InlineData("E0 07 00 05 11 00000001", "E00182")] // a session that was to end cannot be kept
    [InlineData("30 FF FF 7F", "E00195")] // larger than announced
    public async Task A_client_that_breaks_the_protocol_is_told_why_and_closed(string hex, string goodbye)
    {
        await using var host = await MqttHost.StartAsync();
        using var raw = await host.RawAsync();
        await raw.EnterAsync(RawClient.Connect5);
        await raw.SendAsync(hex);
        Assert.Equal(goodbye, await raw.ReadAsync());
        Assert.Equal("", await raw.ReadAsync());
        Assert.Equal(1, host.Broker.Counters.Malformed + host.Broker.Counters.TooLarge);
        Assert.Equal(0, host.Broker.Counters.Faults);
    }

    [Fact]
    public async Task A_client_that_is_there_already_is_taken_over_and_told()
    {
        var house = new HouseAuthenticator();
        await using var host = await MqttHost.StartAsync(house);
        await using var old = await host.ConnectAsync("c");
        await using var young = await host.ConnectAsync("c");
        await old.Closed.WaitAsync(Patience.Max);
        Assert.Equal(MqttReason.SessionTakenOver, old.CloseReason!.Reason);
        await young.PublishAsync("a", "still here");
        Assert.Equal(1, host.Broker.Counters.TakenOver);
        Assert.True(await house.Gone.WaitAsync(Patience.Max));
    }

    [Fact]
    public async Task Silence_before_connect_and_beyond_the_keep_alive_ends_a_connection()
    {
        await using var host = await MqttHost.StartAsync();
        using var mute = await host.RawAsync();
        using var raw = await host.RawAsync();
        await raw.EnterAsync(RawClient.Connect5); // keep alive 60
        host.Advance(11);
        Assert.Equal("", await mute.ReadAsync());
        host.Advance(79);
        await raw.SendAsync("C0 00"); // after 90 s, just in time
        Assert.Equal("D000", await raw.ReadAsync());
        host.Advance(91);
        Assert.Equal("E0018D", await raw.ReadAsync());
        Assert.Equal(2, host.Broker.Counters.TimedOut);
    }

    [Fact]
    public async Task The_host_that_stops_says_so_and_publishes_no_wills()
    {
        var house = new HouseAuthenticator();
        await using var host = await MqttHost.StartAsync(house);
        await using var client = await host.ConnectAsync("c", with: o => o with { Will = new MqttWill("w", "gone"u8.ToArray()) });
        await host.StopAsync().WaitAsync(Patience.Max);
        await client.Closed.WaitAsync(Patience.Max);
        Assert.Equal(MqttReason.ServerShuttingDown, client.CloseReason!.Reason);
        Assert.Empty(house.Publishes);
    }
}
