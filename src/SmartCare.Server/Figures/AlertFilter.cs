using SmartCare.Domain.Words;
using SmartCare.Server.Accounts;
using SmartCare.Server.Alerts;
using SmartCare.Server.Api;
using SmartCare.Server.Registry;

namespace SmartCare.Server.Figures;

/// <summary>By which a figure leads to its alerts: each is judged exactly as it was counted.</summary>
/// <param name="Device">Id of the device that rang.</param>
/// <param name="Sort">alert, drill or test.</param>
/// <param name="Walked">True: only needs that a person must walk to.</param>
/// <param name="Shift">Name of the shift on duty when it was raised.</param>
/// <param name="Rule">Code of what the house said when it rang.</param>
/// <param name="Weekday">0 (Sunday) to 6, on the site's clock.</param>
/// <param name="Hour">0 to 23, on the site's clock.</param>
/// <param name="UnacknowledgedWithinS">Only those that nobody had answered within so many seconds.</param>
/// <param name="UnattendedWithinS">Only those where nobody was within so many seconds.</param>
internal readonly record struct AlertFilter(
    string? Device = null, string? Sort = null, bool? Walked = null, string? Shift = null, string? Rule = null, int? Weekday = null, int? Hour = null,
    int? UnacknowledgedWithinS = null, int? UnattendedWithinS = null)
{
    /// <summary>A word of a query that is longer names nothing.</summary>
    private const int LongestWord = 200;

    public IResult? WhyNot(Viewer viewer)
    {
        if (this == default) return null;
        if (viewer.Family is not null && (Shift ?? Rule) is not null) return Problems.Forbidden("Only staff ask for alerts by shift or rule.");
        if (!QueryWord.TryRead<FigureSort>(Sort, out _)) return Problems.Invalid("sort is one of alert, drill, test.");
        if (Device is { Length: > LongestWord } || Shift is { Length: > LongestWord } || Rule is { Length: > LongestWord }) return Problems.Invalid($"device, shift and rule have at most {LongestWord} characters.");
        if (Weekday is < 0 or > 6) return Problems.Invalid("weekday is 0 (Sunday) to 6.");
        if (Hour is < 0 or > 23) return Problems.Invalid("hour is 0 to 23.");
        if (UnacknowledgedWithinS is < 0 or > FigureLimits.MostMinutes * 60) return Problems.Invalid($"unacknowledgedWithinS is 0 to {FigureLimits.MostMinutes * 60}.");
        return UnattendedWithinS is < 0 or > FigureLimits.MostMinutes * 60 ? Problems.Invalid($"unattendedWithinS is 0 to {FigureLimits.MostMinutes * 60}.") : null;
    }

    public bool Wants(AlertDocument alert, RegistryIndex registry, TimeProvider time)
    {
        if (this == default) return true;
        if ((Device is not null && alert.Device?.Id != Device) || (Walked is { } walked && AlertPriorities.MustBeWalkedTo(alert.Kind) != walked)) return false;
        var facts = AlertFacts.Of(alert, registry.Site(alert.SiteId), before: null);
        QueryWord.TryRead<FigureSort>(Sort, out var sort);
        return (sort is null || facts.Sort == sort) && (Shift is null || facts.Shift == Shift) && (Rule is null || facts.Rule == Rule)
            && (Weekday is null || facts.HourOfWeek / 24 == Weekday) && (Hour is null || facts.HourOfWeek % 24 == Hour)
            && (UnacknowledgedWithinS is not { } answer || IsOver(facts, facts.AcknowledgedS, answer, time))
            && (UnattendedWithinS is not { } attend || IsOver(facts, facts.ArrivedS, attend, time));
    }

    /// <summary>The limit has passed without it: not where the alert is younger, nor where it ended by itself before.</summary>
    private static bool IsOver(AlertFacts facts, int? seconds, int limit, TimeProvider time) =>
        seconds is { } took ? took > limit
        : facts.ResolvedS is { } ended ? facts.AcknowledgedS is not null || ended > limit
        : (int)(time.GetUtcNow() - facts.BegunAt).TotalSeconds >= limit;
}
