using SmartCare.Domain.Duty;
using SmartCare.Domain.Notices;
using SmartCare.Domain.Words;

namespace SmartCare.Simulation.World;

/// <summary>Who is asked outside the wall: two shifts, a director, an emergency list, and a family for most elders.</summary>
internal static class Duty
{
    public static readonly string[] Day = ["li"], Night = ["wang", "zhao"], Directors = ["chen"], Emergency = ["duan", "fu"];

    /// <summary>The day shift begins and ends at these hours of the site's clock.</summary>
    public const int DayFrom = 7, DayTo = 19;

    /// <summary>In a home of four, ten alerts in ten minutes do not happen.</summary>
    public static int FloodAbove(HomeSize size) => size is HomeSize.Small ? 3 : 10;

    public static DutyPlan Plan(HomeSize size) => new()
    {
        Shifts = [new Shift("day", new(DayFrom, 0), new(DayTo, 0), People(Day)), new Shift("night", new(DayTo, 0), new(DayFrom, 0), People(Night))],
        Directors = People(Directors),
        Emergency = People(Emergency),
        FloodAbove = FloodAbove(size),
    };

    /// <summary>One in five has nobody; of the others every second family is asked one after the other.</summary>
    public static Household FamilyOf(int elder) => elder % 5 == 4
        ? Household.None
        : new Household(elder % 2 == 0 ? ContactMode.Order : ContactMode.Fanout, People($"daughter-{elder}", $"son-{elder}", $"neighbour-{elder}"));

    private static Contact[] People(params string[] names) => [.. names.Select(n => new Contact(n, null,
        [new NoticeChannel(ChannelKind.Webhook, $"http://phones.example/{n}", null), new NoticeChannel(ChannelKind.Mail, $"{n}@example.org", null)]))];
}
