using System.Collections.Concurrent;
using SmartCare.Domain.Decisions;
using SmartCare.Domain.Registry;
using SmartCare.Server.Care;
using SmartCare.Server.Registry;
using SmartCare.Storage;

namespace SmartCare.Server.Figures;

/// <param name="KnownS">Seconds of the time that was asked for in which the house knew the device.</param>
internal sealed record DeviceTime(string Device, string Site, long KnownS, long AwayS);

/// <summary>For how long devices were away: written down when one goes or comes back, so that nothing is done while nothing happens.</summary>
internal sealed class AvailabilityBook(FigureBook figures, RegistryIndex registry, GrainStates states, TimeProvider time)
{
    private readonly ConcurrentQueue<(DeviceStanding Standing, DateTimeOffset At)> _news = new();

    /// <summary>On the committer's thread: it only queues. In a flood that nobody can write the newest goes.</summary>
    public void Take(DeviceStanding standing)
    {
        if (_news.Count < FigureLimits.MostStandings) _news.Enqueue((standing, time.GetUtcNow()));
    }

    /// <summary>Writes down what has changed. One thread at a time.</summary>
    public void Keep()
    {
        lock (_news)
        {
            var news = new List<(Device Device, bool Online, DateTimeOffset At)>();
            while (_news.TryDequeue(out var one))
                if (registry.Device(one.Standing.Device.Value) is { } device)
                    news.Add((device, one.Standing.Online, one.At));
            Save(news);
        }
    }

    /// <summary>Of each device in use, over whole months until now.</summary>
    public IReadOnlyList<DeviceTime> Of(IReadOnlyCollection<string> sites, Month from, Month to)
    {
        Keep();
        var devices = registry.EachDevice.Where(d => !d.Archived && sites.Contains(d.SiteId.Value)).ToList();
        var known = figures.Whole(f => f.Standings(sites)).ToDictionary(s => s.Device);
        // Those of before the figures, and of before a file that was damaged: they are known from now on.
        var strangers = devices.Where(d => !known.ContainsKey(d.Id.Value)).Select(d => (Device: d, states.Device(d.Id.Value).Online)).Where(d => d.Online is not null)
            .Select(d => (d.Device, d.Online is true, time.GetUtcNow())).ToList();
        if (strangers.Count > 0)
        {
            lock (_news) Save(strangers);
            known = figures.Whole(f => f.Standings(sites)).ToDictionary(s => s.Device);
        }

        var (away, now, spans) = (figures.Whole(f => f.Away(sites, from.Number, to.Number)), time.GetUtcNow(), new Dictionary<string, (long From, long To)>());
        foreach (var site in sites)
        {
            var zone = AlertFacts.ZoneOf(registry.Site(site));
            spans[site] = (from.StartIn(zone).ToUnixTimeMilliseconds(), Math.Min(now.ToUnixTimeMilliseconds(), to.Next.StartIn(zone).ToUnixTimeMilliseconds()));
        }

        return [.. devices.Select(d => known.GetValueOrDefault(d.Id.Value)).OfType<StandingRow>().Select(row =>
        {
            var span = spans.GetValueOrDefault(row.Site);
            var total = Math.Max(0, span.To - Math.Max(span.From, row.KnownMs)) / 1_000;
            var open = row.AwayMs is { } since ? Math.Max(0, span.To - Math.Max(span.From, since)) / 1_000 : 0;
            return new DeviceTime(row.Device, row.Site, total, Math.Min(total, away.GetValueOrDefault(row.Device) + open));
        }).Where(d => d.KnownS > 0)];
    }

    private void Save(List<(Device Device, bool Online, DateTimeOffset At)> news)
    {
        if (news.Count == 0) return;
        figures.Whole(file =>
        {
            var rows = file.StandingsOf(news.Select(n => n.Device.Id.Value).Distinct());
            var away = new List<(string Site, int Month, string Device, long Seconds)>();
            foreach (var (device, online, at) in news)
            {
                var (id, site, ms) = (device.Id.Value, device.SiteId.Value, at.ToUnixTimeMilliseconds());
                var row = rows.GetValueOrDefault(id) ?? new StandingRow(id, site, ms, null);
                if (online && row.AwayMs is { } since) away.AddRange(ByMonth(id, row.Site, DateTimeOffset.FromUnixTimeMilliseconds(since), at));
                rows[id] = row with { Site = site, AwayMs = online ? null : row.AwayMs ?? ms };
            }

            file.SaveStandings(rows.Values, away);
            return true;
        });
    }

    private IEnumerable<(string Site, int Month, string Device, long Seconds)> ByMonth(string device, string site, DateTimeOffset from, DateTimeOffset to)
    {
        var zone = AlertFacts.ZoneOf(registry.Site(site));
        while (from < to)
        {
            var month = Month.Of(SiteClock.LocalOf(from, zone));
            var end = month.Next.StartIn(zone);
            if (end > to) end = to;
            yield return (site, month.Number, device, (long)(end - from).TotalSeconds);
            from = end;
        }
    }
}
