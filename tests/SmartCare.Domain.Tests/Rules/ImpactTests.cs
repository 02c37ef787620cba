using System.Globalization;
using System.Text;
using SmartCare.Domain.Readings;
using SmartCare.Domain.Tests.Support;
using SmartCare.Domain.Words;

namespace SmartCare.Domain.Tests.Rules;

/// <summary>What Li's wearable felt, 50 times a second: <c>stands 1000</c> (ms), <c>walks</c>, <c>falls</c>, <c>hits 3.5</c> (g), <c>lies</c>, <c>turns</c>.
/// A fall is free fall, then an impact, then stillness; it has its window of 30 s like any suspicion.</summary>
public sealed class ImpactTests
{
    private const string Fall = "stands 1000, falls 300, hits 3.5, lies 2000";

    [Theory]
    [InlineData(Fall, "→ fall open x1")]
    [InlineData("walks 2000, falls 200, hits 2.9, turns 400, lies 1500", "→ fall open x1")]
    [InlineData("walks 5000", "→ nothing")]
    [InlineData("stands 1000, falls 300, hits 3.5, walks 3000", "→ nothing")] // stumbled and went on
    [InlineData("stands 1000, falls 300, hits 3.5, lies 1500, walks 500", "→ nothing")] // got up again
    [InlineData("stands 1000, hits 3.5, lies 2000", "→ nothing")] // a hand on the table, then rest
    [InlineData("stands 1000, falls 300, hits 2.2, lies 2000", "→ nothing")] // sat down hard
    [InlineData("stands 1000, falls 40, hits 3.5, lies 2000", "→ nothing")] // a jolt
    [InlineData("falls 300, stands 1500, hits 3.5, lies 2000", "→ nothing")] // dropped and caught long before
    [InlineData("stands 1000, falls 300, hits 3.5, lies 600", "→ nothing")] // ends too early to say
    [InlineData("lies 10000", "→ nothing")] // sleeps
    public void A_burst_is_a_fall_when_all_three_come_in_order(string felt, string expected) => Assert.Equal(expected, Play(felt).Result);

    [Theory]
    [InlineData("acceleration_peak=3.1 free_fall_ms=120 still_s=2", "→ fall open x1"), InlineData("acceleration_peak=2.74 free_fall_ms=80 still_s=1", "→ fall open x1")]
    [InlineData("acceleration_peak=2.7 free_fall_ms=120 still_s=2", "→ nothing"), InlineData("acceleration_peak=3.1 free_fall_ms=79 still_s=2", "→ nothing")]
    [InlineData("acceleration_peak=3.1 free_fall_ms=120 still_s=0.9", "→ nothing"), InlineData("acceleration_peak=3.1 free_fall_ms=120", "→ nothing")]
    public void A_wearable_may_send_the_three_numbers_itself(string says, string expected) => Check($"09:00 band {says}, 09:00:31 end", expected);

    [Fact] public void It_waits_for_half_a_minute_as_any_suspicion_does() => Assert.Equal("→ nothing", Play(Fall, "09:00:29 end").Result);
    [Theory, InlineData("motion occupancy=true"), InlineData("call action=fine"), InlineData("band fall=suspected, 09:00:25 band fall=none")]
    public void Movement_elsewhere_or_I_am_fine_takes_it_back(string then) => Assert.Equal("→ nothing; fall cancelled", Play(Fall, $"09:00:20 {then}, 09:05 end").Result);
    [Fact] public void A_wearable_that_says_none_with_every_message_takes_nothing_back() =>
        Check("08:59 band fall=none, 09:00:00 band fall=none acceleration_peak=3 free_fall_ms=200 still_s=2, 09:00:10 band fall=none heart_rate=80, 09:00:31 end", "→ fall open x1");

