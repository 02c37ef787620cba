using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using SmartCare.Domain.Registry;
using SmartCare.Domain.Words;
using SmartCare.Learning.Falls;
using SmartCare.Learning.Site;
using SmartCare.Server.Care;
using SmartCare.Server.Operations;
using SmartCare.Server.Registry;
using SmartCare.Storage;

namespace SmartCare.Server.Learning.Bursts;

/// <summary>Once a day: do the worn devices of each make still measure as those that the newest model of their place was taught with? The last seven days, against its deciles.</summary>
internal sealed partial class DriftWatch(
    FallModels models, RegistryIndex registry, DataFolder folder, SystemAlerts alerts, Metrics metrics, Settings settings, TimeProvider time, ILogger<DriftWatch> log) : BackgroundService
{
    private static readonly TimeSpan s_every = TimeSpan.FromDays(1), s_week = TimeSpan.FromDays(7);

    /// <summary>The start has other things to do.</summary>
    private static readonly TimeSpan s_first = TimeSpan.FromMinutes(10);

    private readonly ConcurrentDictionary<string, FeatureDrift> _drift = new();

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (settings.BurstDays == 0) return;
        metrics.Observe("smartcare_fall_feature_psi", "How far what worn devices of a make measured in a week is from what the newest fall model was taught with (population stability index).", "gauge",
            () => _drift.OrderBy(d => d.Key, StringComparer.Ordinal).SelectMany(d => d.Value.Index.Select(i => new Measurement<double>(i.Value, new("make", d.Key), new("feature", i.Key)))));
        await Task.Delay(s_first, time, stoppingToken);
        using var timer = new PeriodicTimer(s_every, time);
        do await Task.Run(Look, CancellationToken.None);
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    internal void Look()
    {
        if (folder.WhyUnwritable is not null || !File.Exists(folder.PathOf(BurstFile.Name))) return;
        try
        {
            var makes = SiteBursts.OfMakes(folder.Path, time.GetUtcNow() - s_week);
            foreach (var ((make, wornAt), bursts) in makes)
                if (models.DecilesOf(wornAt) is { } deciles)
                    _drift[NameOf(make, wornAt)] = FeatureDrift.Of(bursts, deciles);
            foreach (var gone in _drift.Keys.Except(makes.Keys.Select(m => NameOf(m.Make, m.WornAt)))) _drift.TryRemove(gone, out _);
            Tell();
        }
        catch (Exception wrong) when (wrong is InvalidDataException or IOException or Microsoft.Data.Sqlite.SqliteException)
        {
            LogAway(wrong.Message);
        }
    }

    /// <summary>Rings once at each site that has such devices, and ends when they measure as before. What was told is kept beside the bursts: a restart rings nobody again.</summary>
    private void Tell()
    {
        using var file = new BurstFile(folder.PathOf(BurstFile.Name));
        foreach (var (make, site) in registry.Devices.Where(d => d is { Archived: false, WornAt: not null }).Select(d => (NameOf(d.Model, d.WornAt!.Value), d.SiteId)).Distinct())
        {
            var (mark, about) = ($"differs {site.Value} {make}", Subject.PartOf(site, $"measures-{make.Replace('/', '-')}"));
            var wasTold = file.Mark(mark) is not null;
            var drift = _drift.GetValueOrDefault(make);
            if (drift is { IsAnother: true } && !wasTold)
            {
                alerts.RaiseFault(about, site, Phrase.Of("measuresOtherwise", ("make", make), ("features", drift.Differing.Count), ("all", drift.Index.Count), ("bursts", drift.Bursts)));
                file.SetMark(mark, time.GetUtcNow().ToUnixTimeMilliseconds());
            }
            else if (drift is { IsAnother: false, Bursts: >= FeatureDrift.LeastBursts } && wasTold)
            {
                alerts.EndFault(about, site, Phrase.Of("measuresAsBefore", ("make", make)));
                file.SetMark(mark, null);
            }
        }
    }

    private static string NameOf(string make, WearingPlace wornAt) => $"{make}/{SiteBursts.WordOf(wornAt)}";

    [LoggerMessage(1, LogLevel.Warning, "Nobody could look whether worn devices measure as before, and it is tried again in a day: {Why}")]
    private partial void LogAway(string why);
}
