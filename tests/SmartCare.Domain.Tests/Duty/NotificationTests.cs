using SmartCare.Domain.Duty;
using SmartCare.Domain.Notices;
using SmartCare.Domain.Tests.Support;
using SmartCare.Domain.Words;

namespace SmartCare.Domain.Tests.Duty;

/// <summary>Who outside the wall is told, by which way, when, and who hears the good end. Wang's button; Li by day, Wu by night.</summary>
public sealed class NotificationTests
{
    [Fact] public void The_shift_then_director_and_family_then_the_emergency_list_and_that_again() => DutyHome.CheckTold(
        "call", "09:00 press, 09:11 end", DutyHome.Plan, new Household(ContactMode.Fanout, DutyHome.Family.Contacts),
        "09:01:00 duty li wecom", "09:03:00 director zhou sms", "09:03:00 family daughter sms", "09:03:00 family son sms",
        "09:06:00 emergency 120 webhook", "09:11:00 emergency 120 webhook");

    [Fact] public void At_night_the_night_shift() => DutyHome.CheckTold("call", "20:00 press, 20:01 end", DutyHome.Plan, null, "20:01:00 duty wu sms");
    [Fact] public void After_midnight_it_is_still_yesterdays_night_shift() => DutyHome.CheckTold("call", "+1d 07:58 press, +1d 07:59 end", DutyHome.Plan, null, "07:59:00 duty wu sms");

    [Fact] public void A_channel_that_fails_is_followed_by_the_persons_next() => DutyHome.CheckTold(
        "call", "09:00 press, 09:01:10 untold, 09:01:20 untold, 09:02 end", DutyHome.Plan, null, "09:01:00 duty li wecom", "09:01:10 duty li sms");

    private static readonly DutyPlan s_pushFirst = DutyHome.Plan with { Shifts = [new Shift("always", default, default, [DutyHome.Person("li", ChannelKind.Push, ChannelKind.Sms)])] };

    [Fact] public void A_push_that_no_phone_has_shown_is_followed_by_the_persons_next_way() => DutyHome.CheckTold(
        "call", "08:00 phones li@Push, 09:00 press, 09:01:30 untold, 09:02 end", s_pushFirst, null, "09:01:00 duty li push", "09:01:30 duty li sms");

    [Fact] public void Without_a_phone_the_push_is_passed_over() => DutyHome.CheckTold("call", "08:00 phones, 09:00 press, 09:02 end", s_pushFirst, null, "09:01:00 duty li sms");

    [Fact] public void In_order_the_next_of_the_family_is_told_when_the_first_cannot_be() => DutyHome.CheckTold(
        "call", "09:00 press, 09:03:10 untold, 09:03:20 untold, 09:04 end", DutyHome.Plan, DutyHome.Family,
        "09:01:00 duty li wecom", "09:03:00 director zhou sms", "09:03:00 family daughter sms", "09:03:10 family daughter mail", "09:03:20 family son sms");

    [Fact] public void In_order_the_next_is_told_when_the_first_does_nothing_for_two_minutes() => DutyHome.CheckTold(
        "call", "09:00 press, 09:03:10 told, 09:05:30 end", DutyHome.Plan, DutyHome.Family,
        "09:01:00 duty li wecom", "09:03:00 director zhou sms", "09:03:00 family daughter sms", "09:05:00 family son sms");

    [Fact] public void Who_has_quiet_hours_of_their_own_is_asked_after_those_who_have_none() => DutyHome.CheckTold(
        "call", "22:00 press, 22:03:30 end", s_familyOnly, new Household(ContactMode.Order, [Quiet("daughter"), DutyHome.Person("son", ChannelKind.Sms)]),
        "22:01:00 family son sms", "22:03:00 family daughter sms");

    [Fact] public void Of_a_family_that_is_told_at_once_whoever_sleeps_is_told_when_the_others_do_nothing() => DutyHome.CheckTold(
        "call", "22:00 press, 22:03:30 end", s_familyOnly,
        new Household(ContactMode.Fanout, [Quiet("daughter"), DutyHome.Person("son", ChannelKind.Sms), DutyHome.Person("niece", ChannelKind.Sms)]),
        "22:01:00 family son sms", "22:01:00 family niece sms", "22:03:00 family daughter sms");

    [Fact] public void Or_at_once_when_one_of_them_cannot_be_told() => DutyHome.CheckTold(
        "call", "22:00 press, 22:01:10 untold, 22:01:30 end", s_familyOnly, new Household(ContactMode.Fanout, [Quiet("daughter"), DutyHome.Person("son", ChannelKind.Sms)]),
        "22:01:00 family son sms", "22:01:10 family daughter sms");

    [Fact] public void A_family_that_sleeps_as_a_whole_is_woken() => DutyHome.CheckTold(
        "call", "22:00 press, 22:01:30 end", s_familyOnly, new Household(ContactMode.Fanout, [Quiet("daughter"), Quiet("son")]),
        "22:01:00 family daughter sms", "22:01:00 family son sms");

    [Fact] public void By_day_the_order_is_the_familys() => DutyHome.CheckTold(
        "call", "10:00 press, 10:01:30 end", s_familyOnly, new Household(ContactMode.Order, [Quiet("daughter"), DutyHome.Person("son", ChannelKind.Sms)]),
        "10:01:00 family daughter sms");

    private static readonly DutyPlan s_familyOnly = new();

    private static Contact Quiet(string name) => DutyHome.Person(name, ChannelKind.Sms) with { Quiet = new QuietHours(new TimeOnly(21, 0), new TimeOnly(7, 0)) };

