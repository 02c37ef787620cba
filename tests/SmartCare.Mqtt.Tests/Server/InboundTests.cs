using SmartCare.Mqtt.Packets;
using SmartCare.Mqtt.Server;
using SmartCare.Mqtt.Tests.Support;
using SmartCare.Testing;

namespace SmartCare.Mqtt.Tests.Server;

/// <summary>PUBLISH to the house: acknowledgements, their order, and what is bounded.</summary>
public sealed class InboundTests
{
    private static HouseAuthenticator Pending() => new() { Verdict = _ => MqttVerdict.Pending };

    [Theory]
    [InlineData(RawClient.Connect4, "32 08 0003 612F62 0007 68", "40020007", "34 08 0003 612F62 0009 68", "50020009")]
    [InlineData(RawClient.Connect5, "32 09 0003 612F62 0007 00 68", "40020007", "34 09 0003 612F62 0009 00 68", "50020009")]
    public async Task Acknowledgements_wait_for_the_house_and_leave_in_the_order_of_arrival(
        string connect, string qos1, string puback, string qos2, string pubrec)
    {
        var house = Pending();
        await using var host = await MqttHost.StartAsync(house);
        using var raw = await host.RawAsync();
        await raw.EnterAsync(connect);
        await raw.SendAsync(qos1);
        await raw.SendAsync(qos2);
        var seen = await house.WaitAsync(2);
        // A ping overtakes: nothing has left while the house has not committed.
        await raw.SendAsync("C0 00");
        Assert.Equal("D000", await raw.ReadAsync());
        seen[1].Receipt.Complete();
        await raw.SendAsync("C0 00");
        Assert.Equal("D000", await raw.ReadAsync());
        seen[0].Receipt.Complete();
        seen[0].Receipt.Complete();
        Assert.Equal(puback, await raw.ReadAsync());
        Assert.Equal(pubrec, await raw.ReadAsync());
        await raw.SendAsync("62 02 0009");
        Assert.Equal("70020009", await raw.ReadAsync());
    }

    [Fact]
    public async Task The_same_topic_is_the_same_string()
    {
        var house = new HouseAuthenticator();
        await using var host = await MqttHost.StartAsync(house);
        await using var client = await host.ConnectAsync();
        foreach (var topic in (string[])["a", "b", "a"]) await client.PublishAsync(topic, "x", 0);
        var seen = await house.WaitAsync(3);
        Assert.Same(seen[0].Topic, seen[2].Topic);
    }

    [Fact]
    public async Task A_refused_publish_is_told_in_5_acknowledged_in_311_and_routed_in_neither()
    {
        await using var host = await MqttHost.StartAsync(new HouseAuthenticator
        {
            Verdict = t => t == "ok" ? MqttVerdict.Accepted : MqttVerdict.Refused(MqttReason.NotAuthorized),
        });
        await using var reader = await host.ConnectAsync("reader");
        await reader.SubscribeAsync("#");
        await using var five = await host.ConnectAsync("five");
        Assert.Equal(MqttReason.NotAuthorized, (await Assert.ThrowsAsync<MqttNetException>(() => five.PublishAsync("no", "x", 1))).Reason);
        // MQTTnet does not hand on the reason of a PUBREC.
        using var raw = await host.RawAsync();
        await raw.EnterAsync(RawClient.Connect5);
        await raw.SendAsync("34 08 0002 6E6F 0001 00 78");
        Assert.Equal("5003000187", await raw.ReadAsync());
        await using var four = await host.ConnectAsync("four", 4);
        await four.PublishAsync("no", "x", 1);
        await four.PublishAsync("no", "x", 2);
        await four.PublishAsync("ok", "y");
        Assert.Equal("ok", (await reader.Messages.ReadAsync().AsTask().WaitAsync(Patience.Max)).Topic);
        Assert.Equal(4, host.Broker.Counters.PublishesRefused);
    }

    [Fact]
    public async Task A_5_client_that_exceeds_receive_maximum_is_closed_with_0x93()
    {
        var house = Pending();
        await using var host = await MqttHost.StartAsync(house, new MqttOptions { InboundInFlightMax = 2 });
        using var raw = await host.RawAsync();
        await raw.EnterAsync(RawClient.Connect5);
        for (var i = 1; i <= 3; i++) await raw.SendAsync($"32 09 0003 612F62 000{i} 00 68");
        Assert.Equal("E00193", await raw.ReadAsync());
        Assert.Equal(2, (await house.WaitAsync(2)).Length);
    }

    [Fact]
    public async Task A_311_client_is_not_read_while_the_house_has_its_fill()
    {
        var house = Pending();
        await using var host = await MqttHost.StartAsync(house, new MqttOptions { InboundInFlightMax = 2 });
        using var raw = await host.RawAsync();
        await raw.EnterAsync(RawClient.Connect4);
        for (var i = 1; i <= 5; i++) await raw.SendAsync($"32 08 0003 612F62 000{i} 68");
        var seen = await house.WaitAsync(2);
        host.Advance(200); // and its keep alive does not run out while it is we who do not read
        Assert.Equal(2, house.Publishes.Count);
        seen[0].Receipt.Complete();
        seen[1].Receipt.Complete();
        foreach (var s in (await house.WaitAsync(2)).Skip(2)) s.Receipt.Complete();
        (await house.WaitAsync(1))[4].Receipt.Complete();
        for (var i = 1; i <= 5; i++) Assert.Equal($"4002000{i}", await raw.ReadAsync());
    }

