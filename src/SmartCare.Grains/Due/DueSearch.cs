using SmartCare.Domain.Words;
using SmartCare.Grains.Store;

namespace SmartCare.Grains.Due;

/// <summary>
/// Finds in the store who must be woken: whose row is due, and whose silence may be too long. Silences are looked at in pages and from the oldest:
/// after a restart two million rows may be overdue that belong to devices which speak, and these are passed over without waking one.
/// </summary>
/// <param name="isAwake">A grain in memory knows its own time, and better than its row.</param>
public sealed class DueSearch(ICareStore store, Func<Subject, bool> isAwake)
{
    private SilenceRow? _mark;

    /// <exception cref="StoreUnavailableException"/>
    public List<Subject> Look(long nowMs, long listeningSinceMs)
    {
        var due = store.Due(nowMs, Limits.DuePerPulse);
        var page = store.Silences(nowMs, _mark, Limits.SilencesPerPulse);
        _mark = page.Count < Limits.SilencesPerPulse ? null : page[^1];
        foreach (var row in page)
            // Nobody could be heard before somebody listened.
            if (Math.Max(row.AtMs, listeningSinceMs + row.LimitMs) <= nowMs && !isAwake(row.Grain))
                due.Add(row.Grain);
        return due;
    }
}
