using System.Text;
using SmartCare.Mqtt.Packets;
using SmartCare.Mqtt.Server;
using SmartCare.Mqtt.Tests.Sessions;
using SmartCare.Mqtt.Tests.Support;
using SmartCare.Testing;

namespace SmartCare.Mqtt.Tests.Server;

/// <summary>A first level of topics that some have to themselves: nobody else hears it, commands it or finds it retained, and no one has to do anything for it.</summary>
public sealed class SpaceTests
{
    private readonly ManualTime _time = new();
    private readonly MemoryStore _store = new();

    /// <summary>Every user has "z" to themselves; "plain" has none.</summary>
    private static HouseAuthenticator House(bool hasSpaces = true) => new()
    {
        Name = request => request.UserName, Space = name => hasSpaces && name is not (null or "plain") ? new MqttSpace(name, "z") : null,
    };

    private Task<MqttHost> StartAsync(bool hasSpaces = true) => MqttHost.StartAsync(House(hasSpaces), store: _store, time: _time);

    private static async Task<MqttNetClient> EnterAsync(MqttHost host, string user, string id, byte level = 5, bool isKept = false)
    {
        var client = host.Client(id, level, o => o with { UserName = user, CleanStart = !isKept, SessionExpiryS = isKept ? 1000u : 0 });
        await client.ConnectAsync().WaitAsync(Patience.Max);
        return client;
    }

    private static async Task<string> NextAsync(MqttNetClient client)
    {
        var message = await client.Messages.ReadAsync().AsTask().WaitAsync(Patience.Max);
        return $"{message.Topic} {Encoding.UTF8.GetString(message.Payload)}{(message.Retain ? " retained" : "")}";
    }

    [Theory]
    [InlineData("z/#", 5)]
    [InlineData("z/#", 4)]
    [InlineData("z/+/request/x", 5)]
    [InlineData("z/bridge/request/x", 4)]
    [InlineData("$share/g/z/bridge/#", 5)]
    [InlineData("#", 5)]
    [InlineData("+/#", 5)]
    [InlineData("+/bridge/request/x", 5)]
    public async Task Another_hears_nothing_of_it_and_a_companion_hears_it_as_it_was_said(string filter, byte level)
    {
        await using var host = await StartAsync();
        await using var other = await EnterAsync(host, "b", "b1", level);
        await using var plain = await EnterAsync(host, "plain", "p1", level);
        await using var companion = await EnterAsync(host, "a", "a2", level);
        foreach (var client in (MqttNetClient[])[other, plain, companion])
        {
            await client.SubscribeAsync(filter);
            await client.SubscribeAsync("end");
        }

        await using var speaker = await EnterAsync(host, "a", "a1", level);
        await speaker.PublishAsync("z/bridge/request/x", "1");
        await speaker.PublishAsync("end", "2");
        // "#" and "+/#" are no filters of the space: a house does not grant them, and they reach no space.
        if (filter[0] is 'z' or '$') Assert.Equal("z/bridge/request/x 1", await NextAsync(companion));
        foreach (var client in (MqttNetClient[])[companion, other, plain])
        {
            Assert.Equal("end 2", await NextAsync(client));
            Assert.Equal(0, client.Messages.Count);
        }
    }

    [Fact]
    public async Task What_is_retained_is_retained_in_it_also_over_a_restart_and_each_has_its_own()
    {
        await using (var host = await StartAsync())
        {
            foreach (var user in (string[])["a", "b"])
            {
                await using var speaker = await EnterAsync(host, user, "c");
                await speaker.PublishAsync("z/bridge/state", user, retain: true);
            }

            await host.StopAsync();
        }

        await using var again = await StartAsync();
        foreach (var user in (string[])["a", "b"])
        {
            await using var late = await EnterAsync(again, user, "late");
            await late.SubscribeAsync("z/#");
            Assert.Equal($"z/bridge/state {user} retained", await NextAsync(late));
            await late.PublishAsync("z/bridge/state", "", retain: true);
            Assert.Equal("z/bridge/state ", await NextAsync(late));
            Assert.Equal(0, late.Messages.Count);
        }

        await using var plain = await EnterAsync(again, "plain", "p");
        await plain.SubscribeAsync("#");
        await plain.SubscribeAsync("z/#");
        await plain.PublishAsync("z/own", "plain");
        Assert.Equal("z/own plain", await NextAsync(plain));
    }

