using System.Threading.Channels;
using SmartCare.Grains.Store;
using SmartCare.Server.Notices;
using SmartCare.Storage;
using SmartCare.Testing;

namespace SmartCare.Server.Tests.Support;

/// <summary>The real store behind a disk that can be made full; tells of every notice that reached it.</summary>
internal sealed class SeenRows(ICareStore disk) : WrappedStore(disk)
{
    private readonly Channel<StoredNotice> _notices = Channel.CreateUnbounded<StoredNotice>();

    /// <summary>The next stored notice that fits; those before it are dropped.</summary>
    public async Task<StoredNotice> NoticeAsync(Func<StoredNotice, bool> fits)
    {
        using var patience = new CancellationTokenSource(HubClient.Patience);
        while (true)
            if (await _notices.Reader.ReadAsync(patience.Token) is var notice && fits(notice))
                return notice;
    }

    protected override void Written(IReadOnlyList<Row> rows)
    {
        foreach (var row in rows.OfType<NoticeRow>()) _notices.Writer.TryWrite(StoredNotice.FromJson(row.Json));
    }
}
