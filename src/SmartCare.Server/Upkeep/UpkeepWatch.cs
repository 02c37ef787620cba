using SmartCare.Domain.Upkeep;
using SmartCare.Domain.Words;
using SmartCare.Grains.Store;
using SmartCare.Server.Alerts;
using SmartCare.Server.Care;
using SmartCare.Server.Registry;

namespace SmartCare.Server.Upkeep;

/// <summary>Rings about what has become late: one alert of a site for each kind, so that fifty extinguishers of one day are one. The alert ends when nothing of its kind is late.</summary>
internal sealed partial class UpkeepWatch(UpkeepBook book, UpkeepViews views, RegistryIndex registry, SystemAlerts alerts, AlertStore standing, TimeProvider time, ILogger<UpkeepWatch> log)
    : BackgroundService
{
    private readonly SemaphoreSlim _changed = new(0);

    /// <summary>By item: which version of it, and by which clock, has which deadline. A deadline takes longer to find than to compare.</summary>
    private readonly Dictionary<string, (UpkeepItem Of, string Zone, DateTimeOffset? Deadline)> _deadlines = [];

    /// <summary>Of what something is late: when nothing is any more, its alert ends.</summary>
    private readonly HashSet<Subject> _late = [];

    private bool _hasLooked;

    /// <summary>By item: the deadline that was rung about since the start, written down or not.</summary>
    private readonly Dictionary<string, DateTimeOffset?> _rung = [];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        book.Changed += Wake;
        try
        {
            while (true)
            {
                using (var patience = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken))
                {
                    var tick = Task.Delay(UpkeepLimits.Between, time, patience.Token);
                    await Task.WhenAny(tick, _changed.WaitAsync(patience.Token));
                    stoppingToken.ThrowIfCancellationRequested();
                    await patience.CancelAsync();
                }

                await Task.Run(LookOnce, CancellationToken.None);
            }
        }
        finally
        {
            book.Changed -= Wake;
        }
    }

    public override void Dispose()
    {
        _changed.Dispose();
        base.Dispose();
    }

    private void Wake() => _changed.Release();

    /// <summary>A bug here must not end the host: the alarms of the house are more than its calendar.</summary>
    private void LookOnce()
    {
        try
        {
            Look();
        }
        catch (Exception bug)
        {
            LogBroken(bug);
        }
    }

    private void Look()
    {
        var now = time.GetUtcNow();
        var late = book.All.Where(i => DeadlineOf(i) <= now).ToLookup(i => (i.SiteId, i.Kind));
        foreach (var site in registry.Sites.Where(s => !s.Archived))
            foreach (var kind in Enum.GetValues<UpkeepKind>())
            {
                var about = Subject.PartOf(site.Id, $"upkeep-{Word(kind)}");
                var items = late[(site.Id.Value, kind)].OrderBy(DeadlineOf).ToList();
                var fresh = items.FindAll(i => i.RangFor != DeadlineOf(i));
                if (fresh.Count > 0) Ring(site.Id, about, kind, fresh, items.Count);
                if (items.Count > 0) _late.Add(about);
                // What rang before the start is known by its alert alone.
                else if (_late.Remove(about) || !_hasLooked && standing.HasOpen(about)) alerts.End(about, site.Id, Phrase.Of("upkeepDone"));
            }

        _hasLooked = true;
    }

    /// <summary>Rung first, then written down: after a crash between the two it rings once more.</summary>
    private void Ring(SiteId site, Subject about, UpkeepKind kind, List<UpkeepItem> fresh, int late)
    {
        if (fresh.Find(i => !_rung.TryGetValue(i.Id, out var rung) || rung != DeadlineOf(i)) is { } first)
        {
            var says = Says(kind, first);
            // What the law gives hours for is seen to at once; a round may wait for the day.
            alerts.Raise(about, site, late > 1 ? Phrase.All(says, Phrase.Of("lateMore", ("count", late))) : says, kind is UpkeepKind.Report ? Priority.Medium : Priority.Low);
        }

        foreach (var item in fresh) _rung[item.Id] = DeadlineOf(item);
        try
        {
            foreach (var item in fresh)
            {
                var deadline = DeadlineOf(item);
                book.Change(item.Id, now => ReferenceEquals(now, item) ? now with { RangFor = deadline } : now);
            }
        }
        catch (StoreUnavailableException away)
        {
            LogAway(away.Message);
        }
    }

    private DateTimeOffset? DeadlineOf(UpkeepItem item)
    {
        var zone = views.ZoneOf(item.SiteId);
        if (_deadlines.TryGetValue(item.Id, out var known) && ReferenceEquals(known.Of, item) && known.Zone == zone) return known.Deadline;
        var deadline = UpkeepRule.DeadlineOf(item, zone);
        _deadlines[item.Id] = (item, zone, deadline);
        return deadline;
    }

    private static string Says(UpkeepKind kind, UpkeepItem item) => kind switch
    {
        UpkeepKind.Round => Phrase.Of("lateRound", ("name", NameOf(item))),
        UpkeepKind.Drill => Phrase.Of("lateDrill", ("name", NameOf(item))),
        UpkeepKind.Equipment => Phrase.Of("lateEquipment", ("name", NameOf(item))),
        UpkeepKind.Hazard => Phrase.Of("lateHazard", ("name", NameOf(item))),
        _ => Phrase.Of("lateReport", ("name", NameOf(item))),
    };

    private static string NameOf(UpkeepItem item) => item.Number is null ? item.Title : $"{item.Title} {item.Number}";

    private static string Word(UpkeepKind kind) => kind.ToString().ToLowerInvariant();

    [LoggerMessage(1, LogLevel.Warning, "What was rung about waits for the disk, and may ring again: {Why}")]
    private partial void LogAway(string why);

    [LoggerMessage(2, LogLevel.Error, "What is late was not looked at; it is again in a minute")]
    private partial void LogBroken(Exception bug);
}
