using SmartCare.Domain.Duty;
using SmartCare.Domain.Notices;
using SmartCare.Domain.Registry;
using SmartCare.Domain.Words;

namespace SmartCare.Domain.Tests.Support;

/// <summary>The home with a roster: Li by day, Wu by night, director Zhou, the emergency number 120, and Wang's daughter and son.</summary>
internal static partial class DutyHome
{
    public static readonly DutyPlan Plan = new()
    {
        Shifts =
        [
            new Shift("day", new(8, 0), new(20, 0), [Person("li", ChannelKind.Wecom, ChannelKind.Sms)]),
            new Shift("night", new(20, 0), new(8, 0), [Person("wu", ChannelKind.Sms)]),
        ],
        Directors = [Person("zhou", ChannelKind.Sms)],
        Emergency = [Person("120", ChannelKind.Webhook)],
        Sms = new SmsGateway("https://sms.example/send", "key"),
        Checks = [new SafetyCheck("doors", "Fire doors", CheckEvery.Day, new(8, 30), null, null), new SafetyCheck("oxygen", "Oxygen", CheckEvery.Week, new(9, 0), Weekday.Monday, null)],
    };

    public static readonly Site Sunshine = new(Home.Site, "阳光养老院", "Sunshine Home", "Etc/UTC") { Duty = Plan };

    public static readonly Household Family = new(ContactMode.Order, [Person("daughter", ChannelKind.Sms, ChannelKind.Mail), Person("son", ChannelKind.Sms)]);

    public static Contact Person(string name, params ChannelKind[] channels) => new(name, null, [.. channels.Select(c => new NoticeChannel(c, $"{name}@{c}", null))]);
}
