using System.Collections.Concurrent;
using SmartCare.Domain.Notices;
using SmartCare.GrainInterfaces;
using SmartCare.Server.Notices.Channels;

namespace SmartCare.Server.Notices;

/// <summary>
/// Sends what the outbox holds: several at once but few of a kind, each again until it is taken or its tries are used up, and then tells the
/// site's grain. At least once: who gets the same key twice knows that it is the same.
/// </summary>
internal sealed class NoticeSender(NoticeOutbox outbox, NoticeCarrier carrier, NoticePace pace, IGrainFactory grains, NoticeHealth health, TimeProvider time)
    : BackgroundService
{
    private readonly ConcurrentDictionary<string, Task> _onTheirWay = new();
    private readonly Dictionary<ChannelKind, int> _running = [];
    private readonly CancellationTokenSource _abandon = new();

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            var now = time.GetUtcNow();
            var (due, over, nextAt) = outbox.Take(now, Places);
            foreach (var notice in due)
            {
                Count(notice.Notice.Channel.Kind, 1);
                var id = notice.Notice.Id;
                _onTheirWay[id] = Task.Run(() => SendAsync(notice), CancellationToken.None);
            }

            foreach (var notice in over) _onTheirWay[notice.Notice.Id] = Task.Run(() => EndAsync(notice.Notice, notice.Tries[^1]), CancellationToken.None);
            foreach (var (id, _) in _onTheirWay.Where(t => t.Value.IsCompleted)) _onTheirWay.TryRemove(id, out _);
            await SleepAsync(nextAt - now, stoppingToken);
        }
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        _abandon.CancelAfter(NoticeLimits.Goodbye);
        await Task.WhenAll(_onTheirWay.Values);
    }

    public override void Dispose()
    {
        _abandon.Dispose();
        base.Dispose();
    }

    private async Task SendAsync(StoredNotice notice)
    {
        var kind = notice.Notice.Channel.Kind;
        try
        {
            NoticeTry made;
            ChannelVerdict verdict;
            try
            {
                (made, verdict) = await carrier.CarryAsync(notice, _abandon.Token);
            }
            finally
            {
                Count(kind, -1);
                outbox.Wake();
            }

            // That somebody has no phone says nothing of phones.
            var ofAddress = verdict is not ChannelVerdict.Nobody;
            if (ofAddress) health.Tried(kind, made);
            var again = made.Delivered || !ofAddress ? null : pace.After(notice.Tries.Count + 1, verdict is ChannelVerdict.Refused);
            var now = time.GetUtcNow();
            DateTimeOffset? showBy = verdict is ChannelVerdict.PassedOn ? now + NoticeLimits.ShownWithin : null;
            if (outbox.Tried(notice.Notice.Id, made, now + again, showBy, ofAddress)) await EndAsync(notice.Notice, made);
        }
        catch (OperationCanceledException)
        {
            outbox.PutBack(notice.Notice.Id);
        }
        finally
        {
            outbox.Wake();
        }
    }

    private async Task EndAsync(Notice notice, NoticeTry last)
    {
        try
        {
            await TellAsync(notice, last);
            health.Ended(notice.Channel.Kind, last.Delivered);
        }
        catch (OperationCanceledException)
        {
            outbox.PutBack(notice.Id);
        }
    }

    /// <summary>The answer is an entry like any other, and the notice's last row is committed with it.</summary>
    private async Task TellAsync(Notice notice, NoticeTry last)
    {
        while (true)
        {
            try
            {
                await grains.GetGrain<ISiteGrain>(notice.SiteId.Value).AnswerNotice(new NoticeAnswered(notice.Id, notice.AlertId, last.Delivered, last.Answer))
                    .WaitAsync(_abandon.Token);
                return;
            }
            catch (TryAgainException)
            {
                await Task.Delay(NoticeLimits.FirstWait, time, _abandon.Token);
            }
        }
    }

    /// <summary>Until something changes, or the next is due.</summary>
    private async Task SleepAsync(TimeSpan? untilNext, CancellationToken stopping)
    {
        var sleep = untilNext is { } wait && wait < NoticeLimits.LongestSleep ? wait : NoticeLimits.LongestSleep;
        using var timer = time.CreateTimer(_ => outbox.Wake(), null, sleep > TimeSpan.Zero ? sleep : TimeSpan.Zero, Timeout.InfiniteTimeSpan);
        await outbox.ToSendAsync(stopping);
    }

    private int Places(ChannelKind kind)
    {
        lock (_running) return NoticeLimits.AtOnce - _running.GetValueOrDefault(kind);
    }

    private void Count(ChannelKind kind, int by)
    {
        lock (_running) _running[kind] = _running.GetValueOrDefault(kind) + by;
    }
}
