using SmartCare.Simulator.Devices;
using SmartCare.Simulator.Life;

namespace SmartCare.Simulator.Tests.Life;

public sealed class DayPlanTests
{
    private static readonly DateOnly s_day = new(2026, 3, 1);

    private static IEnumerable<DayPlan> ManyPlans() =>
        from who in DemoHouse.Residents
        from day in Enumerable.Range(0, 30)
        from seed in (int[])[1, 2]
        select DayPlan.Of(who, s_day.AddDays(day), seed);

    [Fact]
    public void The_same_seed_makes_the_same_day()
    {
        foreach (var who in DemoHouse.Residents) Assert.Equal(DayPlan.Of(who, s_day, 5).Stays, DayPlan.Of(who, s_day, 5).Stays);
    }

    [Fact]
    public void Another_seed_another_elder_and_another_date_make_another_day()
    {
        var plan = DayPlan.Of(DemoHouse.Residents[0], s_day, 5).Stays;
        Assert.NotEqual(plan, DayPlan.Of(DemoHouse.Residents[0], s_day, 6).Stays);
        Assert.NotEqual(plan, DayPlan.Of(DemoHouse.Residents[1], s_day, 5).Stays);
        Assert.NotEqual(plan, DayPlan.Of(DemoHouse.Residents[0], s_day.AddDays(1), 5).Stays);
    }

    [Fact]
    public void Elders_sleep_at_night_but_for_a_walk_to_the_bathroom()
    {
        foreach (var plan in ManyPlans())
        {
            Assert.Equal(Activity.Asleep, plan.At(TimeSpan.Zero));
            Assert.Equal(Activity.Asleep, plan.At(new TimeSpan(23, 59, 0)));
            var night = plan.Stays.Where(s => s.From < TimeSpan.FromHours(5)).ToList();
            Assert.All(night, s => Assert.True(s.Activity is Activity.Asleep or Activity.Bathroom));
            Assert.InRange(night.Count(s => s.Activity is Activity.Bathroom), 0, 2);
        }
    }

    [Fact]
    public void Everyone_eats_three_times_a_day()
    {
        foreach (var plan in ManyPlans()) Assert.Equal(3, plan.Stays.Count(s => s.Activity is Activity.Eating));
    }

    [Fact]
    public void A_stay_never_begins_before_the_last_one_ended()
    {
        foreach (var plan in ManyPlans())
            for (var i = 1; i < plan.Stays.Count; i++)
                Assert.True(plan.Stays[i].From > plan.Stays[i - 1].From && plan.Stays[i].From < TimeSpan.FromDays(1));
    }
}
