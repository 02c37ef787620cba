using SmartCare.Domain.Decisions;
using SmartCare.Domain.Duty;
using SmartCare.Domain.Notices;
using SmartCare.Domain.Rules;
using SmartCare.Domain.Tests.Support;
using SmartCare.Domain.Words;

namespace SmartCare.Domain.Tests.Duty;

/// <summary>"Nobody would be reached" is known before somebody is needed.</summary>
public sealed class ReachabilityTests
{
    private static readonly DutyPlan s_dayOnly = DutyHome.Plan with { Shifts = [DutyHome.Plan.Shifts[0]] };

    private static readonly DutyPlan s_noGateway = DutyHome.Plan with { Sms = null };

    [Fact] public void A_full_plan_calls_nobody() => Check("23:59 end", DutyHome.Plan, "→ nothing");
    [Fact] public void Where_nothing_is_planned_nothing_is_missing() => StoryLines.Check("call", "09:00 walls 0, 23:00 end", "→ nothing");
    [Fact] public void A_wall_that_nobody_is_signed_in_to_rings_and_ends_by_itself() =>
        Check("09:00 walls 1, 09:30 walls 0, 09:30:30 walls 2", DutyHome.Plan, "→ system resolved x1 as other, restored");
    [Fact] public void It_is_asked_on_as_any_medium_alert() => Check("09:00 walls 0, 09:31 end", DutyHome.Plan, "→ system open x1 tier 3");
    [Fact] public void A_night_without_anybody_rings_before_it_begins_and_again_when_it_does() =>
        Check("08:30 end, +1d 08:30 end", s_dayOnly, "→ system open x2 tier 3, announced twice, note 'nobody on duty can be told from 03-03 20:00'", registerAt: "08:10");
    [Fact] public void What_was_resolved_without_being_mended_is_asked_again_with_the_next_shift() =>
        Check("09:00 walls 0, 09:01 resolve as other, 19:59 end, 20:00:30 end", DutyHome.Plan, "→ system resolved x1 tier 2 as other, resolved by duty + system open x1 (second)");

    [Theory]
    [InlineData("no director can be told", "director"), InlineData("nobody of the emergency list can be told", "emergency")]
    [InlineData("nobody on duty now can be told", "phones"), InlineData("nobody on duty now can be told, no director can be told", "sms at night")]
    public void A_tier_that_cannot_be_told_is_named(string expected, string without)
    {
        var plan = without switch
        {
            "director" => DutyHome.Plan with { Directors = [] },
            "emergency" => DutyHome.Plan with { Emergency = [DutyHome.Person("120")] },
            "phones" => DutyHome.Plan with { Shifts = [new Shift("always", default, default, [DutyHome.Person("li")])] },
            _ => DutyHome.Plan with { Sms = null },
        };
        var hour = without == "sms at night" ? 21 : 9;
        Assert.Equal(expected, Phrases.Say(ReachabilityRule.Judge(plan, 1, new NoticeExits(plan.Sms is not null, false, [ChannelKind.Wecom, ChannelKind.Webhook], null), Story.Midnight.AddHours(hour), "Etc/UTC", Policy.Default)?.Text, Language.English));
    }

    [Fact] public void Until_the_silo_has_said_by_what_it_can_send_nothing_is_missing() => Check("09:00 end", s_noGateway, "→ nothing");
    [Fact] public void A_site_without_a_gateway_of_its_own_uses_the_silos() => Check("09:00 ways sms", s_noGateway, "→ nothing");
    [Fact] public void Without_any_gateway_who_has_only_a_phone_is_missed_before_he_is_needed() => Check("09:00 ways", s_noGateway, "→ system open x1");
    [Fact] public void A_gateway_that_is_set_up_later_ends_it() => Check("09:00 ways, 09:00:30 ways sms", s_noGateway, "→ system resolved x1 as other, restored");
    [Fact] public void Mail_without_a_mail_server_reaches_nobody() =>
        Check("09:00 ways sms", DutyHome.Plan with { Directors = [DutyHome.Person("zhou", ChannelKind.Mail)] }, "→ system open x1");

    private static readonly DutyPlan s_push = DutyHome.Plan with { Directors = [DutyHome.Person("zhou", ChannelKind.Push)] };

    [Fact] public void Who_has_no_phone_with_notices_on_is_missed_before_he_is_needed() => Check("09:00 phones", s_push, "→ system open x1");
    [Fact] public void Turning_notices_on_ends_it() => Check("09:00 phones, 09:00:30 phones zhou@Push", s_push, "→ system resolved x1 as other, restored");
    [Fact] public void Until_the_silo_has_said_whose_phones_there_are_nobody_is_missed() => Check("09:00 ways push", s_push, "→ nothing");

    [Theory]
    [InlineData("08:00", "li"), InlineData("19:59", "li"), InlineData("20:00", "wu"), InlineData("07:59", "wu"), InlineData("00:00", "wu")]
    public void The_roster_says_who_is_on(string time, string who) => Assert.Equal([who], RosterRule.PeopleAt(
        DutyHome.Plan, Story.Midnight + TimeSpan.Parse(time, System.Globalization.CultureInfo.InvariantCulture), "Etc/UTC").Select(p => p.Name));

    [Fact] public void A_shift_may_begin_on_some_days_only()
    {
        var plan = new DutyPlan { Shifts = [new Shift("night", new(20, 0), new(8, 0), [DutyHome.Person("wu")]) { Days = [Weekday.Monday] }] };
        // Midnight of the stories begins a Monday.
        Assert.Empty(RosterRule.PeopleAt(plan, Story.Midnight.AddHours(1), "Etc/UTC"));
        Assert.Single(RosterRule.PeopleAt(plan, Story.Midnight.AddHours(21), "Etc/UTC"));
        Assert.Single(RosterRule.PeopleAt(plan, Story.Midnight.AddHours(25), "Etc/UTC"));
        Assert.Empty(RosterRule.PeopleAt(plan, Story.Midnight.AddHours(33), "Etc/UTC"));
    }

    [Fact] public void The_clock_of_the_site_counts() => Assert.Equal(["wu"], RosterRule.PeopleAt(DutyHome.Plan, Story.Midnight.AddHours(13), "Asia/Shanghai").Select(p => p.Name));

    private static void Check(string text, DutyPlan plan, string expected, string registerAt = "00:00")
    {
        var story = StoryLines.Play("call", text, s =>
        {
            s.RunTo(Story.Midnight + TimeSpan.Parse(registerAt, System.Globalization.CultureInfo.InvariantCulture));
            DutyHome.With(plan)(s);
        });
        Assert.Equal(expected, "→ " + StoryResult.Tell(story.Effects.Where(e => e is AlertChanged or Refused)));
    }
}
