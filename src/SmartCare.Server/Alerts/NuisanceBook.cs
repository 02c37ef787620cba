using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;
using SmartCare.Domain.Registry;
using SmartCare.Domain.Rules;
using SmartCare.Domain.Words;
using SmartCare.Grains.Store;
using SmartCare.Server.Registry;
using SmartCare.Storage;

namespace SmartCare.Server.Alerts;

/// <summary>What people said of the last alerts of each device, in memory: read from the alerts' own table after the start, and kept up by the feed.</summary>
internal sealed partial class NuisanceBook(AlertFeed feed, Tables tables, RegistryIndex registry, ILogger<NuisanceBook> log) : BackgroundService
{
    /// <summary>Changes that the start looks back over: a house of a hundred alerts a day, of ten changes each, has said ten times what its devices are worth in them.</summary>
    private const int LooksBack = 200_000;

    private const int Page = 500;

    private readonly ConcurrentDictionary<(string Device, AlertKind Kind), PastOutcomes> _past = new();

    /// <summary>For an alert that begins to ring: of the hours of now, where they are worse than the day. Null: nothing to say.</summary>
    public NuisanceView? Of(AlertKind kind, string? device, string? model, string site, DateTimeOffset now) =>
        device is not null && _past.TryGetValue((device, kind), out var past) && ClassOf(model) is { } of && NuisanceRule.Judge(past, kind, of, PartOf(now, site)) is { } nuisance
            ? NuisanceView.Shown(kind, nuisance)
            : null;

    /// <summary>Of a device over all hours; empty for most.</summary>
    public IReadOnlyList<NuisanceView> OfDevice(string device, string model) => ClassOf(model) is not { } of ? [] :
    [
        .. Enum.GetValues<AlertKind>().Where(NuisanceRule.IsCounted)
            .Select(kind => _past.TryGetValue((device, kind), out var past) && NuisanceRule.Judge(past, kind, of, part: null) is { } nuisance ? NuisanceView.Shown(kind, nuisance) : null)
            .OfType<NuisanceView>(),
    ];

    public override Task StartAsync(CancellationToken cancellationToken)
    {
        feed.Published += Take;
        return base.StartAsync(cancellationToken);
    }

    public override Task StopAsync(CancellationToken cancellationToken)
    {
        feed.Published -= Take;
        return base.StopAsync(cancellationToken);
    }

    /// <summary>Beside the start, which does not wait for it.</summary>
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.Run(() =>
    {
        try
        {
            for (var after = Math.Max(0, feed.LastSeq - LooksBack); !stoppingToken.IsCancellationRequested;)
            {
                var page = tables.Alerts(new AlertQuery(true, null, null, null, after, Page)).ConvertAll(json => StoredAlert.FromJson(json).Alert);
                page.ForEach(Take);
                if (page.Count < Page) return;
                after = page[^1].Seq;
            }
        }
        catch (Exception away) when (away is SqliteException or StoreUnavailableException or InvalidDataException)
        {
            LogUnread(away.Message);
        }
    }, CancellationToken.None);

    /// <summary>Also on the committer's thread: a few comparisons.</summary>
    internal void Take(AlertDocument change)
    {
        if (change is not { State: AlertState.Resolved, Drill: false, Device.Id: { } device } || !NuisanceRule.IsCounted(change.Kind) || NuisanceRule.WasFalse(change.Outcome) is not { } wasFalse) return;
        var one = new PastOutcome(change.Id, change.RaisedAt, PartOf(change.RaisedAt, change.SiteId), wasFalse);
        _past.AddOrUpdate((device, change.Kind), _ => PastOutcomes.None.With(one), (_, known) => known.With(one));
    }

    private PartOfDay PartOf(DateTimeOffset at, string site) => PartsOfDay.Of(SiteClock.LocalOf(at, registry.Site(site)?.TimeZone ?? SiteClock.Utc));

    private static DeviceClass? ClassOf(string? model) => model is not null && Models.All.TryGetValue(model, out var known) ? known.Class : null;

    [LoggerMessage(1, LogLevel.Warning, "What people said of alerts of before cannot be read, and counts from now on: {Why}")]
    private partial void LogUnread(string why);
}
