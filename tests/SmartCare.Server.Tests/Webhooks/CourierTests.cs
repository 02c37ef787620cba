using System.Threading.Channels;
using SmartCare.Domain.Decisions;
using SmartCare.Domain.Words;
using SmartCare.Server.Alerts;
using SmartCare.Server.Notices;
using SmartCare.Server.Notices.Channels;
using SmartCare.Server.Operations;
using SmartCare.Server.Tests.Notices;
using SmartCare.Server.Tests.Support;
using SmartCare.Server.Webhooks;
using SmartCare.Storage;
using SmartCare.Testing;

namespace SmartCare.Server.Tests.Webhooks;

/// <summary>One subscription and a receiver over real HTTP: the store, the feed and the cursor without a host around them.</summary>
public sealed class CourierTests : IAsyncLifetime
{
    private readonly string _folder = TestHost.NewFolder();
    private readonly SteppedTime _time = new();
    private readonly NoticeHttp _http = new(OutsideAddresses.Read("127.0.0.1"));
    private readonly CancellationTokenSource _stop = new();
    private SqliteStore _store = null!;
    private AlertFeed _feed = null!;
    private ItemFile _file = null!;
    private SubscriptionBook _book = null!;
    private readonly CourierLog _log = new();
    private Gateway _gateway = null!;
    private readonly Channel<TimeSpan> _pauses = Channel.CreateUnbounded<TimeSpan>();
    private long _seq;

    public async Task InitializeAsync()
    {
        _time.Waits += due =>
        {
            // A try has its own end, which is no pause.
            if (due > TimeSpan.Zero && due != WebhookLimits.Timeout) _pauses.Writer.TryWrite(due);
        };
        _gateway = await Gateway.StartAsync();
        _store = new SqliteStore(Path.Combine(_folder, "smartcare.db"));
        _feed = new AlertFeed(_store.Tables);
        _file = new ItemFile(Path.Combine(_folder, "webhooks.db"));
        _book = NewBook();
    }

