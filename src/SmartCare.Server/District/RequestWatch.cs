using SmartCare.Domain.Words;
using SmartCare.Server.Care;
using SmartCare.Server.Registry;

namespace SmartCare.Server.District;

/// <summary>Rings at the site whose request is overdue, low, and ends that when it is seen to. One that is nobody's yet stands first on the district's page.</summary>
internal sealed partial class RequestWatch(RequestBook book, RegistryIndex registry, SystemAlerts alerts, TimeProvider time, ILogger<RequestWatch> log) : BackgroundService
{
    private static readonly TimeSpan s_every = TimeSpan.FromMinutes(1);

    private readonly SemaphoreSlim _one = new(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(s_every, time);
        while (await timer.WaitForNextTickAsync(stoppingToken)) await LookAsync();
    }

    /// <summary>Ends when each alert that is due is on disk, and each that is over is resolved.</summary>
    public async Task LookAsync()
    {
        foreach (var request in book.Watched.ToList()) await LookAsync(request.Id);
    }

    /// <summary>The same of one, after somebody changed it.</summary>
    public async Task LookAsync(string id)
    {
        await _one.WaitAsync();
        try
        {
            if (book.Find(id) is not { } request) return;
            var ringsAt = request.IsOverdue(time.GetUtcNow()) && request.SiteId is { } site && registry.Site(site) is { Archived: false } ? site : null;
            if (ringsAt == request.RungAt) return;
            if (request.RungAt is { } before) await alerts.EndLateAsync(About(before, id), SiteId.Of(before), Phrase.Of("requestInTime", ("number", request.Number ?? id)));
            if (ringsAt is not null) await alerts.RaiseLateAsync(About(ringsAt, id), SiteId.Of(ringsAt), Phrase.Of("requestOverdue", ("number", request.Number ?? id)));
            // Afterwards: a crash between the two rings once more, and never not at all.
            book.Change(id, now => now with { RungAt = ringsAt });
        }
        catch (Exception away)
        {
            // Whatever it is: what ends a service ends the host, and the alarms of the house are more than a request.
            LogAway(id, away.Message);
        }
        finally
        {
            _one.Release();
        }
    }

    public override void Dispose()
    {
        _one.Dispose();
        base.Dispose();
    }

    private static Subject About(string site, string id) => Subject.PartOf(SiteId.Of(site), $"request-{id}");

    [LoggerMessage(1, LogLevel.Warning, "Whether request {Request} is overdue could not be told, and it is tried again in a minute: {Why}")]
    private partial void LogAway(string request, string why);
}
