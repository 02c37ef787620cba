using System.Globalization;
using System.Text;
using SmartCare.Domain.Notices;
using SmartCare.Domain.Registry;
using SmartCare.Domain.Words;
using SmartCare.Server.Alerts;
using SmartCare.Server.Operations;
using SmartCare.Server.Registry;

namespace SmartCare.Server.Notices;

/// <summary>What a notice says: one line for each language, and the facts for programs.</summary>
/// <param name="Alert">The alert as it is now; null when it is not known, or this is a test.</param>
/// <param name="Link">The wall; null when nobody said where it is.</param>
internal sealed record NoticeText(string Chinese, string English, AlertDocument? Alert, string? Site, string? Link)
{
    public string Both => Link is null ? $"{Chinese}\n{English}" : $"{Chinese}\n{English}\n{Link}";

    /// <summary>The Chinese line alone, for a text message.</summary>
    public string Short => Chinese.Length <= NoticeLimits.ShortText ? Chinese : Chinese[..(NoticeLimits.ShortText - 1)] + "…";

    public static readonly NoticeText Test = new("这是 SmartCare 的一条测试通知，无需处理。", "This is a test of SmartCare; nothing need be done.", null, null, null);
}

/// <summary>Composes the text when it is sent: what the notice was made for, and what has become of it since.</summary>
internal sealed class NoticeWriter(AlertStore alerts, RegistryIndex registry, Settings settings, TimeProvider time)
{
    public NoticeText TextOf(Notice notice) => Compose(notice, alerts.Find(notice.AlertId)?.Alert);

    /// <summary>From what the notice itself says.</summary>
    public NoticeText Plain(Notice notice) => Compose(notice, null);

    private NoticeText Compose(Notice notice, AlertDocument? alert) =>
        Write(notice, alert, registry.Site(notice.SiteId.Value), settings.Notices.PublicUrl?.ToString(), time.GetUtcNow());

    internal static NoticeText Write(Notice notice, AlertDocument? alert, Site? site, string? link, DateTimeOffset now)
    {
        var (kind, kindEn) = NoticeWords.Of(alert?.Kind ?? notice.Kind);
        var (story, storyEn) = NoticeStory.Tell(notice.Topic, alert?.State, state => Clock(TimeOf(alert, state), site, now));
        var (where, who) = (alert?.Place, alert?.Elder?.Name);
        var since = Clock(alert?.RaisedAt, site, now);
        // How a button was pressed tells nobody outside anything.
        var why = alert?.Kind is AlertKind.Help ? null : alert?.History.LastOrDefault(h => h.What is AlertStep.Raised or AlertStep.Repeated or AlertStep.Reopened && h.Says is not null)?.Says;

        var chinese = new StringBuilder();
        if (alert is { Drill: true }) chinese.Append("【演练】");
        chinese.Append(CultureInfo.InvariantCulture, $"{site?.Name ?? notice.SiteId.Value}");
        foreach (var part in (string?[])[where, who]) if (part is not null) chinese.Append(CultureInfo.InvariantCulture, $" {part}");
        chinese.Append(CultureInfo.InvariantCulture, $"：{kind}");
        if (why is not null) chinese.Append(CultureInfo.InvariantCulture, $"（{Phrases.Say(why, Language.Chinese)}）");
        if (since is not null) chinese.Append(CultureInfo.InvariantCulture, $"，{since} 起");
        chinese.Append(CultureInfo.InvariantCulture, $"，{story}。");
        var (end, endEn) = EndOf(notice, alert);
        chinese.Append(end);

        var english = new StringBuilder();
        if (alert is { Drill: true }) english.Append("DRILL: ");
        english.AppendJoin(", ", new[] { site?.NameEn ?? notice.SiteId.Value, where, who }.OfType<string>());
        english.Append(CultureInfo.InvariantCulture, $": {kindEn}");
        if (why is not null) english.Append(CultureInfo.InvariantCulture, $" ({Phrases.Say(why, Language.English)})");
        if (since is not null) english.Append(CultureInfo.InvariantCulture, $" since {since}");
        english.Append(CultureInfo.InvariantCulture, $", {storyEn}.{endEn}");
        return new NoticeText(chinese.ToString(), english.ToString(), alert, site?.Name, link);
    }

    /// <summary>What it turned out to be, and what staff let the family read; nothing while it is not over.</summary>
    private static (string Chinese, string English) EndOf(Notice notice, AlertDocument? alert)
    {
        if (notice.Topic is not NoticeTopic.Over || alert is not { State: AlertState.Resolved, Outcome: { } outcome }) return ("", "");
        var word = $"outcome.{outcome.ToString().ToLowerInvariant()}";
        var (chinese, english) = (Phrases.Form(word, Language.Chinese), Phrases.Form(word, Language.English));
        return alert.Released is not { } note ? ($"结果：{chinese}。", $" {english}.") : ($"结果：{chinese}。{note}", $" {english}. {note}");
    }

    private static DateTimeOffset? TimeOf(AlertDocument? alert, AlertState state) => state switch
    {
        AlertState.Acknowledged => alert?.AcknowledgedAt,
        AlertState.Arrived => alert?.ArrivedAt,
        AlertState.Resolved => alert?.ResolvedAt,
        _ => null,
    };

    /// <summary>As the clock on the site's wall shows it; with the date when that is not today's.</summary>
    private static string? Clock(DateTimeOffset? moment, Site? site, DateTimeOffset now)
    {
        if (moment is not { } at) return null;
        var zone = site?.TimeZone ?? SiteClock.Utc;
        var (then, today) = (SiteClock.LocalOf(at, zone), SiteClock.LocalOf(now, zone));
        return then.ToString(then.Date == today.Date ? "HH:mm" : "MM-dd HH:mm", CultureInfo.InvariantCulture);
    }
}

/// <summary>The words of alerts as people say them, Chinese and English.</summary>
internal static class NoticeWords
{
    public static (string Chinese, string English) Of(AlertKind kind) =>
        (Phrases.Form($"kind.{Word(kind)}", Language.Chinese), Phrases.Form($"kind.{Word(kind)}", Language.English));

    private static string Word(AlertKind kind) => kind.ToString().ToLowerInvariant();
}
