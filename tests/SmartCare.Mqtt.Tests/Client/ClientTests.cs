using SmartCare.Mqtt.Client;
using SmartCare.Mqtt.Packets;
using SmartCare.Mqtt.Server;
using SmartCare.Mqtt.Tests.Support;

namespace SmartCare.Mqtt.Tests.Client;

public sealed class ClientTests
{
    [Fact]
    public async Task A_server_that_is_not_there_is_told_as_such()
    {
        await using var client = new MqttClient(new MqttClientOptions { Port = 1 });
        Assert.Equal(MqttReason.ServerUnavailable, (await Assert.ThrowsAsync<MqttClientException>(() => client.ConnectAsync())).Reason);
    }

    [Fact]
    public async Task Publishes_are_pipelined_within_the_window()
    {
        var house = new HouseAuthenticator { Verdict = _ => MqttVerdict.Pending };
        await using var host = await MqttHost.StartAsync(house);
        await using var client = await host.ConnectAsync(with: o => o with { Window = 3 });
        var tasks = Enumerable.Range(0, 5).Select(i => client.PublishAsync("a", $"{i}")).ToArray();
        var seen = await house.WaitAsync(3);
        Assert.Equal(3, seen.Length);
        foreach (var s in seen) s.Receipt.Complete();
        foreach (var s in (await house.WaitAsync(2)).Skip(3)) s.Receipt.Complete();
        await Task.WhenAll(tasks).WaitAsync(Patience.Max);
        Assert.Equal(["0", "1", "2", "3", "4"], house.Publishes.Select(p => p.Payload));
    }

    [Fact]
    public async Task A_broken_connection_fails_what_is_pending_and_names_why()
    {
        var house = new HouseAuthenticator { Verdict = _ => MqttVerdict.Pending };
        await using var host = await MqttHost.StartAsync(house);
        await using var client = await host.ConnectAsync("c", with: o => o with { Window = 1 });
        var (first, second) = (client.PublishAsync("a", "1"), client.PublishAsync("a", "2"));
        await house.WaitAsync(1);
        await using var taker = await host.ConnectAsync("c");
        foreach (var task in (Task[])[first, second])
            Assert.Equal(MqttReason.SessionTakenOver, (await Assert.ThrowsAsync<MqttClientException>(() => task)).Reason);
        await Assert.ThrowsAsync<MqttClientException>(() => client.PublishAsync("a", "3"));
    }

    [Fact]
    public async Task A_full_inbox_stops_reading_and_loses_nothing()
    {
        await using var host = await MqttHost.StartAsync();
        await using var reader = await host.ConnectAsync("reader", with: o => o with { InboxMax = 1 });
        await reader.SubscribeAsync("a");
        for (var i = 0; i < 500; i++) host.Broker.Publish("a", new byte[] { (byte)i }, 1, false);
        for (var i = 0; i < 500; i++)
            Assert.Equal((byte)i, (await reader.Messages.ReadAsync().AsTask().WaitAsync(Patience.Max)).Payload[0]);
    }

    [Fact]
    public async Task Five_hundred_clients_live_in_one_process()
    {
        await using var host = await MqttHost.StartAsync();
        var clients = await Task.WhenAll(Enumerable.Range(0, 500).Select(i => host.ConnectAsync($"c{i}", (byte)(4 + i % 2))));
        await Task.WhenAll(clients.Select(c => c.PublishAsync("a", "x"))).WaitAsync(Patience.Max);
        Assert.Equal(500, host.Broker.Counters.Connections);
        await Task.WhenAll(clients.Select(c => c.DisconnectAsync())).WaitAsync(Patience.Max);
    }
}
