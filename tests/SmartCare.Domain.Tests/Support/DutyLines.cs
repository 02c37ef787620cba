using System.Globalization;
using SmartCare.Domain.Decisions;
using SmartCare.Domain.Duty;
using SmartCare.Domain.Notices;
using SmartCare.Domain.Words;

namespace SmartCare.Domain.Tests.Support;

/// <summary>
/// What people and the silo tell a site, in stories:
/// <code>
/// shelve 60            li puts the newest alert aside for so many minutes (0: takes it back)
/// drill night 30       a drill of the whole site for so many minutes;  enddrill night
/// walls 0              so many walls of the duty are connected
/// ways sms mail        by these the silo can send, besides the others;  ways alone: by neither
/// phones li wu         it can send by every way, and these users have a phone with notices on
/// family there by son  a relative is with her, or is calling
/// told / untold        the newest notice was delivered, or could not be
/// </code>
/// </summary>
internal static class DutyLines
{
    public static void Event(Story story, Queue<string> words) => story.Say(Subject.Of(Home.Site), words.Dequeue() switch
    {
        "shelve" => new ShelveAlert(story.Effects.OfType<AlertChanged>().Last().Alert.Id, story.Now.AddMinutes(Number(words)), false, "li", null),
        "drill" => new StartDrill(new Drill(words.Dequeue(), null, story.Now.AddMinutes(Number(words)), "li")),
        "enddrill" => new EndDrill(words.Dequeue(), "li"),
        "walls" => new WallsOf(Number(words)),
        "ways" => new WaysOut([.. words.Select(w => Enum.Parse<ChannelKind>(w, ignoreCase: true)), ChannelKind.Webhook, ChannelKind.Wecom]),
        "phones" => new WaysOut(Enum.GetValues<ChannelKind>()) { Phones = [.. words] },
        "family" => new FamilyAnswered(
            story.Effects.OfType<AlertChanged>().Last().Alert.Id, Enum.Parse<FamilyAct>(words.Dequeue(), ignoreCase: true), words.Skip(1).First(), words.Skip(1).First()),
        var told => Answered(story.Effects.OfType<NoticeWanted>().Last().Notice, told == "told"),
    });

    private static NoticeAnswered Answered(Notice notice, bool delivered) => new(notice.Id, notice.AlertId, delivered, delivered ? "200" : "no route");

    private static int Number(Queue<string> words) => int.Parse(words.Dequeue(), CultureInfo.InvariantCulture);
}