    [Fact] public void The_same_numbers_again_are_a_cached_state() => Check(
        "09:00:00 band acceleration_peak=3 free_fall_ms=200 still_s=2, 09:00:10 call action=fine, 09:10 band acceleration_peak=3 free_fall_ms=200 still_s=2, 09:20 end", "→ nothing; fall cancelled");
    [Fact] public void A_second_fall_is_counted() => Check(
        "09:00:00 band acceleration_peak=3 free_fall_ms=200 still_s=2, 09:05:00 band acceleration_peak=4 free_fall_ms=200 still_s=2, 09:06 end", "→ fall open x2, announced twice");
    [Fact] public void What_a_radar_or_a_button_sends_under_these_names_is_no_fall() =>
        Check("09:00 radar acceleration_peak=3 free_fall_ms=200 still_s=2, 09:00 call acceleration_peak=3 free_fall_ms=200 still_s=2, 09:01 end", "→ nothing");
    [Fact] public void A_tested_fall_calls_nobody() => Check("09:00 band test=true acceleration_peak=3 free_fall_ms=200 still_s=2, 09:01 end", "→ nothing; tested");

    /// <summary>Where a model has judged the burst, it alone does: the three numbers of the first say fall, those of the second do not.</summary>
    [Theory]
    [InlineData("acceleration_peak=3.1 free_fall_ms=120 still_s=2 fall_score=0.2", "→ nothing")]
    [InlineData("acceleration_peak=1.9 free_fall_ms=0 still_s=0 fall_score=0.5", "→ fall open x1")]
    [InlineData("acceleration_peak=3.1 free_fall_ms=120 still_s=2 fall_trial=0.1", "→ fall open x1")] // on trial: the rule decides
    [InlineData("acceleration_peak=1.9 free_fall_ms=0 still_s=0 fall_trial=0.9", "→ nothing")]
    [InlineData("fall=confirmed acceleration_peak=1.9 free_fall_ms=0 still_s=0 fall_score=0", "→ fall open x1")] // its own word is never softened
    [InlineData("sos=true acceleration_peak=1.9 free_fall_ms=0 still_s=0 fall_score=0", "→ help open x1")]
    public void What_a_model_says_takes_the_rules_place(string says, string expected) => Check($"09:00 band {says}, 09:00:31 end", expected);

    [Fact] public void A_device_that_says_the_houses_own_words_is_not_heard()
    {
        var decoded = PayloadDecoder.Decode("""{"fall_score":1,"fall_why":"x","fall_trial":1,"heart_rate":70}"""u8);
        Assert.Equal(["heart_rate"], decoded.Values.Select(v => v.Channel));
        Assert.Contains("the house says that itself", decoded.Trouble, StringComparison.Ordinal);
    }

    private static void Check(string story, string expected) => WatchStory.Check("radar motion call band", story, expected);

    private static WatchStory Play(string felt, string then = "09:00:31 end")
    {
        var story = WatchStory.Of("radar motion call band", "08:00 motion occupancy=false, 09:00 end");
        var bytes = Encoding.UTF8.GetBytes($$"""{"rate":50,"acceleration":[{{string.Join(',', felt.Split(", ").SelectMany(Samples50))}}]}""");
        story.Story.Hear(new Reading(DeviceId.Of("band"), null, Samples.Hash(bytes), false, 0, PayloadDecoder.Decode(bytes).Values));
        foreach (var line in then.Split(", ")) story.Event(line);
        return story;
    }

    private static IEnumerable<string> Samples50(string words)
    {
        var (what, number) = words.Split(' ') is [var w, var n] ? (w, double.Parse(n, CultureInfo.InvariantCulture)) : throw new FormatException(words);
        if (what == "hits") return [Sample(number, 0, 0)];
        return Enumerable.Range(0, (int)(number / 20)).Select(i => what switch
        {
            "stands" => Sample(0, 0, 1 + 0.02 * Math.Sin(i)),
            "walks" => Sample(0.2 * Math.Sin(i / 4.0), 0, 1 + 0.4 * Math.Sin(i / 2.0)),
            "falls" => Sample(0.1, 0, 0.25),
            "lies" => Sample(0, 1, 0.02 * Math.Cos(i)),
            "turns" => Sample(Math.Sin(i / 5.0), Math.Cos(i / 5.0), 0),
            _ => throw new FormatException(what),
        });
    }

    private static string Sample(double x, double y, double z) => string.Create(CultureInfo.InvariantCulture, $"[{x:0.###},{y:0.###},{z:0.###}]");
}
