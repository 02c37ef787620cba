using Microsoft.Extensions.Logging.Abstractions;

namespace SmartCare.Series.Tests;

public sealed class SeriesFeedTests : IDisposable
{
    readonly ImpatientTime _time = new(DateTimeOffset.FromUnixTimeMilliseconds(1_760_000_000_000));
    readonly CancellationTokenSource _stop = new(TimeSpan.FromSeconds(60));
    readonly ListedReadings _source = new(shards: 2);
    readonly WatchedStore _store = new();
    readonly SeriesFeed _feed;

    public SeriesFeedTests()
    {
        _feed = new(_source, _store, _time, NullLogger<SeriesFeed>.Instance);
        _source.Idle = _stop.Cancel;
    }

    public void Dispose() => _stop.Dispose();

    static SeriesReading Reading(int number) => new("d", "101", "sunshine", number * 1_000_000L, [new("n", number)]);

    static IEnumerable<SeriesReading> Readings(int count, int from = 1) => Enumerable.Range(from, count).Select(Reading);

    static SeriesUnavailableException Away => new("away for the test");

    [Fact]
    public async Task All_readings_of_all_shards_arrive_once_and_in_order()
    {
        _source.Add(0, Readings(Limits.ReadingsPerBatch + 10));
        _source.Add(1, Readings(7, from: 100_000));
        await _feed.RunAsync(_stop.Token);
        Assert.Equal(Readings(Limits.ReadingsPerBatch + 10).Select(r => r.Ns), _store.Written.Where(r => r.Ns < 100_000_000_000).Select(r => r.Ns));
        Assert.Equal(Readings(7, from: 100_000).Select(r => r.Ns), _store.Written.Where(r => r.Ns >= 100_000_000_000).Select(r => r.Ns));
        Assert.Equal(Limits.ReadingsPerBatch + 17, _feed.Written);
        Assert.True(_feed.Healthy);
    }

    [Fact]
    public async Task It_goes_on_where_the_store_stands()
    {
        _source.Add(0, Readings(10));
        _source.Add(1, Readings(10, from: 101));
        _store.Remember(new SeriesCursor(1, 4));
        await _feed.RunAsync(_stop.Token);
        Assert.Equal(10 + 6, _store.Written.Count);
        Assert.Equal(105_000_000, _store.Written.Min(r => r.Ns < 100_000_000 ? long.MaxValue : r.Ns));
    }

    [Fact]
    public async Task A_store_that_lost_what_it_had_confirmed_is_given_it_again_from_where_its_cursors_stand()
    {
        var lost = false;
        _store.BeforeWrite = () =>
        {
            if (lost || _store.Moves.Count == 0) return;
            lost = true;
            _store.Written.Clear();
            _store.Remember(new SeriesCursor(0, 0));
            throw new SeriesLostException("killed for the test");
        };
        _source.Add(0, Readings(Limits.ReadingsPerBatch + 5));
        await _feed.RunAsync(_stop.Token);
        Assert.Equal(Readings(Limits.ReadingsPerBatch + 5).Select(r => r.Ns), _store.Written.Select(r => r.Ns));
        Assert.True(_feed.Healthy);
        Assert.DoesNotContain(Limits.BackoffMax, _time.Waits);
    }

    [Fact]
    public async Task While_the_store_is_away_it_tries_the_same_batch_again_ever_more_patiently_and_then_everything_is_there_once()
    {
        var failures = 9;
        _store.BeforeWrite = () =>
        {
            if (failures-- <= 0) return;
            _source.Add(0, Readings(1, from: 1000 + failures));
            throw Away;
        };
        _source.Add(0, Readings(3));
        await _feed.RunAsync(_stop.Token);
        Assert.Equal([0.25, 0.5, 1, 2, 4, 5, 5, 5, 5], _time.Waits.Select(w => w.TotalSeconds));
        Assert.Equal([1, 2, 3, 1008, 1007, 1006, 1005, 1004, 1003, 1002, 1001, 1000], _store.Written.Select(r => r.Ns / 1_000_000));
        Assert.Equal(9, _feed.Failures);
        Assert.Equal(12, _feed.Written);
        Assert.True(_feed.Healthy);
    }

