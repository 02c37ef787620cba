using SmartCare.Domain.Rules;
using SmartCare.Domain.Upkeep;

namespace SmartCare.Domain.Tests.Upkeep;

/// <summary>What is due when, and what a step makes of it. Days are those of Shanghai, eight hours ahead.</summary>
public sealed class UpkeepRuleTests
{
    private const string Zone = "Asia/Shanghai";

    private static readonly DateTimeOffset s_made = At("2026-01-01T00:00");

    private static DateTimeOffset At(string utc) => DateTimeOffset.Parse(utc + "Z", System.Globalization.CultureInfo.InvariantCulture);

    private static DateOnly Day(string day) => DateOnly.Parse(day, System.Globalization.CultureInfo.InvariantCulture);

    private static UpkeepItem Item(UpkeepKind kind, string? dueOn = null, int? every = null, string? expires = null) => new("1", kind, UpkeepType.Other, "s", "x", s_made, "li")
    {
        FirstDueOn = dueOn is null ? null : Day(dueOn), DueOn = dueOn is null ? null : Day(dueOn), EveryMonths = every, ExpiresOn = expires is null ? null : Day(expires),
    };

    private static UpkeepItem Take(UpkeepItem item, UpkeepStep step, string by = "li", string at = "2026-01-02T00:00", string? expires = null)
    {
        var (after, refused) = UpkeepRule.Take(item, new UpkeepEvent(At(at), by, step, null, false, null, null, null), expires is null ? null : Day(expires), Zone);
        Assert.Equal(UpkeepRefusal.None, refused);
        return after;
    }

    [Theory]
    [InlineData("2026-03-31", null, "2026-03-31T16:00")]
    [InlineData(null, "2026-03-31", "2026-03-31T16:00")]
    [InlineData("2026-03-31", "2026-02-28", "2026-02-28T16:00")]
    [InlineData("2026-02-28", "2026-03-31", "2026-02-28T16:00")]
    public void Equipment_is_late_when_the_day_is_over_on_the_sites_wall_by_the_earlier_of_its_days(string? due, string? expires, string deadline)
    {
        var item = Item(UpkeepKind.Equipment, due, due is null ? null : 12, expires);
        Assert.Equal(At(deadline), UpkeepRule.DeadlineOf(item, Zone));
        Assert.False(UpkeepRule.IsOverdue(item, Zone, At(deadline).AddMilliseconds(-1)));
        Assert.True(UpkeepRule.IsOverdue(item, Zone, At(deadline)));
        Assert.Equal(expires is not null && Day(expires) < Day("2026-03-31") || due is null, UpkeepRule.IsExpired(item, Zone, At(deadline)));
    }

    [Theory]
    [InlineData(UpkeepType.Death, 2), InlineData(UpkeepType.SevereInjury, 2), InlineData(UpkeepType.Fire, 2), InlineData(UpkeepType.Missing, 2), InlineData(UpkeepType.Infection, 2)]
    [InlineData(UpkeepType.Injury, 24), InlineData(UpkeepType.Other, 24)]
    public void An_authority_is_told_within_hours(UpkeepType type, int hours) => Assert.Equal(TimeSpan.FromHours(hours), UpkeepRule.ReportWithin(type, Policy.Default));

    [Fact]
    public void A_round_comes_back_on_the_day_it_began_with_and_none_is_passed_over()
    {
        var item = Item(UpkeepKind.Round, "2026-01-31", 1);
        var days = new List<DateOnly?>();
        for (var n = 0; n < 4; n++) days.Add((item = Take(item, n == 1 ? UpkeepStep.Skipped : UpkeepStep.Done, at: "2026-06-01T00:00")).DueOn);
        Assert.Equal([Day("2026-02-28"), Day("2026-03-31"), Day("2026-04-30"), Day("2026-05-31")], days);
        Assert.Equal([Day("2026-01-31"), Day("2026-02-28"), Day("2026-03-31"), Day("2026-04-30")], item.Events.Select(e => e.Due));
        Assert.All(item.Events, e => Assert.True(e.Late));
    }

