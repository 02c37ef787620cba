using SmartCare.Domain.Words;
using SmartCare.Server.Alerts;
using SmartCare.Server.Tests.Support;
using SmartCare.Storage;

namespace SmartCare.Server.Tests.Alerts;

/// <summary>Listeners that are slow, late or gone, without a socket between.</summary>
public sealed class AlertFeedTests : IDisposable
{
    private readonly string _folder = TestHost.NewFolder();
    private readonly SqliteStore _store;
    private readonly AlertFeed _feed;
    private long _seq;

    public AlertFeedTests()
    {
        _store = new SqliteStore(Path.Combine(_folder, "smartcare.db"));
        _feed = new AlertFeed(_store.Tables);
    }

    public void Dispose()
    {
        _store.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task A_listener_hears_what_is_on_disk_then_what_is_only_in_memory_then_what_comes()
    {
        Change(saved: true, times: 700);
        _feed.StartAt(_seq);
        Change(saved: false, times: 3);
        await using var listener = _feed.ListenAsync(0, CancellationToken.None).GetAsyncEnumerator();
        Assert.Equal(Seqs(1, 700), await Next(listener, 700));
        Change(saved: true, times: 2);
        Assert.Equal(Seqs(701, 5), await Next(listener, 5));
    }

    [Fact]
    public async Task A_listener_that_does_not_keep_up_is_cut_off_and_misses_nothing_when_it_resumes()
    {
        await using var slow = _feed.ListenAsync(0, CancellationToken.None).GetAsyncEnumerator();
        var first = slow.MoveNextAsync();
        Change(saved: true, times: 3_000);
        Assert.True(await first);
        var last = slow.Current.Seq;
        await Assert.ThrowsAsync<ListenerTooSlowException>(async () =>
        {
            while (await slow.MoveNextAsync()) last = slow.Current.Seq;
        });
        Assert.Equal(0, _feed.Listeners);
        Assert.InRange(last, 1, 2_999);

        await using var again = _feed.ListenAsync(last, CancellationToken.None).GetAsyncEnumerator();
        Assert.Equal(Seqs(last + 1, (int)(3_000 - last)), await Next(again, (int)(3_000 - last)));
    }

    [Fact]
    public async Task A_listener_that_goes_is_forgotten()
    {
        using var stop = new CancellationTokenSource();
        await using var listener = _feed.ListenAsync(0, stop.Token).GetAsyncEnumerator();
        var waiting = listener.MoveNextAsync().AsTask();
        Assert.Equal(1, _feed.Listeners);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        Assert.Equal(0, _feed.Listeners);
    }

    private void Change(bool saved, int times)
    {
        var rows = new List<AlertRow>();
        var changes = new List<AlertDocument>();
        for (var n = 0; n < times; n++)
        {
            var seq = ++_seq;
            var change = new AlertDocument
            {
                Id = $"0-{seq}-0", Seq = seq, Kind = AlertKind.Help, Priority = Priority.High, State = AlertState.Open, SiteId = "sunshine",
                RaisedAt = DateTimeOffset.UnixEpoch, UpdatedAt = DateTimeOffset.UnixEpoch, Occurrences = 1, Tier = 1, Unsaved = !saved, History = [],
            };
            changes.Add(change);
            var stored = new StoredAlert(change, new Subject(SubjectKind.Place, "1"));
            rows.Add(new AlertRow(change.Id, seq, change.SiteId, null, null, false, stored.ToJson(), stored.ToChangeJson()));
        }

        if (saved) _store.Write(rows);
        if (!saved || _feed.LastSeq > 0 || _feed.Listeners > 0) changes.ForEach(_feed.Publish);
    }

    private static async Task<IReadOnlyList<long>> Next(IAsyncEnumerator<AlertDocument> listener, int count)
    {
        var seqs = new List<long>();
        while (seqs.Count < count && await listener.MoveNextAsync().AsTask().WaitAsync(Testing.HubClient.Patience)) seqs.Add(listener.Current.Seq);
        return seqs;
    }

    private static IEnumerable<long> Seqs(long from, int count) => Enumerable.Range(0, count).Select(n => from + n);
}