    public async Task DisposeAsync()
    {
        await _stop.CancelAsync();
        await _gateway.DisposeAsync();
        _file.Dispose();
        _store.Dispose();
        _http.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task A_thousand_changes_that_came_while_it_was_away_come_in_order_each_under_an_id_of_its_own_and_over_a_restart()
    {
        _gateway.Answers = n => (n <= 3 ? 503 : 200, "");
        Change(times: 900, saved: true);
        Change(times: 100, saved: false);
        var first = Run(Subscribe());
        for (var failed = 0; failed < 3; failed++)
        {
            await ReceivedAsync(1);
            await PauseAsync();
        }

        var seqs = await ReceivedAsync(400);
        await _stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        _book.KeepCursors();

        _book = NewBook();
        using var again = new CancellationTokenSource();
        _ = Run(_book.All.Single(), again.Token);
        while (seqs[^1].Seq < 1_000) seqs.AddRange(await ReceivedAsync(1));
        await again.CancelAsync();
        // At least once: what was on its way when it stopped may come twice, under the same id.
        Assert.Equal(Enumerable.Range(1, 1_000).Select(n => (long)n), seqs.Select(s => s.Seq).Distinct());
        Assert.Equal(seqs.Select(s => s.Seq), seqs.Select(s => s.Seq).Order());
        Assert.Equal(1_000, seqs.Select(s => s.Id).Distinct().Count());
    }

    [Fact]
    public async Task Only_what_it_wants_is_sent_and_what_comes_later_wakes_it()
    {
        _ = Run(Subscribe(s => s with { Sites = ["riverside"], Kinds = [AlertKind.Help], States = [AlertState.Open] }));
        Change(1, change: c => c with { SiteId = "riverside" });
        Change(1);
        Change(1, change: c => c with { SiteId = "riverside", Kind = AlertKind.Fire });
        Change(1, change: c => c with { SiteId = "riverside", State = AlertState.Resolved });
        Change(1, change: c => c with { SiteId = "riverside" });
        Assert.Equal([1, 5], (await ReceivedAsync(2)).Select(r => r.Seq));
    }

    [Fact]
    public async Task What_is_a_week_old_when_its_turn_comes_is_passed_over_and_counted()
    {
        Change(3);
        _time.Advance(WebhookLimits.Oldest + TimeSpan.FromMinutes(1));
        Change(1);
        _ = Run(Subscribe());
        Assert.Equal([4], (await ReceivedAsync(1)).Select(r => r.Seq));
        Assert.Equal(((1L, 3L, 3), 3L), (_log.TakeSkipped()!.Value, _log.SkippedInAll));
    }

    [Fact]
    public async Task One_that_takes_nothing_for_three_days_is_turned_off()
    {
        _gateway.Answers = _ => (500, "");
        Change(1);
        var running = Run(Subscribe());
        while (await Task.WhenAny(running, _pauses.Reader.WaitToReadAsync().AsTask()) != running)
            if (_pauses.Reader.TryRead(out _)) _time.Advance(TimeSpan.FromHours(12));
        Assert.Contains("3 days", await running, StringComparison.Ordinal);
        Assert.Equal(0, _book.CursorOf(_book.All.Single().Id));
    }

    [Fact]
    public async Task One_that_says_that_it_is_gone_is_turned_off_at_once()
    {
        _gateway.Answers = _ => (410, "");
        Change(1);
        Assert.Contains("410", await Run(Subscribe()).WaitAsync(HubClient.Patience), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_receiver_that_hangs_holds_up_nobody_and_is_asked_again()
    {
        var hanging = _gateway.Hanging = new TaskCompletionSource();
        Change(1);
        _ = Run(Subscribe());
        await _gateway.NextAsync();
        // The committer's thread goes on.
        Change(50);
        _gateway.Hanging = null;
        _time.Advance(WebhookLimits.Timeout);
        var pause = await NextPauseAsync();
        Assert.Equal("no answer within 10 s", _log.Deliveries.Single().Answer);
        _time.Advance(pause);
        hanging.SetResult();
        Assert.Equal(Enumerable.Range(1, 51).Select(n => (long)n), (await ReceivedAsync(51)).Select(r => r.Seq));
    }

    [Fact]
    public async Task A_former_secret_signs_for_a_day()
    {
        var one = Subscribe();
        _book.Change(one.Id, s => s with { Secret = WebhookSignature.NewSecret(), FormerSecret = s.Secret, FormerUntil = _time.GetUtcNow() + WebhookLimits.FormerHolds });
        _ = Run(_book.All.Single());
        foreach (var signatures in (int[])[2, 1])
        {
            Change(1);
            Assert.Equal(signatures, (await _gateway.NextAsync()).Headers["webhook-signature"].Split(' ').Length);
            // Not before it is answered: its ten seconds would be over too.
            await Until.TrueAsync(() => Task.FromResult(_log.Deliveries.Count), made => made == 3 - signatures, HubClient.Patience);
            _time.Advance(WebhookLimits.FormerHolds);
        }
    }

    [Fact]
    public async Task One_that_was_changed_sends_nothing_more_as_it_was()
    {
        var one = Subscribe();
        _ = Run(one);
        Change(1);
        await ReceivedAsync(1);
        await Until.TrueAsync(() => Task.FromResult(_book.CursorOf(one.Id)), cursor => cursor == 1, HubClient.Patience);
        _book.Change(one.Id, s => s with { Url = $"{_gateway.Url}elsewhere" });
        Change(1);
        _ = Run(_book.All.Single());
        Assert.Equal("/elsewhere", (await _gateway.NextAsync()).PathAndQuery);
        Assert.Equal(2, _gateway.Calls);
    }

    private SubscriptionBook NewBook() => new(new WebhookFile(_file, new StoreHealth(), _time));

    private Subscription Subscribe(Func<Subscription, Subscription>? with = null)
    {
        var one = new Subscription(SubscriptionBook.NewId(), "a system", $"{_gateway.Url}in", [], [], [], false, true, WebhookSignature.NewSecret(), "admin", _time.GetUtcNow(), null);
        Assert.True(_book.TryAdd(with is null ? one : with(one), after: 0));
        return _book.All.Single();
    }

    private Task<string> Run(Subscription to, CancellationToken? stop = null)
    {
        var courier = new Courier(to, _book, _feed, new WebhookPost(_http, _time), new NoticePace(new Random(7)), _log, _time);
        _feed.Published += _ => courier.Wake();
        return Task.Run(() => courier.RunAsync(stop ?? _stop.Token));
    }

    /// <summary>It waits for its next try, and the clock is set on to that.</summary>
    private async Task PauseAsync() => _time.Advance(await NextPauseAsync());

    private Task<TimeSpan> NextPauseAsync() => _pauses.Reader.ReadAsync().AsTask().WaitAsync(HubClient.Patience);

    private async Task<List<(long Seq, string Id)>> ReceivedAsync(int count)
    {
        var received = new List<(long, string)>();
        while (received.Count < count)
        {
            var call = await _gateway.NextAsync();
            var secret = _book.All.Single().Secret;
            Assert.True(WebhookSignature.Holds(secret, call.Headers["webhook-id"], call.Headers["webhook-timestamp"], call.Headers["webhook-signature"], call.Body));
            received.Add((call.Json.GetProperty("seq").GetInt64(), call.Headers["webhook-id"]));
        }

        return received;
    }

    private void Change(int times, bool saved = true, Func<AlertDocument, AlertDocument>? change = null)
    {
        var changes = Enumerable.Range(0, times).Select(_ => ++_seq).Select(seq => new AlertDocument
        {
            Id = $"0-{seq}-0", Seq = seq, Kind = AlertKind.Help, Priority = Priority.High, State = AlertState.Open, SiteId = "sunshine",
            RaisedAt = _time.GetUtcNow(), UpdatedAt = _time.GetUtcNow(), Occurrences = 1, Tier = 1, Unsaved = !saved, History = [],
        }).Select(c => change is null ? c : change(c)).ToList();
        if (saved) _store.Write([.. changes.Select(c => new StoredAlert(c, new Subject(SubjectKind.Place, "1"))).Select(s => new AlertRow(s.Alert.Id, s.Alert.Seq, s.Alert.SiteId, null, null, false, s.ToJson(), s.ToChangeJson()))]);
        changes.ForEach(_feed.Publish);
    }
}
