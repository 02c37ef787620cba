using SmartCare.Domain.Decisions;
using SmartCare.Domain.Duty;
using SmartCare.Domain.Notices;
using SmartCare.Domain.Registry;
using SmartCare.Domain.Words;

namespace SmartCare.Domain.Tests.Support;

/// <summary>Stories about whom the home tells.</summary>
internal static partial class DutyHome
{
    public static Action<Story> With(DutyPlan plan, Household? family = null) => story =>
    {
        story.Say(Subject.Of(Home.Site), new Register(Sunshine with { Duty = plan }));
        story.Say(Subject.Of(Home.Wang), new Register(new Elder(Home.Wang, Home.Site, Home.Room, "王秀英", 1, 3) { Household = family ?? Household.None }));
    };

    /// <summary>Who was told what and when, a line each.</summary>
    public static string[] Told(Story story) =>
    [
        .. story.Timed.Where(t => t.Effect is NoticeWanted or NoticesWithdrawn).Select(t => t.Effect is NoticeWanted { Notice: var n }
            ? $"{t.At:HH:mm:ss} {n.Audience} {n.Person} {n.Channel.Kind}".ToLowerInvariant()
                + (n.Topic is NoticeTopic.Alarm ? "" : $" {n.Topic}".ToLowerInvariant()) + (n.NotBefore is { } at ? $" not before {at:HH:mm}" : "")
            : $"{t.At:HH:mm:ss} withdrawn"),
    ];

    public static void CheckTold(string device, string text, DutyPlan plan, Household? family, params string[] expected) =>
        Assert.Equal(expected, Told(StoryLines.Play(device, text, With(plan, family))));
}
