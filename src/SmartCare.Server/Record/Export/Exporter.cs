using System.Text.Json;
using SmartCare.Domain.Registry;
using SmartCare.Server.Alerts;
using SmartCare.Server.Complaints;
using SmartCare.Server.Notices;
using SmartCare.Server.Operations;
using SmartCare.Server.Registry;
using SmartCare.Storage;

namespace SmartCare.Server.Record.Export;

/// <summary>Files that a regulator can keep for years without this program: JSON, CSV and a page to be read, in one zip with its checksums.</summary>
internal sealed class Exporter(NoticeOutbox notices, Tables tables, RegistryIndex registry, MonthReader months, DataFolder folder, TimeProvider time)
{
    /// <summary>One at a time: a month of a big site is read and packed by one core.</summary>
    private readonly SemaphoreSlim _one = new(1);

    public Task<Stream> AlertAsync(AlertDocument alert, string by, CancellationToken cancellation) => PackAsync(archive =>
    {
        var of = new Case(
            alert, [.. NoticeApi.All(alert.Id, tables, notices).Select(NoticeView.Of)], [.. tables.ReviewsOf(alert.Id).Select(AlertReview.FromJson)]);
        var (site, zone) = Site(alert.SiteId);
        var sheets = new Sheets(zone);
        archive.Add("alert.json", JsonSerializer.SerializeToUtf8Bytes(of, Archive.Json));
        archive.Add("alert.csv", sheets.Alerts([of]));
        archive.Add("history.csv", sheets.History(of));
        archive.Add("notices.csv", sheets.Notices([of]));
        archive.Add("report.html", new ReportPage($"{site} {alert.Id}", zone, sheets, (time.GetUtcNow(), by)).Of([of]));
        archive.Seal($"alert {alert.Id}", by, Audit());
    }, cancellation);

    /// <param name="of">The site.</param>
    /// <param name="readable">Which complaints are told in full: those that the one who exports may read, and asked for.</param>
    /// <returns>Null when the month has more alerts than one export may have.</returns>
    public async Task<Stream?> MonthAsync(Site of, DateOnly month, string by, Func<Complaint, bool> readable, CancellationToken cancellation)
    {
        var (siteId, site, zone) = (of.Id.Value, of.Name, of.TimeZone);
        var (from, to) = (StartOf(month, zone), StartOf(month.AddMonths(1), zone));
        var tooMany = false;
        var stream = await PackAsync(archive =>
        {
            var found = AlertsOf(siteId, from, to, cancellation);
            tooMany = found.Count > RecordLimits.AlertsPerExport;
            if (tooMany) return;
            var (told, reviewed) = (NoticesOf(siteId, found, cancellation), tables.ReviewsOfSite(siteId, from.ToUnixTimeMilliseconds()).ToLookup(r => r.Alert, r => AlertReview.FromJson(r.Json)));
            List<Case> cases = [.. found.OrderBy(a => a.RaisedAt).Select(a => new Case(a, [.. told[a.Id]], [.. reviewed[a.Id]]))];
            var (sheets, duty, made) = (new Sheets(zone), months.Read(of, from, to), (time.GetUtcNow(), by));
            archive.Add("alerts.json", JsonSerializer.SerializeToUtf8Bytes(cases, Archive.Json));
            archive.Add("alerts.csv", sheets.Alerts(cases));
            archive.Add("notices.csv", sheets.Notices(cases));
            new MonthSheets(duty, zone).AddTo(archive, readable);
            archive.Add("report.html", new ReportPage($"{site} {month:yyyy-MM}", zone, sheets, made).Of(cases, duty));
            archive.Add("operator-report.html", new ReportPage($"{site} {month:yyyy-MM} 运营报告 operator's report", zone, sheets, made).Of(cases, duty, inFull: false));
            archive.Seal($"site {siteId} month {month:yyyy-MM}", by, Audit());
        }, cancellation);
        if (!tooMany) return stream;
        await stream.DisposeAsync();
        return null;
    }

    /// <summary>Into a file of the data folder that goes with its last reader: a month may be larger than memory should be.</summary>
    private async Task<Stream> PackAsync(Action<Archive> pack, CancellationToken cancellation)
    {
        await _one.WaitAsync(cancellation);
        var file = new FileStream(
            folder.PathOf($"export-{Guid.NewGuid():N}.tmp"), FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, 64 * 1024, FileOptions.DeleteOnClose);
        try
        {
            await Task.Run(() =>
            {
                using var archive = new Archive(file, time.GetUtcNow());
                pack(archive);
            }, cancellation);
            file.Position = 0;
            return file;
        }
        catch
        {
            await file.DisposeAsync();
            throw;
        }
        finally
        {
            _one.Release();
        }
    }

    private List<AlertDocument> AlertsOf(string site, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellation)
    {
        var (found, after) = (new List<AlertDocument>(), 0L);
        while (found.Count <= RecordLimits.AlertsPerExport)
        {
            cancellation.ThrowIfCancellationRequested();
            var page = tables.Alerts(new AlertQuery(null, [site], null, null, after, RecordLimits.Page)).Select(json => StoredAlert.FromJson(json).Alert).ToList();
            found.AddRange(page.Where(a => a.RaisedAt >= from && a.RaisedAt < to));
            if (page.Count < RecordLimits.Page) break;
            after = page[^1].Seq;
        }

        return found;
    }

    private ILookup<string, NoticeView> NoticesOf(string site, List<AlertDocument> found, CancellationToken cancellation)
    {
        var (ids, views, after) = (found.Select(a => a.Id).ToHashSet(), new List<NoticeView>(), 0L);
        while (true)
        {
            cancellation.ThrowIfCancellationRequested();
            var page = tables.Notices([site], null, after, RecordLimits.Page);
            views.AddRange(page.Select(n => StoredNotice.FromJson(n.Json)).Where(n => ids.Contains(n.Notice.AlertId)).Select(NoticeView.Of));
            if (page.Count < RecordLimits.Page) return views.ToLookup(n => n.AlertId);
            after = page[^1].Number;
        }
    }

    private (long, byte[]) Audit() => tables.AuditHead() ?? (0, AuditChain.Root);

    private (string Name, string Zone) Site(string id) => registry.Site(id) is { } site ? (site.Name, site.TimeZone) : (id, SiteClock.Utc);

    /// <summary>The first midnight of the month on the site's wall.</summary>
    private static DateTimeOffset StartOf(DateOnly month, string zone)
    {
        // Two days before, so that it has not begun yet anywhere on earth.
        var midnight = new DateTimeOffset(month.Year, month.Month, 1, 0, 0, 0, TimeSpan.Zero).AddDays(-2);
        do midnight = SiteClock.Next(midnight, TimeOnly.MinValue, zone);
        while (SiteClock.LocalOf(midnight, zone).Day != 1);
        return midnight;
    }
}
