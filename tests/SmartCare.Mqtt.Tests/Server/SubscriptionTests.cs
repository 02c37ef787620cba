using System.Text;
using SmartCare.Mqtt.Packets;
using SmartCare.Mqtt.Server;
using SmartCare.Mqtt.Tests.Support;
using SmartCare.Testing;

namespace SmartCare.Mqtt.Tests.Server;

public sealed class SubscriptionTests
{
    private static async Task<MqttMessage> NextAsync(MqttNetClient client) =>
        await client.Messages.ReadAsync().AsTask().WaitAsync(Patience.Max);

    [Theory]
    [InlineData(RawClient.Connect4, "82 0C 0001 0001 61 00 0003 612F62 02", "900400010080")]
    [InlineData(RawClient.Connect5, "82 0D 0001 00 0001 61 00 0003 612F62 02", "90050001000087")]
    public async Task Each_filter_has_its_own_answer_in_order(string connect, string subscribe, string suback)
    {
        await using var host = await MqttHost.StartAsync(new HouseAuthenticator { MaySubscribe = f => f == "a" });
        using var raw = await host.RawAsync();
        await raw.EnterAsync(connect);
        await raw.SendAsync(subscribe);
        Assert.Equal(suback, await raw.ReadAsync());
    }

    [Fact]
    public async Task A_filter_that_is_none_is_refused_with_its_reason()
    {
        await using var host = await MqttHost.StartAsync();
        using var raw = await host.RawAsync();
        await raw.EnterAsync(RawClient.Connect5);
        await raw.SendAsync("82 0B 0001 00 0005 612F232F62 00");
        Assert.Equal("90040001008F", await raw.ReadAsync());
    }

    [Theory]
    [InlineData("")] // [MQTT-4.7.3-1]
    [InlineData("$share//a")] // [MQTT-4.8.2-1]
    [InlineData("$share/g")] // [MQTT-4.8.2-2], and the next
    [InlineData("$share/g/")]
    [InlineData("$share/g+/a")]
    [InlineData("$share/#/a")]
    public async Task A_filter_that_breaks_the_protocol_closes_and_nothing_beside_it_is_subscribed(string filter)
    {
        await using var host = await MqttHost.StartAsync();
        foreach (var (connect, properties, goodbye) in ((string, string, string)[])[(RawClient.Connect5, "00", "E00181"), (RawClient.Connect4, "", "")])
            foreach (var (first, options) in ((string, string)[])[("82", "00"), ("A2", "")])
            {
                using var raw = await host.RawAsync();
                await raw.EnterAsync(connect);
                var body = $"0001{properties}000161{options}{Encoding.UTF8.GetByteCount(filter):X4}{Convert.ToHexString(Encoding.UTF8.GetBytes(filter))}{options}";
                await raw.SendAsync($"{first}{body.Length / 2:X2}{body}");
                Assert.Equal(goodbye, await raw.ReadAsync());
            }
        Assert.Equal((4, 0), (host.Broker.Counters.Malformed, host.Broker.Counters.Faults));
    }

    [Theory]
    [InlineData(RawClient.Connect4, "A2 05 0005 0001 61", "B0020005", "B0020005")]
    [InlineData(RawClient.Connect5, "A2 06 0005 00 0001 61", "B00400050000", "B00400050011")]
    public async Task Unsubscribing_is_always_answered_and_nothing_more_comes(
        string connect, string unsubscribe, string first, string second)
    {
        await using var host = await MqttHost.StartAsync();
        using var raw = await host.RawAsync();
        await raw.EnterAsync(connect);
        await raw.SendAsync(connect == RawClient.Connect4 ? "82 06 0001 0001 61 00" : "82 07 0001 00 0001 61 00");
        await raw.ReadAsync();
        await raw.SendAsync(unsubscribe);
        Assert.Equal(first, await raw.ReadAsync());
        host.Broker.Publish("a", "x"u8.ToArray(), 0, false);
        await raw.SendAsync(unsubscribe);
        Assert.Equal(second, await raw.ReadAsync());
    }

