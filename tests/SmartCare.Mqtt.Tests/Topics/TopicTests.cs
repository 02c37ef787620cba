using SmartCare.Mqtt.Packets;
using SmartCare.Mqtt.Server;
using SmartCare.Mqtt.Sessions;
using SmartCare.Mqtt.Tests.Support;
using SmartCare.Mqtt.Topics;

namespace SmartCare.Mqtt.Tests.Topics;

public sealed class TopicTests
{
    [Theory]
    [InlineData("a", true)]
    [InlineData("/", true)]
    [InlineData("a//b", true)]
    [InlineData("a b/屋", true)]
    [InlineData("$SYS/x", true)]
    [InlineData("", false)]
    [InlineData("a/+", false)]
    [InlineData("a/#", false)]
    [InlineData("a\0b", false)]
    public void Topic_names(string topic, bool valid) => Assert.Equal(valid, TopicName.IsValid(topic));

    [Fact]
    public void Topic_names_have_limits_and_end_exactly_there()
    {
        Assert.True(TopicName.IsValid(new string('a', Limits.TopicBytesMax)));
        Assert.False(TopicName.IsValid(new string('a', Limits.TopicBytesMax + 1)));
        Assert.True(TopicName.IsValid(new string('/', Limits.TopicLevelsMax - 1)));
        Assert.False(TopicName.IsValid(new string('/', Limits.TopicLevelsMax)));
    }

    [Theory]
    [InlineData("a/b", true)]
    [InlineData("#", true)]
    [InlineData("+", true)]
    [InlineData("+/+/#", true)]
    [InlineData("/+", true)]
    [InlineData("$share/g/a/+", true)]
    [InlineData("$share/g//", true)]
    [InlineData("", false)]
    [InlineData("a#", false)]
    [InlineData("a/#/b", false)]
    [InlineData("#/a", false)]
    [InlineData("a+/b", false)]
    [InlineData("a/+b", false)]
    [InlineData("##", false)]
    [InlineData("$share/g", false)]
    [InlineData("$share//a", false)]
    [InlineData("$share/g/", false)]
    [InlineData("$share/g+/a", false)]
    [InlineData("$share/#/a", false)]
    public void Topic_filters(string filter, bool valid) => Assert.Equal(valid, TopicFilter.TryParse(filter, out _));

    public static TheoryData<string, string, bool> Pairs => new()
    {
        { "a", "a", true }, { "a", "A", false }, { "a/b", "a/b", true }, { "a/b", "a", false }, { "a", "a/b", false },
        { "#", "a", true }, { "#", "a/b/c", true }, { "#", "/", true }, { "#", "$SYS/x", false }, { "+/x", "$SYS/x", false },
        { "$SYS/#", "$SYS/x", true }, { "$SYS/+", "$SYS/x", true }, { "a/$b", "a/$b", true }, { "a/+", "a/$b", true },
        { "a/#", "a", true }, { "a/#", "a/b/c", true }, { "a/#", "ab", false }, { "a/+", "a", false }, { "a/+", "a/", true },
        { "+", "a", true }, { "+", "/a", false }, { "/+", "/a", true }, { "+/+", "/a", true }, { "a/+/c", "a/b/c", true },
        { "a/+/c", "a/b/d", false }, { "a/+/#", "a/b", true }, { "a/+/#", "a", false }, { "+/+/#", "a/b/c/d", true },
        { "a//b", "a//b", true },
        { "a/+/b", "a//b", true }, { "smartcare/+/set", "smartcare/siren-1/set", true }, { "a/b/#", "a/c", false },
        { "/", "/", true }, { "a/", "a", false },
    };

    [Theory, MemberData(nameof(Pairs))]
    public void A_filter_matches_what_the_standard_says(string filter, string topic, bool matches) =>
        Assert.Equal(matches, TopicFilter.Matches(filter, topic));

    [Theory, MemberData(nameof(Pairs))]
    public void The_tree_agrees(string filter, string topic, bool matches)
    {
        var tree = new SubscriptionTree();
        Add(tree, "other/noise");
        Add(tree, filter);
        Assert.Equal(matches, tree.Find(topic).PerSession.Any(s => s[0].Filter.Filter == filter));
    }

    [Fact]
    public void The_tree_and_the_plain_matcher_agree_on_random_filters_and_topics()
    {
        var random = new Random(1);
        string[] parts = ["a", "b", "", "+", "$x"];
        for (var i = 0; i < 20_000; i++)
        {
            string Some(int kinds) => string.Join('/', Enumerable.Range(0, random.Next(1, 5)).Select(_ => parts[random.Next(kinds)]));
            var topic = Some(3).Replace('+', 'c');
            if (topic.Length == 0) topic = "$x/a";
            var filter = Some(5) + (random.Next(3) == 0 ? "/#" : "");
            if (!TopicFilter.TryParse(filter, out _)) continue;
            var tree = new SubscriptionTree();
            Add(tree, filter);
            Assert.True(TopicFilter.Matches(filter, topic) != tree.Find(topic).IsEmpty, $"{filter} {topic}");
        }
    }

    [Fact]
    public void A_subscription_that_is_removed_leaves_nothing_behind()
    {
        var tree = new SubscriptionTree();
        var kept = Add(tree, "a/b");
        var gone = Add(tree, "a/b/c/#");
        tree.Remove(gone);
        Assert.True(tree.Find("a/b/c/d").IsEmpty);
        Assert.False(tree.Find("a/b").IsEmpty);
        tree.Remove(kept);
        Assert.True(tree.Find("a/b").IsEmpty);
    }

    [Fact]
    public void Members_of_a_shared_subscription_take_turns()
    {
        var tree = new SubscriptionTree();
        var members = Enumerable.Range(0, 3).Select(_ => Add(tree, "$share/g/a")).ToArray();
        var turns = Enumerable.Range(0, 9).Select(_ => tree.Find("a").Groups.Single().Next("a")).ToArray();
        foreach (var member in members) Assert.Equal(3, turns.Count(t => t == member));
    }

    private static Subscription Add(SubscriptionTree tree, string text)
    {
        Assert.True(TopicFilter.TryParse(text, out var filter));
        var session = new Session("s", Limits.SubscriptionsMax, new MonotonicClock(new ManualTime()), new MqttCounters());
        var subscription = new Subscription(session, filter, new SubscribeOptions(1), 0);
        tree.Add(subscription);
        return subscription;
    }
}