    [Fact]
    public void A_hazard_is_verified_by_another_than_who_set_it_right()
    {
        var item = Take(Item(UpkeepKind.Hazard), UpkeepStep.Fixed, "wang");
        Assert.Equal(UpkeepState.Waiting, item.State);
        Assert.Equal(UpkeepRefusal.OwnWork, UpkeepRule.Take(item, new UpkeepEvent(s_made, "wang", UpkeepStep.Verified, null, false, null, null, null), null, Zone).Refused);
        var again = Take(Take(item, UpkeepStep.Rejected, "zhou"), UpkeepStep.Fixed, "zhou");
        Assert.Equal(UpkeepState.Closed, Take(again, UpkeepStep.Verified, "wang").State);
        Assert.Equal(UpkeepRefusal.OwnWork, UpkeepRule.Take(again, new UpkeepEvent(s_made, "zhou", UpkeepStep.Verified, null, false, null, null, null), null, Zone).Refused);
    }

    [Theory]
    [InlineData(UpkeepKind.Round, UpkeepStep.Done, UpkeepStep.Skipped, UpkeepStep.Changed, UpkeepStep.Retired)]
    [InlineData(UpkeepKind.Drill, UpkeepStep.Done, UpkeepStep.Skipped, UpkeepStep.Changed, UpkeepStep.Retired)]
    [InlineData(UpkeepKind.Equipment, UpkeepStep.Done, UpkeepStep.Skipped, UpkeepStep.Changed, UpkeepStep.Retired)]
    [InlineData(UpkeepKind.Hazard, UpkeepStep.Fixed, UpkeepStep.Changed, UpkeepStep.Retired)]
    [InlineData(UpkeepKind.Report, UpkeepStep.Submitted, UpkeepStep.Changed, UpkeepStep.Retired)]
    public void Each_kind_takes_its_own_steps_while_it_is_open_and_none_once_it_is_retired(UpkeepKind kind, params UpkeepStep[] takes)
    {
        var item = Item(kind, "2026-03-31", kind is UpkeepKind.Hazard or UpkeepKind.Report ? null : 3);
        Assert.Equal(takes.Order(), Taken(item));
        Assert.Empty(Taken(Take(item, UpkeepStep.Retired)));
    }

    private static IEnumerable<UpkeepStep> Taken(UpkeepItem item) => Enum.GetValues<UpkeepStep>()
        .Where(s => UpkeepRule.Take(item, new UpkeepEvent(s_made, "li", s, null, false, null, null, null), null, Zone).Refused is UpkeepRefusal.None).Order();

    [Fact]
    public void A_report_waits_for_its_receipt_and_a_periodic_one_is_due_again()
    {
        var incident = Item(UpkeepKind.Report) with { DueBy = At("2026-01-01T02:00") };
        var sent = Take(incident, UpkeepStep.Submitted, at: "2026-01-01T03:00");
        Assert.True(sent.Events[^1].Late);
        Assert.Equal((UpkeepState.Waiting, null), (sent.State, UpkeepRule.DeadlineOf(sent, Zone)));
        Assert.Equal(UpkeepState.Closed, Take(sent, UpkeepStep.Received).State);

        var monthly = Take(Item(UpkeepKind.Report, "2026-02-10", 1), UpkeepStep.Submitted);
        Assert.Equal((UpkeepState.Open, Day("2026-03-10")), (monthly.State, monthly.DueOn));
        Assert.Equal(Day("2026-02-10"), Take(monthly, UpkeepStep.Received).Events[^1].Due);
    }

    [Fact]
    public void A_month_that_is_past_is_read_as_it_stood()
    {
        var old = Item(UpkeepKind.Equipment, "2026-02-01", 12, "2026-03-01");
        var replaced = Take(old, UpkeepStep.Done, at: "2026-04-05T00:00", expires: "2031-01-01");
        var march = UpkeepRule.AsOf(replaced, At("2026-04-01T00:00"));
        Assert.Equal((Day("2026-02-01"), Day("2026-03-01"), 0), (march.DueOn, march.ExpiresOn, march.Events.Length));
        Assert.True(UpkeepRule.IsExpired(march, Zone, At("2026-04-01T00:00")));
        Assert.Same(replaced, UpkeepRule.AsOf(replaced, At("2026-05-01T00:00")));

        var hazard = Take(Take(Item(UpkeepKind.Hazard), UpkeepStep.Fixed, at: "2026-01-10T00:00"), UpkeepStep.Verified, "zhou", "2026-02-10T00:00");
        Assert.Equal([UpkeepState.Open, UpkeepState.Waiting, UpkeepState.Closed],
            new[] { "2026-01-05T00:00", "2026-02-01T00:00", "2026-03-01T00:00" }.Select(at => UpkeepRule.AsOf(hazard, At(at)).State));
    }
}
