namespace SmartCare.Series.Tests;

public sealed class EmbeddedSeriesTests : SeriesStoreContract
{
    static readonly CancellationToken None = CancellationToken.None;

    string FilePath => Path.Combine(Folder, "inner", "series.db");

    protected override ISeriesStore Open() => new EmbeddedSeries(FilePath, time: new ImpatientTime(DateTimeOffset.FromUnixTimeMilliseconds(1_760_000_000_000)));

    [Fact]
    public async Task A_full_disk_is_away_and_leaves_neither_points_nor_cursor_and_heals()
    {
        const long t0 = 1_760_000_000_000;
        var store = (EmbeddedSeries)Store;
        await store.WriteAsync([At(t0, 1)], new(0, 1), None);
        Pragma(store, "max_page_count = 1");
        var many = Enumerable.Range(0, 5000).Select(i => At(t0 + i, i, device: "fresh")).ToArray();
        await Assert.ThrowsAsync<SeriesUnavailableException>(async () => await store.WriteAsync(many, new(0, 2), None));
        Assert.Equal([new SeriesCursor(0, 1)], await store.CursorsAsync(None));
        Assert.Empty(await AskAsync(t0, t0 + 10_000, device: "fresh"));

        Pragma(store, "max_page_count = 1000000");
        await store.WriteAsync(many, new(0, 2), None);
        Assert.Equal(5000, (await AskAsync(t0, t0 + 10_000, device: "fresh", limit: 9999)).Length);
    }

    [Fact]
    public async Task A_file_that_is_no_database_is_away()
    {
        var path = Path.Combine(Folder, "broken.db");
        await File.WriteAllTextAsync(path, new string('x', 5000));
        await using var store = new EmbeddedSeries(path);
        await Assert.ThrowsAsync<SeriesUnavailableException>(async () => await store.CursorsAsync(None));
        await Assert.ThrowsAsync<SeriesUnavailableException>(async () => await store.QueryAsync(new("d", "t", 0, 1, 0, 1), None));
    }

    [Fact]
    public async Task Points_past_their_days_become_means_a_few_at_each_write_and_the_others_stay()
    {
        var time = new ImpatientTime(DateTimeOffset.FromUnixTimeMilliseconds(1_760_000_000_000));
        await using var store = new EmbeddedSeries(FilePath, keepDays: 1, keepMeansDays: 3, time);
        var old = time.GetUtcNow().AddDays(-2).ToUnixTimeMilliseconds() / 300_000 * 300_000;
        var young = time.GetUtcNow().AddHours(-1).ToUnixTimeMilliseconds();
        await store.WriteAsync(
            [.. Enumerable.Range(0, 1500).Select(i => At(old + i, i)), .. Enumerable.Range(0, 9).Select(i => At(old, i, device: $"other{i}")), At(young, 7)],
            new(0, 1), None);
        for (var entry = 2; entry < 8; entry++) await store.WriteAsync([], new(0, entry), None);
        Assert.Equal(
            [new SeriesPoint(old, 749.5, 0, 1499, 1500), new SeriesPoint(young, 7)],
            await store.QueryAsync(new("d", "temperature", 0, long.MaxValue, 0, 10), None));
        Assert.Equal([(old, 8)], await AskAsync(0, long.MaxValue, device: "other8"));
        Assert.Equal([(old / 3_600_000 * 3_600_000, 749.5)], await AskAsync(0, young, step: 3600));

        time.Advance(TimeSpan.FromDays(1.5));
        for (var entry = 8; entry < 14; entry++) await store.WriteAsync([], new(0, entry), None);
        Assert.Empty(await AskAsync(0, old + 300_000));
        Assert.Equal([(young / 300_000 * 300_000, 7)], await AskAsync(0, long.MaxValue));
    }

    static void Pragma(EmbeddedSeries store, string pragma)
    {
        using var command = store.Writer().Connection.CreateCommand();
        command.CommandText = "PRAGMA " + pragma;
        command.ExecuteScalar();
    }
}