    [Fact]
    public async Task After_an_absence_the_patience_starts_anew()
    {
        var failing = new Queue<bool>([true, true, false, true, false]);
        _store.BeforeWrite = () =>
        {
            if (failing.Dequeue()) throw Away;
        };
        _store.AfterWrite = written =>
        {
            if (written == 1) _source.Add(0, Readings(1, from: 2));
        };
        _source.Add(0, Readings(1));
        await _feed.RunAsync(_stop.Token);
        Assert.Equal([0.25, 0.5, 0.25], _time.Waits.Select(w => w.TotalSeconds));
    }

    [Fact]
    public async Task A_store_that_is_away_from_the_start_is_waited_for()
    {
        var failures = 2;
        _store.BeforeCursors = () =>
        {
            if (failures-- > 0) throw Away;
        };
        _source.Add(0, Readings(1));
        await _feed.RunAsync(_stop.Token);
        Assert.Equal([0.25, 0.5], _time.Waits.Select(w => w.TotalSeconds));
        Assert.Single(_store.Written);
    }

    [Fact]
    public async Task Health_and_lag_tell_of_an_absence_while_it_lasts()
    {
        var seen = new List<(bool Healthy, double Lag)>();
        var failures = 3;
        _store.BeforeWrite = () =>
        {
            seen.Add((_feed.Healthy, _feed.Lag.TotalSeconds));
            if (failures-- > 0) throw Away;
        };
        _source.Add(0, Readings(1));
        var lagWhenIdle = TimeSpan.MaxValue;
        _source.Idle = () =>
        {
            lagWhenIdle = _feed.Lag;
            _stop.Cancel();
        };
        await _feed.RunAsync(_stop.Token);
        Assert.Equal([(true, 0), (false, 0.25), (false, 0.75), (false, 1.75)], seen);
        Assert.Equal(TimeSpan.Zero, lagWhenIdle);
    }

    [Fact]
    public async Task Lag_grows_while_full_batches_show_that_there_is_more()
    {
        var lags = new List<double>();
        _store.AfterWrite = _ =>
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            lags.Add(_feed.Lag.TotalSeconds);
        };
        _source.Add(0, Readings(3 * Limits.ReadingsPerBatch + 1));
        await _feed.RunAsync(_stop.Token);
        // A second of work, then the longest rest.
        Assert.Equal([1, 2.25, 3.5, 4.75], lags);
        Assert.Equal(0, _feed.Lag.TotalSeconds);
    }

    [Fact]
    public async Task Entries_without_readings_move_the_cursor_now_and_then()
    {
        _source.Add(0, Enumerable.Repeat<SeriesReading?>(null, (int)Limits.EntriesPerEmptyCursor * 2 + 50));
        _source.Add(1, Enumerable.Repeat<SeriesReading?>(null, 50));
        await _feed.RunAsync(_stop.Token);
        Assert.Equal([new SeriesCursor(0, 10_000), new SeriesCursor(0, 20_000)], _store.Moves);
        Assert.Equal(0, _feed.Written);
    }

    [Fact]
    public async Task What_nobody_foresaw_shows_as_not_healthy_and_is_tried_again()
    {
        var tries = 0;
        _store.BeforeWrite = () =>
        {
            if (++tries > 3) return;
            if (tries > 1) Assert.False(_feed.Healthy);
            throw new InvalidOperationException("a bug");
        };
        _source.Add(0, Readings(1));
        await _feed.RunAsync(_stop.Token);
        Assert.Equal((4, 3, 1), (tries, _feed.Failures, _feed.Written));
        Assert.True(_feed.Healthy);
    }

    [Fact]
    public async Task What_the_store_refuses_is_not_written_it_is_a_failure_and_shows_for_an_hour()
    {
        _store.Refuses = r => r.Ns % 2_000_000 == 0;
        _source.Add(0, Readings(10));
        await _feed.RunAsync(_stop.Token);
        Assert.Equal((5, 5, 1), (_feed.Written, _feed.LeftOut, _feed.Failures));
        Assert.True(_feed.Healthy && _feed.IsRefused);
        _time.Advance(Limits.DroppedKnownFor);
        Assert.False(_feed.IsRefused);
    }

    [Fact]
    public async Task Stopping_while_the_store_is_away_ends_the_feed_quietly()
    {
        _store.BeforeWrite = () =>
        {
            _stop.Cancel();
            throw Away;
        };
        _source.Add(0, Readings(1));
        await _feed.RunAsync(_stop.Token);
        Assert.Empty(_store.Written);
    }
}
