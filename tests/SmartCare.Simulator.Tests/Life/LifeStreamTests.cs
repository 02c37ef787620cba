using SmartCare.Simulator.Devices;
using SmartCare.Simulator.Life;

namespace SmartCare.Simulator.Tests.Life;

public sealed class LifeStreamTests
{
    private static readonly DateTime s_start = new(2026, 3, 1, 10, 0, 0);
    private static readonly List<LifeEvent> s_month = [.. new LifeStream(DemoHouse.Residents, s_start, seed: 3).Until(s_start.AddDays(28))];

    [Fact]
    public void Events_come_in_order_of_time_and_none_before_the_start()
    {
        Assert.True(s_month[0].At > s_start);
        Assert.True(s_month.Zip(s_month.Skip(1)).All(p => p.First.At <= p.Second.At));
    }

    [Fact]
    public void Small_steps_and_one_big_step_tell_the_same_life()
    {
        var stream = new LifeStream(DemoHouse.Residents, s_start, seed: 3);
        var stepped = new List<LifeEvent>();
        for (var at = s_start; at <= s_start.AddDays(2); at = at.AddSeconds(97)) stepped.AddRange(stream.Until(at));
        var sameSpan = s_month.Take(stepped.Count);
        Assert.Equal(Sorted(sameSpan), Sorted(stepped));

        static IEnumerable<string> Sorted(IEnumerable<LifeEvent> events) => events.Select(e => e.ToString()).Order();
    }

    [Fact]
    public void An_elder_presses_about_once_a_week()
    {
        var presses = s_month.Count(e => e.Kind is LifeEventKind.Pressed);
        Assert.InRange(presses, 140 * 4 * 0.8, 140 * 4 * 1.2);
    }

    [Fact]
    public void Every_suspected_fall_is_taken_back_before_it_counts()
    {
        var falls = s_month.Where(e => e.Kind is LifeEventKind.Stumbled or LifeEventKind.Steadied).GroupBy(e => e.Who).ToList();
        Assert.NotEmpty(falls);
        foreach (var ofOne in falls)
            Assert.All(ofOne.Chunk(2), pair =>
            {
                Assert.Equal([LifeEventKind.Stumbled, LifeEventKind.Steadied], pair.Select(e => e.Kind));
                Assert.InRange((pair[1].At - pair[0].At).TotalSeconds, 1, 29);
            });
    }

    [Fact]
    public void A_door_that_opens_closes_again()
    {
        foreach (var ofOne in s_month.Where(e => e.Kind is LifeEventKind.DoorOpened or LifeEventKind.DoorClosed).GroupBy(e => e.Who))
            Assert.All(ofOne.Chunk(2), pair => Assert.Equal([LifeEventKind.DoorOpened, LifeEventKind.DoorClosed], pair.Select(e => e.Kind)));
    }
}