    [Fact]
    public async Task Overlapping_subscriptions_give_one_copy_with_the_highest_qos_and_all_identifiers()
    {
        await using var host = await MqttHost.StartAsync();
        await using var client = await host.ConnectAsync();
        await client.SubscribeAsync("a/#", 0, subscriptionId: 1);
        await client.SubscribeAsync("a/+", 2, subscriptionId: 2);
        await client.PublishAsync("a/b", "x", 1);
        await client.PublishAsync("a", "end", 0);
        var message = await NextAsync(client);
        Assert.Equal(1, message.Qos);
        Assert.Equal([1u, 2u], message.SubscriptionIds.Order());
        Assert.Equal("end", Encoding.UTF8.GetString((await NextAsync(client)).Payload));
    }

    [Fact]
    public async Task No_local_retain_as_published_and_retain_handling_do_what_they_say()
    {
        await using var host = await MqttHost.StartAsync();
        await using var self = await host.ConnectAsync("self");
        await using var other = await host.ConnectAsync("other");
        await self.PublishAsync("a", "kept", 1, retain: true);
        await self.SubscribeAsync("a", noLocal: true, retainHandling: 2);
        await other.SubscribeAsync("a", retainAsPublished: true, retainHandling: 1);
        Assert.True((await NextAsync(other)).Retain);
        await other.SubscribeAsync("a", retainAsPublished: false, retainHandling: 1); // not new: nothing again
        await self.PublishAsync("a", "mine", 1, retain: true);
        var mine = await NextAsync(other);
        Assert.Equal(("mine", false), (Encoding.UTF8.GetString(mine.Payload), mine.Retain));
        await other.SubscribeAsync("a", retainAsPublished: true, retainHandling: 2);
        await other.PublishAsync("a", "yours", 1, retain: true);
        Assert.True((await NextAsync(other)).Retain);
        Assert.Equal("yours", Encoding.UTF8.GetString((await NextAsync(self)).Payload)); // nothing of its own came before
    }

    [Fact]
    public async Task A_retained_message_is_replaced_removed_and_expires()
    {
        await using var host = await MqttHost.StartAsync();
        await using var client = await host.ConnectAsync();
        host.Broker.Publish("a", "1"u8.ToArray(), 1, true);
        host.Broker.Publish("a", "2"u8.ToArray(), 1, true);
        host.Broker.Publish("b", "3"u8.ToArray(), 1, true);
        host.Broker.Publish("b", default, 1, true);
        using (var raw = await host.RawAsync())
        {
            await raw.EnterAsync(RawClient.Connect5);
            await raw.SendAsync("33 0F 0001 63 0001 05 02 00000005 65787069"); // "c", expires in 5 s
            Assert.Equal("40020001", await raw.ReadAsync());
        }
        host.Advance(3);
        await client.SubscribeAsync("c");
        Assert.Equal(2u, (await NextAsync(client)).ExpiryS);
        await client.UnsubscribeAsync("c");
        host.Advance(60);
        Assert.Equal(1, host.Broker.Counters.Retained);
        await client.SubscribeAsync("#");
        Assert.Equal("2", Encoding.UTF8.GetString((await NextAsync(client)).Payload));
        host.Broker.Publish("end", "e"u8.ToArray(), 1, false);
        Assert.Equal("end", (await NextAsync(client)).Topic);
    }

    [Fact]
    public async Task A_shared_subscription_spreads_messages_and_gets_no_retained_ones()
    {
        await using var host = await MqttHost.StartAsync();
        host.Broker.Publish("a", "old"u8.ToArray(), 1, true);
        await using var one = await host.ConnectAsync("one");
        await using var two = await host.ConnectAsync("two");
        await one.SubscribeAsync("$share/g/a");
        await two.SubscribeAsync("$share/g/a");
        for (var i = 0; i < 10; i++) host.Broker.Publish("a", "new"u8.ToArray(), 1, false);
        foreach (var client in (MqttNetClient[])[one, two])
            for (var i = 0; i < 5; i++) Assert.Equal("new", Encoding.UTF8.GetString((await NextAsync(client)).Payload));
    }

