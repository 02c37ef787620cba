using SmartCare.Domain.Notices;
using SmartCare.Domain.Words;
using SmartCare.Server.Accounts;
using SmartCare.Server.Notices.Channels;

namespace SmartCare.Server.Notices;

/// <summary>Sends one test at once, past the outbox: whoever sets up a channel sees what it says.</summary>
internal sealed class TestNotices(NoticeCarrier carrier, TimeProvider time)
{
    /// <summary>By whose limit it is: whoever tries their own phone takes nobody's turn, any other test may cost the house money.</summary>
    private readonly Dictionary<string, Queue<DateTimeOffset>> _sent = [];

    /// <returns>Null when there were too many of late.</returns>
    public async Task<NoticeTry?> SendAsync(Viewer viewer, string? site, NoticeChannel channel, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        if (!MaySend(channel.Kind is ChannelKind.Push ? channel.Address : "", now)) return null;

        var id = $"test-{Guid.NewGuid():N}";
        var notice = new Notice(
            id, SiteId.Of(site ?? viewer.Account.Sites.FirstOrDefault() ?? ""), "", AlertKind.System, Priority.Low, 0, Audience.Duty, viewer.Account.Name, channel, null);
        return (await carrier.CarryAsync(new NoticeLetter(notice, id, 1, now, NoticeText.Test), cancellation)).Made;
    }

    private bool MaySend(string whose, DateTimeOffset now)
    {
        lock (_sent)
        {
            foreach (var (other, queue) in _sent)
            {
                while (queue.TryPeek(out var oldest) && now - oldest >= TimeSpan.FromMinutes(1)) queue.Dequeue();
                if (queue.Count == 0) _sent.Remove(other);
            }

            if (!_sent.TryGetValue(whose, out var sent)) _sent[whose] = sent = new();
            if (sent.Count >= NoticeLimits.TestsPerMinute) return false;
            sent.Enqueue(now);
            return true;
        }
    }
}
