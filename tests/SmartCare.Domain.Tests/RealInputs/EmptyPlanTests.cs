using SmartCare.Domain.Alerts;
using SmartCare.Domain.Decisions;
using SmartCare.Domain.Duty;
using SmartCare.Domain.Notices;
using SmartCare.Domain.Tests.Support;
using SmartCare.Domain.Words;

namespace SmartCare.Domain.Tests.RealInputs;

/// <summary>A plan by which nobody is told is known before somebody presses, and the alert says who was told.</summary>
public sealed class EmptyPlanTests
{
    private static readonly Dictionary<string, DutyPlan?> s_plans = new()
    {
        ["none"] = null,
        ["empty"] = new DutyPlan(),
        ["full"] = DutyHome.Plan,
        ["days only"] = DutyHome.Plan with { Shifts = [DutyHome.Plan.Shifts[0]] },
        ["no Sundays"] = DutyHome.Plan with { Shifts = [new("all", default, default, [DutyHome.Person("li", ChannelKind.Wecom)]) { Days = [Weekday.Monday, Weekday.Tuesday, Weekday.Wednesday, Weekday.Thursday, Weekday.Friday, Weekday.Saturday] }] },
        ["night by phone"] = DutyHome.Plan with { Sms = null, Directors = [DutyHome.Person("zhou", ChannelKind.Wecom)] },
        ["director alone"] = DutyHome.Plan with { Shifts = [] },
        ["the wall alone"] = new DutyPlan { Tiers = [new TierRule(null, null, null, null, null)] },
        ["shift alone, and nobody in it"] = new DutyPlan { Tiers = [new TierRule(null, null, 60, null, null)] },
    };

    [Theory]
    // Midnight of the stories begins a Monday.
    [InlineData("none", "09:10", "")]
    [InlineData("none", "09:15", "there is no duty plan: nobody outside can be told")]
    [InlineData("empty", "09:00", "no director can be told, nobody of the emergency list can be told")]
    [InlineData("full", "23:00", "")]
    [InlineData("days only", "09:00", "nobody on duty can be told from 03-02 20:00")]
    [InlineData("no Sundays", "09:00", "nobody on duty can be told from 03-08 00:00")]
    [InlineData("night by phone", "09:00", "nobody on duty can be told from 03-02 20:00")]
    [InlineData("director alone", "09:00", "")]
    [InlineData("the wall alone", "23:00", "")]
    [InlineData("shift alone, and nobody in it", "09:00", "nobody is ever on duty")]
    public void What_is_missing_rings_before_it_is_needed(string plan, string until, string expected)
    {
        var story = Play(plan, $"{until} end");
        Assert.Equal(expected, Phrases.Say(story.Effects.OfType<AlertChanged>().LastOrDefault(c => c.Alert.Kind is AlertKind.System)?.Event.Note, Language.English) ?? "");
    }

    [Fact]
    public void It_ends_when_the_plan_is_filled()
    {
        var story = Play("none", "09:20 end");
        story.Say(Subject.Of(Home.Site), new Register(DutyHome.Sunshine));
        Assert.Equal("→ system resolved x1 as other, restored", "→ " + StoryResult.Tell(story.Effects.Where(e => e is AlertChanged)).Replace(" tier 2", "", StringComparison.Ordinal));
    }

    [Fact]
    public void Resolved_without_a_plan_it_is_asked_again_the_next_day()
    {
        var story = Play("none", "09:20 resolve as other, +1d 09:14 end");
        Assert.Single(story.Effects.OfType<AlertChanged>(), c => c.Event.What is AlertStep.Raised);
        story.RunTo(story.Now.AddMinutes(2));
        Assert.Equal(2, story.Effects.OfType<AlertChanged>().Count(c => c.Event.What is AlertStep.Raised));
    }

    [Theory]
    [InlineData("none", "09:20 press, 09:21 end", "nobody could be told")]
    [InlineData("empty", "09:20 press, 09:21 end", "nobody could be told")]
    [InlineData("full", "09:20 press, 09:21 end", "li asked")]
    [InlineData("full", "09:20 press, 09:21:10 told", "li told")]
    [InlineData("full", "09:20 press, 09:21:10 untold", "li asked")]
    [InlineData("full", "09:20 press, 09:21:10 untold, 09:21:20 untold", "nobody could be told")]
    [InlineData("full", "09:20 press, 09:21:10 told, 09:23 end", "li told, zhou asked")]
    [InlineData("director alone", "09:20 press, 09:21:10 end", "zhou asked")]
    [InlineData("days only", "21:00 press, 21:01 end", "zhou asked")]
    public void The_alert_says_who_was_told(string plan, string story, string expected)
    {
        var alert = Play(plan, story).Effects.OfType<AlertChanged>().Last(c => c.Alert.Kind is AlertKind.Help).Alert;
        Assert.True(alert.Tier > 1);
        var asked = alert.Asked.Where(a => a.Delivered is not false).Select(a => $"{a.Person} {(a.Delivered is true ? "told" : "asked")}");
        Assert.Equal(expected, string.Join(", ", asked.DefaultIfEmpty("nobody could be told")));
    }

    /// <summary>The plan is there at nine, and the silo says by what it sends.</summary>
    private static Story Play(string plan, string text) => StoryLines.Play("call", "09:00 ways, " + text, story =>
    {
        story.RunTo(Story.Midnight.AddHours(9));
        story.Say(Subject.Of(Home.Site), new Register(DutyHome.Sunshine with { Duty = s_plans[plan] }));
    });
}
