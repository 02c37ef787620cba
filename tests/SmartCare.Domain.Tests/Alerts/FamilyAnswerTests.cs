using SmartCare.Domain.Alerts;
using SmartCare.Domain.Decisions;
using SmartCare.Domain.Duty;
using SmartCare.Domain.Notices;
using SmartCare.Domain.Tests.Support;
using SmartCare.Domain.Words;

namespace SmartCare.Domain.Tests.Alerts;

/// <summary>A relative sees to it: the other relatives sleep on, staff are asked as if nobody had said anything.</summary>
public sealed class FamilyAnswerTests
{
    [Fact] public void The_next_of_the_family_is_not_asked_and_director_and_emergency_list_are() => DutyHome.CheckTold(
        "call", "09:00 press, 09:03:10 told, 09:04 family calling by daughter, 09:11 end", DutyHome.Plan, DutyHome.Family,
        "09:01:00 duty li wecom", "09:03:00 director zhou sms", "09:03:00 family daughter sms", "09:06:00 emergency 120 webhook", "09:11:00 emergency 120 webhook");

    [Fact] public void Who_says_so_before_the_family_is_asked_spares_all_of_it() => DutyHome.CheckTold(
        "call", "09:00 press, 09:02 family there by daughter, 09:05 end", DutyHome.Plan, DutyHome.Family, "09:01:00 duty li wecom", "09:03:00 director zhou sms");

    [Fact]
    public void Where_only_the_family_would_be_asked_the_duty_is_asked_again()
    {
        var plan = DutyHome.Plan with { Directors = [], Emergency = [] };
        var told = DutyHome.Told(StoryLines.Play("call", "09:00 press, 09:02 family there by daughter, 09:03 end", DutyHome.With(plan, DutyHome.Family)));
        Assert.Equal(["09:01:00 duty li wecom", "09:03:00 duty li wecom"], told.Where(t => t.StartsWith("09:", StringComparison.Ordinal)));
    }

    [Fact] public void When_the_daughter_could_not_be_told_after_all_the_son_is_not_woken() => DutyHome.CheckTold(
        "call", "09:00 press, 09:03:05 family there by daughter, 09:03:10 untold, 09:03:20 untold, 09:04 end", DutyHome.Plan, DutyHome.Family,
        "09:01:00 duty li wecom", "09:03:00 director zhou sms", "09:03:00 family daughter sms", "09:03:10 family daughter mail");

    [Fact] public void A_need_that_comes_back_asks_the_family_anew() => DutyHome.CheckTold(
        "smoke", "09:00 smoke=true, 09:00:30 family there by daughter, 09:00:40 smoke=false, 09:00:45 resolve as real, 09:00:50 smoke=true, 09:01:50 end", new DutyPlan(), DutyHome.Family,
        "09:01:50 family daughter sms");

    [Fact]
    public void It_stands_open_says_so_in_its_history_and_goes_on_up_the_chain()
    {
        var changes = Changes("09:00 press, 09:00:20 family there by daughter, 09:01 end");
        var said = changes.Single(c => c.Event.What is AlertStep.Noted);
        Assert.Equal(("daughter", AlertState.Open), (said.Event.By, said.Alert.State));
        Assert.Equal("familyThere", Assert.Single(Phrase.Read(said.Event.Note)!).Code);
        Assert.Equal(new FamilyAnswer("daughter", "daughter", FamilyAct.There, said.Event.At), Assert.Single(said.Alert.Family));
        Assert.Equal((2, AlertState.Open), (changes[^1].Alert.Tier, changes[^1].Alert.State));
    }

    [Fact]
    public void The_same_word_twice_is_one_line_and_another_takes_its_place()
    {
        var changes = Changes("09:00 press, 09:00:10 family calling by daughter, 09:00:20 family calling by daughter, 09:00:30 family there by daughter, 09:00:40 family calling by son");
        Assert.Equal(3, changes.Count(c => c.Event.What is AlertStep.Noted));
        Assert.Equal(["daughter There", "son Calling"], changes[^1].Alert.Family.Select(f => $"{f.Name} {f.Act}"));
    }

    [Fact]
    public void Of_what_is_over_nobody_is_told_any_more()
    {
        var story = StoryLines.Play("call", "09:00 press, 09:01 resolve, 09:02 family there by daughter", DutyHome.With(DutyHome.Plan, DutyHome.Family));
        Assert.Equal(Refusal.NotFound, Assert.Single(story.Effects.OfType<Refused>()).Reason);
    }

    [Fact]
    public void What_staff_release_stands_beside_the_end_and_is_gone_when_it_rings_again()
    {
        var changes = Changes("09:00 press, 09:05 resolve release 扶起 note 她自己拔了管");
        Assert.Equal(("扶起", "note 她自己拔了管"), (changes[^1].Alert.Released, changes[^1].Event.Note));
        Assert.Null(Changes("09:00 press, 09:05 resolve note 她自己拔了管")[^1].Alert.Released);
    }

    private static List<AlertChanged> Changes(string text) =>
        [.. StoryLines.Play("call", text, DutyHome.With(DutyHome.Plan, DutyHome.Family)).Effects.OfType<AlertChanged>()];
}
