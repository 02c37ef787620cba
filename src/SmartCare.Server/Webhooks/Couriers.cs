using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using SmartCare.Domain.Words;
using SmartCare.Server.Alerts;
using SmartCare.Server.Care;
using SmartCare.Server.Notices;
using SmartCare.Server.Operations;
using SmartCare.Server.Record;
using SmartCare.Server.Registry;

namespace SmartCare.Server.Webhooks;

/// <summary>A courier for each subscription, and what people must know of them: one that was turned off rings, what was passed over is in the record.</summary>
internal sealed partial class Couriers(
    SubscriptionBook book, AlertFeed feed, WebhookPost post, NoticePace pace, SystemAlerts alerts, RegistryIndex registry, AuditLog audit, Metrics metrics, TimeProvider time, ILogger<Couriers> log)
    : BackgroundService
{
    private readonly ConcurrentDictionary<string, CourierLog> _logs = new();
    private readonly ConcurrentDictionary<string, Courier> _running = new();
    private readonly Dictionary<string, (Subscription Of, CancellationTokenSource Stop, Task Running)> _rounds = [];
    private readonly SemaphoreSlim _changed = new(0);

    public CourierLog LogOf(string id) => _logs.GetOrAdd(id, static _ => new CourierLog());

    /// <param name="inFull">With the names of subscriptions, which are not for strangers.</param>
    public IEnumerable<string> Problems(bool inFull)
    {
        var now = time.GetUtcNow();
        foreach (var one in book.All)
        {
            var name = inFull ? $" ({one.Name})" : "";
            if (one.Off is not null) yield return $"webhooks: a subscription{name} is off after long failure; the record says why";
            else if (one.Enabled && LogOf(one.Id).FailingSince is { } since && now - since >= NoticeLimits.FailingAfter)
                yield return string.Create(CultureInfo.InvariantCulture, $"webhooks: a subscription{name} has taken nothing for {(now - since).TotalMinutes:0} min");
        }
    }

    /// <summary>Past the order, at once: whoever sets it up sees what it says.</summary>
    public async Task<Delivery> TestAsync(Subscription to, string site, CancellationToken cancellation)
    {
        var (made, _) = await post.SendAsync(to, WebhookContent.Test(site, time.GetUtcNow()), 1, cancellation);
        LogOf(to.Id).Made(made);
        return made;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        book.StartAt(feed.LastSeq);
        book.Changed += Renew;
        feed.Published += Wake;
        try
        {
            foreach (var one in book.All) Begin(one, stoppingToken);
            while (true)
            {
                await _changed.WaitAsync(WebhookLimits.CursorEvery, stoppingToken);
                foreach (var (id, round) in _rounds.ToList())
                    if (!ReferenceEquals(book.Find(id), round.Of)) await EndAsync(id);
                foreach (var one in book.All)
                    if (!_rounds.ContainsKey(one.Id)) Begin(one, stoppingToken);
                await Task.Run(Keep, CancellationToken.None);
            }
        }
        finally
        {
            feed.Published -= Wake;
            book.Changed -= Renew;
        }
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await Task.WhenAny(Task.WhenAll(_rounds.Values.Select(r => r.Running)), Task.Delay(WebhookLimits.Goodbye, time, CancellationToken.None));
        await Task.Run(Keep, CancellationToken.None);
    }

    public override void Dispose()
    {
        _changed.Dispose();
        base.Dispose();
    }

    private void Renew(string id) => _changed.Release();

    private void Wake(AlertDocument change)
    {
        foreach (var (_, courier) in _running) courier.Wake();
    }

    private void Begin(Subscription one, CancellationToken stopping)
    {
        var stop = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        if (one.Enabled) LogOf(one.Id).Forgive();
        _rounds[one.Id] = (one, stop, one.Enabled ? Task.Run(() => RoundAsync(one, stop.Token), CancellationToken.None) : Task.CompletedTask);
    }

    private async Task EndAsync(string id)
    {
        if (!_rounds.Remove(id, out var round)) return;
        await round.Stop.CancelAsync();
        await round.Running;
        round.Stop.Dispose();
        if (book.Find(id) is null) _logs.TryRemove(id, out _);
    }

    private async Task RoundAsync(Subscription one, CancellationToken cancellation)
    {
        var courier = new Courier(one, book, feed, post, pace, LogOf(one.Id), time);
        _running[one.Id] = courier;
        try
        {
            while (true)
            {
                try
                {
                    TurnOff(one, await courier.RunAsync(cancellation));
                    return;
                }
                catch (Exception error) when (error is not OperationCanceledException)
                {
                    // The store cannot be read just now, or this is a bug: nobody else waits for it.
                    LogBroken(one.Id, error.Message);
                    await Task.Delay(WebhookLimits.StoreAgain, time, cancellation);
                }
            }
        }
        catch (OperationCanceledException)
        {
        }
        finally
        {
            _running.TryRemove(KeyValuePair.Create(one.Id, courier));
        }
    }

    private void TurnOff(Subscription one, string why)
    {
        var off = new TurnedOff(time.GetUtcNow(), why);
        if (book.Change(one.Id, now => ReferenceEquals(now, one) ? now with { Enabled = false, Off = off } : now)?.Off != off) return;
        Record(one, "turnOff", new { why });
        foreach (var site in SitesOf(one)) alerts.Raise(Part(site, one.Id), site, Phrase.Of("webhookOff", ("name", one.Name)));
    }

    /// <summary>It is on again, or gone: nobody need look for it any more.</summary>
    public void EndAlert(Subscription one)
    {
        foreach (var site in SitesOf(one)) alerts.End(Part(site, one.Id), site, Phrase.Of("webhookOn", ("name", one.Name)));
    }

    private static Subject Part(SiteId site, string id) => Subject.PartOf(site, $"webhook-{id}");

    private IEnumerable<SiteId> SitesOf(Subscription one) =>
        registry.Sites.Where(s => !s.Archived && (one.Sites.Length == 0 || one.Sites.Contains(s.Id.Value))).Select(s => s.Id);

    private void Keep()
    {
        foreach (var one in book.All)
            if (LogOf(one.Id).TakeSkipped() is { } skipped)
            {
                metrics.Counter("smartcare_webhook_skipped_total", "Changes that were too old for a subscription when their turn came.").Add(skipped.Count);
                Record(one, "skip", new { changes = skipped.Count, fromSeq = skipped.From, toSeq = skipped.To, olderThanDays = WebhookLimits.Oldest.TotalDays });
            }

        try
        {
            book.KeepCursors();
        }
        catch (IOException away)
        {
            LogAway(away.Message);
        }
    }

    private void Record(Subscription one, string what, object detail) => audit.Add(new AuditEntry(
        time.GetUtcNow(), "system", what, $"webhook/{one.Id}", one.Sites.FirstOrDefault(), JsonSerializer.Serialize(detail, JsonSerializerOptions.Web), null));

    [LoggerMessage(1, LogLevel.Error, "Webhook subscription {Subscription} pauses: {Why}")]
    private partial void LogBroken(string subscription, string why);

    [LoggerMessage(2, LogLevel.Warning, "How far the webhook subscriptions have come waits for the disk: {Why}")]
    private partial void LogAway(string why);
}