    [Fact]
    public async Task What_a_member_of_a_shared_subscription_leaves_undone_goes_to_another_but_not_qos_2_that_was_sent()
    {
        await using var host = await MqttHost.StartAsync();
        await using var other = await host.ConnectAsync("other");
        using (var member = await host.RawAsync())
        {
            await member.EnterAsync("10 11 0004 4D515454 05 02 003C 03 21 0002 0001 72"); // takes two at once
            await member.SendAsync("82 10 0001 00 000A 2473686172652F672F61 02");
            await member.ReadAsync();
            foreach (var (text, qos) in (IEnumerable<(string, byte)>)[("one", 1), ("two", 2), ("queued", 2)])
                host.Broker.Publish("a", Encoding.UTF8.GetBytes(text), qos, false);
            await member.ReadAsync();
            await member.ReadAsync();
            await other.SubscribeAsync("$share/g/a", 2);
        }
        foreach (var (text, qos) in (IEnumerable<(string, byte)>)[("one", 1), ("queued", 2)])
        {
            var message = await NextAsync(other);
            Assert.Equal((text, qos), (Encoding.UTF8.GetString(message.Payload), message.Qos));
        }
    }

    [Fact]
    public async Task Properties_pass_through_unaltered_and_in_order()
    {
        await using var host = await MqttHost.StartAsync();
        await using var reader = await host.ConnectAsync("reader");
        await reader.SubscribeAsync("a/b");
        using var raw = await host.RawAsync();
        await raw.EnterAsync(RawClient.Connect5);
        await raw.SendAsync(Samples.All.Single(s => s.Name == "PUBLISH 5.0 with all").Hex);
        var message = await NextAsync(reader);
        Assert.Equal(("t", "r/s", 10u), (message.ContentType!, message.ResponseTopic!, message.ExpiryS!.Value));
        Assert.Equal([1, 2], message.CorrelationData);
        Assert.Equal([new("a", "b"), new("a", "c")], message.UserProperties);
    }

    [Fact]
    public async Task Our_topic_aliases_keep_to_the_clients_maximum()
    {
        await using var host = await MqttHost.StartAsync();
        using var raw = await host.RawAsync();
        await raw.EnterAsync("10 11 0004 4D515454 05 02 003C 03 22 0001 0001 72");
        await raw.SendAsync("82 07 0001 00 0001 23 00");
        await raw.ReadAsync();
        foreach (var topic in (string[])["a", "a", "b", "a"]) host.Broker.Publish(topic, "h"u8.ToArray(), 0, false);
        Assert.Equal("30080001610323000168", await raw.ReadAsync());
        Assert.Equal("300700000323000168", await raw.ReadAsync());
        Assert.Equal("30050001620068", await raw.ReadAsync());
        Assert.Equal("300700000323000168", await raw.ReadAsync());
    }

    [Fact]
    public async Task A_packet_larger_than_the_client_takes_is_dropped_as_if_delivered()
    {
        await using var host = await MqttHost.StartAsync();
        using var raw = await host.RawAsync();
        await raw.EnterAsync("10 13 0004 4D515454 05 02 003C 05 27 00000020 0001 72");
        await raw.SendAsync("82 07 0001 00 0001 61 01");
        await raw.ReadAsync();
        host.Broker.Publish("a", new byte[40], 1, false);
        host.Broker.Publish("a", "h"u8.ToArray(), 1, false);
        Assert.Equal("320700016100020068", await raw.ReadAsync());
        Assert.Equal(1, host.Broker.Counters.DroppedBySize);
    }
}
