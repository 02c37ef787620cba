using System.Collections.Concurrent;
using System.Text;
using SmartCare.Mqtt.Packets;
using SmartCare.Mqtt.Tests.Support;
using SmartCare.Testing;

namespace SmartCare.Mqtt.Tests.Server;

/// <summary>Rights, and what lets a client in, may be withdrawn while it is connected, while it enters and while it is away.</summary>
public sealed class WithdrawnTests
{
    private readonly ConcurrentDictionary<string, bool> _forbidden = new();

    private HouseAuthenticator House() => new() { Name = request => request.UserName, MayHear = (name, topic) => !_forbidden.ContainsKey($"{name} {topic}") };

    private static async Task<MqttNetClient> EnterAsync(MqttHost host, string user, string id, byte level = 5, bool isKept = false)
    {
        var client = host.Client(id, level, o => o with { UserName = user, CleanStart = !isKept, SessionExpiryS = isKept ? 1000u : 0 });
        await client.ConnectAsync().WaitAsync(Patience.Max);
        return client;
    }

    private static async Task<string> NextAsync(MqttNetClient client) =>
        Encoding.UTF8.GetString((await client.Messages.ReadAsync().AsTask().WaitAsync(Patience.Max)).Payload);

    [Fact]
    public async Task A_message_is_judged_when_it_is_sent_live_or_retained_and_every_time_anew()
    {
        await using var host = await MqttHost.StartAsync(House());
        await using var client = await EnterAsync(host, "u", "c");
        await client.SubscribeAsync("#");
        for (var i = 0; i < 3; i++)
        {
            if (i == 1) _forbidden["u a"] = true;
            if (i == 2) _forbidden.Clear();
            host.Broker.Publish("a", Encoding.UTF8.GetBytes($"a{i}"), 1, retain: true);
            host.Broker.Publish("b", Encoding.UTF8.GetBytes($"b{i}"), 0, retain: false);
        }

        foreach (var payload in (string[])["a0", "b0", "b1", "a2", "b2"]) Assert.Equal(payload, await NextAsync(client));
        _forbidden["v a"] = true;
        await using var late = await EnterAsync(host, "v", "late");
        await late.SubscribeAsync("a");
        await late.SubscribeAsync("b");
        host.Broker.Publish("b", "live"u8.ToArray(), 1, retain: false);
        Assert.Equal("live", await NextAsync(late));
    }

    [Fact]
    public async Task What_waited_for_a_client_is_judged_when_it_is_back()
    {
        await using var host = await MqttHost.StartAsync(House());
        await using (var client = await EnterAsync(host, "u", "c", isKept: true)) await client.SubscribeAsync("#");
        foreach (var topic in (string[])["a", "b"]) host.Broker.Publish(topic, Encoding.UTF8.GetBytes(topic), 1, retain: false);
        _forbidden["u a"] = true;
        await using var back = await EnterAsync(host, "u", "c", isKept: true);
        Assert.Equal("b", await NextAsync(back));
    }

    [Fact]
    public async Task A_shared_subscription_gives_each_message_to_a_member_who_may_have_it()
    {
        await using var host = await MqttHost.StartAsync(House());
        await using var may = await EnterAsync(host, "may", "1");
        await using var mayNot = await EnterAsync(host, "may-not", "2");
        foreach (var member in (MqttNetClient[])[may, mayNot]) await member.SubscribeAsync("$share/g/+");
        _forbidden["may-not a"] = true;
        for (var i = 0; i < 6; i++) host.Broker.Publish("a", Encoding.UTF8.GetBytes($"{i}"), 1, retain: false);
        for (var i = 0; i < 6; i++) Assert.Equal($"{i}", await NextAsync(may));
        Assert.Equal(0, mayNot.Messages.Count);
    }

    [Theory]
    [InlineData(5)]
    [InlineData(4)]
    public async Task Whoever_is_disconnected_by_name_is_told_so_and_others_stay(byte level)
    {
        await using var host = await MqttHost.StartAsync(House());
        await using var one = await EnterAsync(host, "u", "1", level);
        await using var two = await EnterAsync(host, "u", "2", level);
        await using var other = await EnterAsync(host, "v", "1", level);
        host.Broker.Disconnect("u", MqttReason.AdministrativeAction, endSessions: false);
        foreach (var client in (MqttNetClient[])[one, two])
        {
            await client.Closed.WaitAsync(Patience.Max);
            // 3.1.1 has no word for it: it is closed.
            if (level == 5) Assert.Equal(MqttReason.AdministrativeAction, client.CloseReason!.Reason);
        }

        await other.PublishAsync("still", "here");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Its_sessions_go_on_without_it_or_end_with_it_also_those_whose_clients_are_away(bool end)
    {
        await using var host = await MqttHost.StartAsync(House());
        await (await EnterAsync(host, "u", "away", isKept: true)).DisposeAsync();
        await using var there = await EnterAsync(host, "u", "there", isKept: true);
        await (await EnterAsync(host, "v", "away", isKept: true)).DisposeAsync();
        host.Broker.Disconnect("u", MqttReason.AdministrativeAction, end);
        await there.Closed.WaitAsync(Patience.Max);
        foreach (var (user, id, goesOn) in (IEnumerable<(string, string, bool)>)[("u", "away", !end), ("u", "there", !end), ("v", "away", true)])
        {
            await using var back = host.Client(id, with: o => o with { UserName = user, CleanStart = false, SessionExpiryS = 1000 });
            Assert.Equal(goesOn, (await back.ConnectAsync().WaitAsync(Patience.Max)).SessionPresent);
        }
    }

    /// <summary>The password was changed after it had been found right and before its client could be found.</summary>
    [Fact]
    public async Task What_let_a_client_in_is_asked_once_more_when_it_can_be_found()
    {
        var house = new HouseAuthenticator { Name = request => request.UserName, StillHolds = name => name != "u" };
        await using var host = await MqttHost.StartAsync(house);
        var refused = await Assert.ThrowsAsync<MqttNetException>(() => EnterAsync(host, "u", "1"));
        Assert.Equal(MqttReason.BadUserNameOrPassword, refused.Reason);
        await (await EnterAsync(host, "v", "1")).DisposeAsync();
    }
}