    [Fact] public void Those_of_the_family_who_wait_keep_their_turn_while_the_emergency_list_is_asked() => DutyHome.CheckTold(
        "call", "09:00 press, 09:08 end", DutyHome.Plan, new Household(ContactMode.Order, [.. DutyHome.Family.Contacts, new Contact("niece", null, [new NoticeChannel(ChannelKind.Mail, "n@example.org", null)])]),
        "09:01:00 duty li wecom", "09:03:00 director zhou sms", "09:03:00 family daughter sms", "09:05:00 family son sms", "09:06:00 emergency 120 webhook", "09:07:00 family niece mail");

    [Fact] public void Who_acknowledges_stops_it_and_family_hears_that_somebody_is_there_and_that_it_is_over() => DutyHome.CheckTold(
        "call", "09:00 press, 09:03:10 told, 09:04 acknowledge, 09:06 arrive, 09:14 resolve", DutyHome.Plan, DutyHome.Family,
        "09:01:00 duty li wecom", "09:03:00 director zhou sms", "09:03:00 family daughter sms", "09:04:00 withdrawn", "09:06:00 withdrawn",
        "09:06:00 family daughter sms there", "09:14:00 withdrawn", "09:14:00 family daughter sms over");

    [Fact] public void Family_that_was_never_told_is_not_told_the_end_either() => DutyHome.CheckTold(
        "call", "09:00 press, 09:02 arrive, 09:14 resolve", DutyHome.Plan, DutyHome.Family, "09:01:00 duty li wecom", "09:02:00 withdrawn", "09:14:00 withdrawn");

    [Fact] public void When_nobody_arrives_the_next_tier_is_told() => DutyHome.CheckTold(
        "call", "09:00 press, 09:00:30 acknowledge, 09:10:30 end", DutyHome.Plan, null, "09:10:30 duty li wecom");

    [Fact] public void A_fire_in_the_room_is_told_to_the_family_of_who_lives_there() => DutyHome.CheckTold(
        "smoke", "09:00 smoke=true, 09:03 end", new DutyPlan(), DutyHome.Family, "09:01:00 family daughter sms", "09:03:00 family son sms");

    [Fact] public void What_cannot_leave_is_passed_over_and_the_persons_next_way_is_taken() => DutyHome.CheckTold(
        "call", "08:59 ways mail, 09:00 press, 09:03 end",
        DutyHome.Plan with { Sms = null, Directors = [DutyHome.Person("zhou", ChannelKind.Mail)], Shifts = [new("all", default, default, [DutyHome.Person("li", ChannelKind.Sms, ChannelKind.Wecom)])] },
        DutyHome.Family, "09:01:00 duty li wecom", "09:03:00 director zhou mail", "09:03:00 family daughter mail");

    [Fact] public void A_shift_that_has_only_phones_is_passed_over_where_no_text_message_can_leave() => DutyHome.CheckTold(
        "call", "21:00 press, 21:00:30 ways mail, 21:01 end", DutyHome.Plan with { Sms = null }, DutyHome.Family, "21:01:00 family daughter mail");

    [Fact] public void A_leak_is_the_directors_after_half_an_hour_and_never_the_familys() => DutyHome.CheckTold(
        "water", "09:00 water_leak=true, 10:04 end", DutyHome.Plan, DutyHome.Family, "09:01:00 duty li wecom", "09:30:00 director zhou sms");

    [Theory]
    [InlineData("10:00 battery=5, 11:00 end", "10:00:00 duty li wecom"), InlineData("22:00 battery=5, 22:30 end", "22:00:00 duty wu sms not before 07:00")]
    [InlineData("06:59 battery=5, 07:30 end", "06:59:00 duty wu sms not before 07:00")]
    public void A_low_battery_is_told_once_and_not_at_night(string story, string expected) => DutyHome.CheckTold("door", story, DutyHome.Plan, null, expected);

    [Fact] public void A_tier_without_anybody_is_passed_over_when_it_is_urgent() => DutyHome.CheckTold(
        "call", "09:00 press, 09:01 end", new DutyPlan { Emergency = DutyHome.Plan.Emergency }, null, "09:01:00 emergency 120 webhook");

    [Fact] public void Where_nobody_has_planned_anything_only_the_wall_is_asked() => Assert.Empty(DutyHome.Told(StoryLines.Play("call", "09:00 press, 12:00 end")));

    [Fact]
    public void Every_answer_is_a_line_of_the_history()
    {
        var story = StoryLines.Play("call", "09:00 press, 09:01:05 untold, 09:01:10 told, 09:01:20 told", DutyHome.With(DutyHome.Plan));
        var lines = story.Effects.OfType<Domain.Decisions.AlertChanged>().Select(c => c.Event).Where(e => e.What is AlertStep.Told or AlertStep.Untold);
        Assert.Equal(["Untold li (WeCom): no route", "Told li (SMS): 200"], lines.Select(l => $"{l.What} {Phrases.Say(l.Note, Language.English)}"));
    }

    [Fact]
    public void A_notices_id_comes_once_also_after_the_alert_was_opened_again()
    {
        var story = StoryLines.Play("smoke", "09:00 smoke=true, 09:05 smoke=false, 09:06 resolve as real, 09:07 smoke=true, 09:20 end", DutyHome.With(DutyHome.Plan, DutyHome.Family));
        var ids = story.Effects.OfType<NoticeWanted>().Select(n => n.Notice.Id).ToList();
        Assert.Equal(ids.Distinct(), ids);
        Assert.True(ids.Count > 8);
    }
}
