using SmartCare.Domain.Notices;
using SmartCare.Domain.Words;
using SmartCare.Server.Accounts;
using SmartCare.Server.Notices.Channels;

namespace SmartCare.Server.Notices;

/// <summary>Sends one test at once, past the outbox: whoever sets up a channel sees what it says.</summary>
internal sealed class TestNotices(NoticeCarrier carrier, TimeProvider time)
{
    private readonly Queue<DateTimeOffset> _sent = new();

    /// <returns>Null when there were too many of late.</returns>
    public async Task<NoticeTry?> SendAsync(Viewer viewer, string? site, NoticeChannel channel, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        lock (_sent)
        {
            while (_sent.TryPeek(out var oldest) && now - oldest >= TimeSpan.FromMinutes(1)) _sent.Dequeue();
            if (_sent.Count >= NoticeLimits.TestsPerMinute) return null;
            _sent.Enqueue(now);
        }

        var id = $"test-{Guid.NewGuid():N}";
        var notice = new Notice(
            id, SiteId.Of(site ?? viewer.Account.Sites.FirstOrDefault() ?? ""), "", AlertKind.System, Priority.Low, 0, Audience.Duty, viewer.Account.Name, channel, null);
        return (await carrier.CarryAsync(new NoticeLetter(notice, id, 1, now, NoticeText.Test), cancellation)).Made;
    }
}
