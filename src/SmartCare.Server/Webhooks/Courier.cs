using SmartCare.Server.Alerts;
using SmartCare.Server.Notices;

namespace SmartCare.Server.Webhooks;

/// <summary>
/// Brings one subscription its changes: one after the other in order of seq, each again until it is taken. What waits is read from the store when it is its turn, so that a receiver that is
/// away costs nothing but its place in the order. It ends when its subscription changes; another goes on from where this one stood.
/// </summary>
internal sealed class Courier(Subscription to, SubscriptionBook book, AlertFeed feed, WebhookPost post, NoticePace pace, CourierLog log, TimeProvider time)
{
    private readonly SemaphoreSlim _news = new(0, 1);

    /// <summary>There is a change. From the committer's thread: never blocks.</summary>
    public void Wake()
    {
        try
        {
            if (_news.CurrentCount == 0) _news.Release();
        }
        catch (SemaphoreFullException)
        {
            // Somebody else was quicker.
        }
    }

    /// <returns>Why the house turns it off.</returns>
    /// <exception cref="OperationCanceledException">Its subscription has changed, or the silo stops.</exception>
    public async Task<string> RunAsync(CancellationToken cancellation)
    {
        while (true)
        {
            var waiting = feed.Since(book.CursorOf(to.Id)).Take(WebhookLimits.Batch).ToList();
            foreach (var change in waiting)
            {
                if (to.Wants(change) && await DeliverAsync(change, cancellation) is { } off) return off;
                book.Advance(to.Id, change.Seq);
            }

            if (waiting.Count == 0) await _news.WaitAsync(cancellation);
        }
    }

    /// <returns>Null: it was taken, or is too old to be news. Else why nobody tries any more.</returns>
    private async Task<string?> DeliverAsync(AlertDocument change, CancellationToken cancellation)
    {
        for (var tries = 1; ; tries++)
        {
            if (time.GetUtcNow() - change.UpdatedAt > WebhookLimits.Oldest)
            {
                log.Skipped(change.Seq);
                return null;
            }

            // It was turned off, changed or removed a moment ago: what comes from now on is the business of whoever goes on from here.
            if (!ReferenceEquals(book.Find(to.Id), to)) await Task.Delay(Timeout.Infinite, cancellation);
            var (made, isGone) = await post.SendAsync(to, change, tries, cancellation);
            log.Made(made);
            if (made.Delivered) return null;
            if (isGone) return "it answered that it is gone for good (HTTP 410)";
            if (made.At - log.FailingSince >= WebhookLimits.OffAfter) return $"it has taken nothing for {WebhookLimits.OffAfter.TotalDays:0} days; the last answer was: {made.Answer}";
            await Task.Delay(pace.Pause(tries, WebhookLimits.LongestPause), time, cancellation);
        }
    }
}

/// <summary>How it went with one subscription since the start: the last deliveries, and since when none was taken.</summary>
internal sealed class CourierLog
{
    private readonly Lock _gate = new();
    private readonly Queue<Delivery> _made = new();
    private (long From, long To, int Count)? _skipped;
    private DateTimeOffset? _failingSince;
    private long _skippedInAll;

    /// <summary>Null while it takes what it is sent.</summary>
    public DateTimeOffset? FailingSince
    {
        get { lock (_gate) return _failingSince; }
    }

    /// <summary>Changes that were too old when their turn came, since the start.</summary>
    public long SkippedInAll => Volatile.Read(ref _skippedInAll);

    /// <summary>The newest first.</summary>
    public IReadOnlyList<Delivery> Deliveries
    {
        get { lock (_gate) return [.. _made.Reverse()]; }
    }

    public void Made(Delivery made)
    {
        lock (_gate)
        {
            _made.Enqueue(made);
            if (_made.Count > WebhookLimits.DeliveriesKept) _made.Dequeue();
            // A test says nothing of what waits.
            if (made.Seq > 0) _failingSince = made.Delivered ? null : _failingSince ?? made.At;
        }
    }

    public void Skipped(long seq)
    {
        lock (_gate)
        {
            _skippedInAll++;
            _skipped = _skipped is { } before ? (before.From, seq, before.Count + 1) : (seq, seq, 1);
        }
    }

    /// <summary>What was passed over and is not recorded yet.</summary>
    public (long From, long To, int Count)? TakeSkipped()
    {
        lock (_gate)
        {
            var skipped = _skipped;
            _skipped = null;
            return skipped;
        }
    }

    /// <summary>It begins anew: its subscription was changed.</summary>
    public void Forgive()
    {
        lock (_gate) _failingSince = null;
    }
}