    [Fact]
    public async Task A_kept_session_hears_in_it_what_was_said_while_its_client_was_away_over_a_restart()
    {
        await using (var host = await StartAsync())
        {
            await using (var away = await EnterAsync(host, "a", "away", isKept: true)) await away.SubscribeAsync("z/#");
            await using var speaker = await EnterAsync(host, "a", "c");
            await speaker.PublishAsync("z/x/set", "1");
            await host.StopAsync();
        }

        await using var again = await StartAsync();
        await using var back = await EnterAsync(again, "a", "away", isKept: true);
        Assert.Equal("z/x/set 1", await NextAsync(back));
        await back.UnsubscribeAsync("z/#");
        await back.SubscribeAsync("end");
        await back.PublishAsync("z/x/set", "2");
        await back.PublishAsync("end", "3");
        Assert.Equal("end 3", await NextAsync(back));
    }

    [Fact]
    public async Task A_will_is_said_in_it()
    {
        await using var host = await StartAsync();
        await using var companion = await EnterAsync(host, "a", "a2");
        await using var other = await EnterAsync(host, "b", "b1");
        foreach (var client in (MqttNetClient[])[companion, other]) await client.SubscribeAsync("z/#");
        await using var device = host.Client("a1", with: o => o with { UserName = "a", Will = new MqttWill("z/bridge/state", "offline"u8.ToArray(), 1, true) });
        await device.ConnectAsync().WaitAsync(Patience.Max);
        device.Abort();
        Assert.Equal("z/bridge/state offline", await NextAsync(companion));
        await other.PublishAsync("z/mine", "1");
        Assert.Equal("z/mine 1", await NextAsync(other));
    }

    /// <summary>Sessions and messages of before there were spaces.</summary>
    [Fact]
    public async Task A_kept_session_of_before_moves_into_it_and_what_waited_outside_is_not_delivered()
    {
        await using (var host = await StartAsync(hasSpaces: false))
        {
            foreach (var user in (string[])["a", "b"])
            {
                await using var away = await EnterAsync(host, user, "away", isKept: true);
                await away.SubscribeAsync("z/#");
                await away.SubscribeAsync("$share/g/z/only");
            }

            await using var speaker = await EnterAsync(host, "a", "c");
            await speaker.PublishAsync("z/x/set", "before");
            await host.StopAsync();
        }

        await using var again = await StartAsync();
        await using var a = await EnterAsync(again, "a", "away", isKept: true);
        await using var b = await EnterAsync(again, "b", "away", isKept: true);
        await a.PublishAsync("z/x/set", "of a");
        await b.PublishAsync("z/x/set", "of b");
        Assert.Equal("z/x/set of a", await NextAsync(a));
        Assert.Equal("z/x/set of b", await NextAsync(b));
    }

    /// <summary>Whoever knows how the broker writes another's topics gains nothing: the house judges what the client has written.</summary>
    [Fact]
    public async Task The_brokers_own_spelling_is_judged_as_it_was_written()
    {
        var asked = new List<string>();
        var house = new HouseAuthenticator
        {
            Name = request => request.UserName, Space = name => new MqttSpace(name!, "z"),
            MaySubscribe = filter =>
            {
                asked.Add(filter);
                return filter.StartsWith("z/", StringComparison.Ordinal);
            },
        };
        await using var host = await MqttHost.StartAsync(house);
        await using var client = await EnterAsync(host, "b", "c");
        await Assert.ThrowsAsync<MqttNetException>(() => client.SubscribeAsync("$a\u0001z/#"));
        Assert.Equal(["$a\u0001z/#"], asked);
    }

    [Fact]
    public async Task A_filter_that_would_be_too_long_inside_is_refused()
    {
        await using var host = await StartAsync();
        await using var client = await EnterAsync(host, "a-name-of-some-length", "c");
        var filter = "z/" + new string('x', Limits.TopicBytesMax - 10);
        Assert.Equal(MqttReason.TopicFilterInvalid, (await Assert.ThrowsAsync<MqttNetException>(() => client.SubscribeAsync(filter))).Reason);
    }
}