    [Fact]
    public async Task A_qos_2_message_that_comes_again_is_handed_on_once()
    {
        var house = new HouseAuthenticator();
        await using var host = await MqttHost.StartAsync(house);
        using var raw = await host.RawAsync();
        await raw.EnterAsync(RawClient.Connect4);
        await raw.SendAsync("34 08 0003 612F62 0009 68");
        Assert.Equal("50020009", await raw.ReadAsync());
        await raw.SendAsync("3C 08 0003 612F62 0009 68");
        Assert.Equal("50020009", await raw.ReadAsync());
        await raw.SendAsync("62 02 0009");
        Assert.Equal("70020009", await raw.ReadAsync());
        Assert.Single(house.Publishes);
        await raw.SendAsync("34 08 0003 612F62 0009 68"); // after PUBREL the id is free: a new message
        Assert.Equal("50020009", await raw.ReadAsync());
        Assert.Equal(2, house.Publishes.Count);
    }

    [Fact]
    public async Task A_qos_2_message_that_was_never_committed_is_judged_again_but_routed_once()
    {
        var house = new HouseAuthenticator { Verdict = t => t == "p" ? MqttVerdict.Pending : MqttVerdict.Accepted };
        await using var host = await MqttHost.StartAsync(house);
        await using var reader = await host.ConnectAsync("reader");
        await reader.SubscribeAsync("#", 0);
        const string kept = "10 13 0004 4D515454 05 00 003C 05 11 00000064 0001 72";
        using (var first = await host.RawAsync())
        {
            await first.EnterAsync(kept);
            await first.SendAsync("34 07 0001 70 0009 00 68");
            await house.WaitAsync(1);
        }
        Assert.True(await house.Gone.WaitAsync(Patience.Max));
        using var second = await host.RawAsync();
        await second.EnterAsync(kept);
        await second.SendAsync("3C 07 0001 70 0009 00 68");
        (await house.WaitAsync(1))[1].Receipt.Complete();
        Assert.Equal("50020009", await second.ReadAsync());
        await second.SendAsync("30 05 0001 71 00 68");
        Assert.Equal("p", (await reader.Messages.ReadAsync().AsTask().WaitAsync(Patience.Max)).Topic);
        Assert.Equal("q", (await reader.Messages.ReadAsync().AsTask().WaitAsync(Patience.Max)).Topic);
    }

    [Theory]
    [InlineData(RawClient.Connect4, "70020042")]
    [InlineData(RawClient.Connect5, "7003004292")]
    public async Task A_pubrel_for_an_unknown_id_is_completed(string connect, string answer)
    {
        await using var host = await MqttHost.StartAsync();
        using var raw = await host.RawAsync();
        await raw.EnterAsync(connect);
        await raw.SendAsync("62 02 0042");
        Assert.Equal(answer, await raw.ReadAsync());
    }

    [Fact]
    public async Task A_topic_alias_stands_for_its_topic()
    {
        var house = new HouseAuthenticator();
        await using var host = await MqttHost.StartAsync(house);
        using var raw = await host.RawAsync();
        await raw.EnterAsync(RawClient.Connect5);
        await raw.SendAsync("30 09 0003 612F62 03 23 0002");
        await raw.SendAsync("30 07 0000 03 23 0002 68");
        var seen = await house.WaitAsync(2);
        Assert.Same(seen[0].Topic, seen[1].Topic);
        Assert.Equal("h", seen[1].Payload);
    }

    [Fact]
    public async Task A_completion_after_the_client_has_gone_harms_nobody()
    {
        var house = Pending();
        await using var host = await MqttHost.StartAsync(house);
        await using var client = await host.ConnectAsync();
        var pending = client.PublishAsync("a", "x");
        var seen = await house.WaitAsync(1);
        client.Abort();
        await Assert.ThrowsAsync<MqttNetException>(() => pending);
        Assert.True(await house.Gone.WaitAsync(Patience.Max));
        seen[0].Receipt.Complete();
        Assert.Equal(0, host.Broker.Counters.Faults);
    }

    [Theory]
    [InlineData(RawClient.Connect4, "32 06 0001 61 0001 68", "")]
    [InlineData(RawClient.Connect5, "32 07 0001 61 0001 00 68", "E00189")]
    [InlineData(RawClient.Connect5, "34 07 0001 61 0001 00 68", "E00189")]
    [InlineData(RawClient.Connect5, "30 05 0001 61 00 68", "E00189")]
    public async Task A_house_that_is_busy_closes_the_connection_so_that_the_client_keeps_its_message(
        string connect, string publish, string goodbye)
    {
        var isBusy = true;
        var house = new HouseAuthenticator { Verdict = t => isBusy && t == "a" ? MqttVerdict.Busy : MqttVerdict.Accepted };
        await using var host = await MqttHost.StartAsync(house);
        await using var reader = await host.ConnectAsync("reader");
        await reader.SubscribeAsync("#");
        using (var raw = await host.RawAsync())
        {
            await raw.EnterAsync(connect);
            await raw.SendAsync(publish);
            Assert.Equal(goodbye, await raw.ReadAsync());
            if (goodbye.Length > 0) Assert.Equal("", await raw.ReadAsync());
        }
        Assert.Equal((1, 0), (host.Broker.Counters.Busy, host.Broker.Counters.Malformed));
        isBusy = false;
        host.Broker.Publish("b", "first"u8.ToArray(), 0, retain: false);
        using var again = await host.RawAsync();
        await again.EnterAsync(connect);
        await again.SendAsync(publish);
        foreach (var topic in (string[])["b", "a"])
            Assert.Equal(topic, (await reader.Messages.ReadAsync().AsTask().WaitAsync(Patience.Max)).Topic);
    }
}
