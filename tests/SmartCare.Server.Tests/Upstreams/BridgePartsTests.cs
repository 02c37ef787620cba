using SmartCare.Bridge;

namespace SmartCare.Server.Tests.Upstreams;

/// <summary>The parts of the bridge that need no broker.</summary>
public sealed class BridgePartsTests
{
    [Theory]
    [InlineData(0, 0, 0.5), InlineData(0, 1, 1), InlineData(1, 0, 1), InlineData(3, 1, 8), InlineData(5, 0, 15), InlineData(5, 1, 30), InlineData(60, 1, 30), InlineData(int.MaxValue, 0, 15)]
    public void A_pause_doubles_up_to_half_a_minute_and_half_of_it_is_chance(int tries, double chance, double seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), Backoff.After(tries, chance));

    [Fact]
    public async Task What_waits_is_said_in_order_and_stays_until_it_was_taken()
    {
        var queue = new OutwardQueue();
        foreach (var topic in (string[])["a", "b"]) queue.Say(new Outward(topic, default, Retain: false));
        Assert.Equal("a", (await queue.NextAsync(default)).Topic);
        Assert.Equal("a", (await queue.NextAsync(default)).Topic);
        queue.Taken(await queue.NextAsync(default));
        Assert.Equal(("b", 1), ((await queue.NextAsync(default)).Topic, queue.Waiting));
    }

    [Fact]
    public async Task A_broker_that_is_away_holds_up_nobody_and_the_oldest_goes()
    {
        var queue = new OutwardQueue();
        for (var i = 0; i < Limits.OutwardMax + 3; i++) queue.Say(new Outward($"{i}", default, Retain: false));
        Assert.Equal((Limits.OutwardMax, 3L), (queue.Waiting, queue.Dropped));
        Assert.Equal("3", (await queue.NextAsync(default)).Topic);
    }

    [Fact]
    public async Task The_newest_word_of_a_retained_topic_is_said_and_again_at_each_connection()
    {
        var queue = new OutwardQueue();
        queue.Say(new Outward("state", new byte[] { 1 }, Retain: true));
        var before = await queue.NextAsync(default);
        queue.Say(new Outward("state", new byte[] { 2 }, Retain: true));
        // What was on its way is not the newest any more.
        queue.Taken(before);
        Assert.Equal((byte)2, (await queue.NextAsync(default)).Payload.Span[0]);
        queue.Taken(await queue.NextAsync(default));
        Assert.Equal(0, queue.Waiting);
        var next = queue.NextAsync(default).AsTask();
        Assert.False(next.IsCompleted);
        queue.BeginAnew();
        queue.Say(new Outward("change", default, Retain: false));
        Assert.Equal("state", (await next).Topic);
    }

    [Fact]
    public void Retained_topics_have_a_limit()
    {
        var queue = new OutwardQueue();
        for (var i = 0; i <= Limits.OutwardRetainedMax; i++) queue.Say(new Outward($"{i}", default, Retain: true));
        Assert.Equal((Limits.OutwardRetainedMax, 1L), (queue.Waiting, queue.Dropped));
    }

    [Fact]
    public async Task The_socket_is_not_read_until_half_of_what_waits_was_judged()
    {
        var brake = new Brake(4);
        for (var i = 0; i < 4; i++) brake.Enter();
        var room = brake.WaitForRoomAsync();
        brake.Leave();
        Assert.False(room.IsCompleted);
        brake.Leave();
        await room;
        brake.Enter();
        Assert.True(brake.WaitForRoomAsync().IsCompleted);
    }

    [Fact]
    public async Task A_connection_that_has_gone_waits_for_nothing()
    {
        var brake = new Brake(1);
        brake.Enter();
        var room = brake.WaitForRoomAsync();
        brake.Release();
        await room;
        Assert.True(brake.WaitForRoomAsync().IsCompleted);
    }
}
