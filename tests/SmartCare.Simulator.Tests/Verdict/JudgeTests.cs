using System.Diagnostics;
using System.Threading.Channels;
using SmartCare.Simulator.Api;
using SmartCare.Simulator.Verdict;

namespace SmartCare.Simulator.Tests.Verdict;

public sealed class JudgeTests
{
    /// <summary>A change as the hub shows it, so long after the step.</summary>
    private static readonly long s_played = Stopwatch.GetTimestamp() - 60 * Stopwatch.Frequency;

    private static AlertChange Shown(double afterS, string kind = "help", string device = "call-101-1", string what = "raised", string? place = "101", string? elder = "e") =>
        new("a", 1, kind, "open", place, elder, device, 1, [what], s_played + (long)(afterS * Stopwatch.Frequency));

    private static async Task<(bool Good, string Said)> RuleAsync(Expectation expectation, params AlertChange[] changes)
    {
        var channel = Channel.CreateUnbounded<AlertChange>();
        foreach (var change in changes) channel.Writer.TryWrite(change);
        var said = new StringWriter();
        return (await new Judge(channel.Reader).RuleAsync([(expectation, s_played)], said), said.ToString());
    }

    private static readonly Expectation s_press = Expectation.Rings("help", "call-101-1", 5) with { Place = "101", NeedsElder = true };

    public static TheoryData<string, bool> Cases => new()
    {
        { "raised in time", true }, { "counted in time", true }, { "too late", false }, { "nothing", false }, { "of another device", false }, { "of another kind", false },
        { "in another place", false }, { "of nobody", false }, { "only acknowledged", false },
    };

    [Theory, MemberData(nameof(Cases))]
    public async Task What_must_come_is_the_right_need_in_its_time(string what, bool isGood)
    {
        AlertChange[] changes = what switch
        {
            "raised in time" => [Shown(1, kind: "system"), Shown(1)],
            "counted in time" => [Shown(4.9, what: "repeated")],
            "too late" => [Shown(5.1)],
            "of another device" => [Shown(1, device: "call-101-2")],
            "of another kind" => [Shown(1, kind: "fall")],
            "in another place" => [Shown(1, place: "102")],
            "of nobody" => [Shown(1, elder: null)],
            "only acknowledged" => [Shown(1, what: "acknowledged")],
            _ => [],
        };
        var (good, said) = await RuleAsync(s_press, changes);
        Assert.True(good == isGood, said);
        Assert.Contains(isGood ? "as it must be" : "NOT AS IT MUST BE", said, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("raised", 3, false)]
    [InlineData("raised", 16, true)]
    [InlineData("cleared", 3, true)]
    public async Task What_must_not_come_is_judged_until_its_end(string what, double afterS, bool isGood) =>
        Assert.Equal(isGood, (await RuleAsync(Expectation.Silent("help", "call-101-1", 15), Shown(afterS, what: what))).Good);

    [Fact]
    public async Task A_story_that_expects_nothing_has_no_good_verdict() =>
        Assert.False(await new Judge(Channel.CreateUnbounded<AlertChange>().Reader).RuleAsync([], new StringWriter()));
}
