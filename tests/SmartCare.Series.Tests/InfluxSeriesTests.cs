namespace SmartCare.Series.Tests;

public sealed class InfluxSeriesTests(InfluxFixture influx) : SeriesStoreContract, IClassFixture<InfluxFixture>
{
    static readonly CancellationToken None = CancellationToken.None;
    readonly string _database = influx.NewDatabase();

    string CursorPath => Path.Combine(Folder, "inner", "cursors.json");

    protected override ISeriesStore Open() => Open(influx.Server.Url);

    InfluxSeries Open(Uri url, string? database = null, HttpClient? client = null) =>
        // The points of these tests are of 1970 and 2025.
        new(new InfluxOptions { Url = url, Database = database ?? _database, KeepDays = 36_500, KeepMeansDays = 36_500 }, client ?? influx.Client, CursorPath);

    InfluxSeries Influx => (InfluxSeries)Store;

    [Fact]
    public async Task A_field_that_influx_holds_with_another_type_costs_only_that_field()
    {
        await influx.SayAsync($"/query?q=CREATE DATABASE {_database}");
        await influx.SayAsync($"/write?db={_database}", "reading,device=other door=1i,window=\"open\" 1000000000");
        await Store.WriteAsync(
            [
                new("d", "", "", 1_000_000_000, [new("door", 1), new("temperature", 21)]),
                new("d", "", "", 2_000_000_000, [new("temperature", 22)]),
                new("d", "", "", 3_000_000_000, [new("window", 1), new("temperature", 23), new("door", 0)]),
                new("d", "", "", 4_000_000_000, [new("door", 1)]),
            ],
            new(0, 4), None);
        Assert.Equal([(1000, 21), (2000, 22), (3000, 23)], await AskAsync(0, 10_000));
        Assert.Empty(await AskAsync(0, 10_000, channel: "door"));
        Assert.InRange(Influx.Dropped, 3, 4);
        Assert.Equal([new SeriesCursor(0, 4)], await Store.CursorsAsync(None));
    }

    [Fact]
    public async Task A_time_that_influx_cannot_hold_costs_only_its_own_point()
    {
        await Store.WriteAsync(
            [At(1000, 1), new("d", "", "", long.MaxValue, [new("temperature", 9)]), At(2000, 2), At(3000, 3)], new(0, 4), None);
        Assert.Equal([(1000, 1), (2000, 2), (3000, 3)], await AskAsync(0, 10_000));
        Assert.Equal(1, Influx.Dropped);
    }

    [Fact]
    public async Task A_batch_of_nothing_but_impossible_points_does_not_hold_up_the_next()
    {
        await Store.WriteAsync(
            [.. Enumerable.Range(0, 2000).Select(i => new SeriesReading($"d{i}", "", "", long.MaxValue, [new("t", 1)]))], new(0, 1), None);
        Assert.Equal(2000, Influx.Dropped);
        Assert.Equal([new SeriesCursor(0, 1)], await Store.CursorsAsync(None));
    }

    [Fact]
    public async Task A_database_that_was_dropped_is_made_again()
    {
        await Store.WriteAsync([At(1000, 1)], new(0, 1), None);
        await influx.SayAsync($"/query?q=DROP DATABASE {_database}");
        Assert.Empty(await AskAsync(0, 10_000));
        await Store.WriteAsync([At(2000, 2)], new(0, 2), None);
        Assert.Equal([(2000, 2)], await AskAsync(0, 10_000));
    }

    [Fact]
    public async Task A_database_with_an_odd_name_is_made_and_found()
    {
        await using var odd = Open(influx.Server.Url, "养老 \"x\"'; DROP DATABASE y&q=");
        await odd.WriteAsync([At(1000, 1)], new(0, 1), None);
        Assert.Single(await odd.QueryAsync(new("d", "temperature", 0, 2000, 0, 10), None));
    }

    [Fact]
    public async Task A_database_that_we_make_keeps_raw_points_for_their_days_and_means_for_theirs_and_makes_them()
    {
        await using var series = new InfluxSeries(new InfluxOptions { Url = influx.Server.Url, Database = _database }, influx.Client, CursorPath);
        await series.WriteAsync([At(DateTimeOffset.UtcNow.ToUnixTimeMilliseconds(), 1)], new(0, 1), None);
        var policies = await influx.SayAsync($"/query?q=SHOW RETENTION POLICIES ON {_database}");
        Assert.Contains("""["autogen","2160h0m0s","24h0m0s",1,true]""", policies, StringComparison.Ordinal);
        Assert.Contains("""["means","43824h0m0s",""", policies, StringComparison.Ordinal);
        Assert.Contains($"{_database}.means.reading", await influx.SayAsync("/query?q=SHOW CONTINUOUS QUERIES"), StringComparison.Ordinal);
        Assert.Null(series.Trouble);
    }

    [Fact]
    public async Task What_is_left_of_points_that_are_gone_is_read_before_the_first_that_is_there()
    {
        const long old = 1_600_000_200_000, young = 1_700_000_100_000;
        await Store.WriteAsync([At(young, 7)], new(0, 1), None);
        await influx.SayAsync($"/write?db={_database}&rp=means&precision=ms",
            $"reading,device=d mean_temperature=20,min_temperature=18,max_temperature=22,count_temperature=5 {old}\nreading,device=d mean_temperature=7,min_temperature=7,max_temperature=7,count_temperature=1 {young}");
        Assert.Equal([new SeriesPoint(old, 20, 18, 22, 5), new SeriesPoint(young, 7)], await Store.QueryAsync(new("d", "temperature", 0, young + 1, 0, 10), None));
        Assert.Equal([new SeriesPoint(old / 600_000 * 600_000, 20, 18, 22, 5), new SeriesPoint(young / 600_000 * 600_000, 7)],
            await Store.QueryAsync(new("d", "temperature", 0, young + 1, 600, 10), None));
    }

    [Fact]
    public async Task A_point_older_than_points_are_kept_is_let_go_and_is_no_refusal()
    {
        var now = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
        await using var series = new InfluxSeries(new InfluxOptions { Url = influx.Server.Url, Database = _database }, influx.Client, CursorPath);
        await series.WriteAsync([At(now, 1)], new(0, 1), None);
        await series.WriteAsync([At(now - 91 * 86_400_000L, 2), At(now + 1, 3)], new(0, 2), None);
        Assert.Equal([1.0, 3.0], (await series.QueryAsync(new("d", "temperature", 0, now + 2, 0, 10), None)).Select(p => p.Value));
        Assert.Equal(0, series.Dropped);
    }

    [Fact]
    public async Task A_database_that_was_there_is_not_shortened_unless_somebody_has_said_how_long()
    {
        await influx.SayAsync($"/query?q=CREATE DATABASE {_database}");
        await Store.WriteAsync([At(1000, 1)], new(0, 1), None);
        Assert.Contains("""["autogen","0s",""", await influx.SayAsync($"/query?q=SHOW RETENTION POLICIES ON {_database}"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cursors_belong_to_their_address_and_database()
    {
        await Store.WriteAsync([At(1000, 1)], new(0, 1), None);
        await using var other = Open(influx.Server.Url, "another");
        Assert.Empty(await other.CursorsAsync(None));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("""{"target":1}""")]
    [InlineData("""{"target":"x","cursors":[[]]}""")]
    public async Task A_broken_cursor_file_means_from_the_beginning(string content)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(CursorPath)!);
        await File.WriteAllTextAsync(CursorPath, content);
        Assert.Empty(await Store.CursorsAsync(None));
    }

    [Fact]
    public async Task A_cursor_file_that_cannot_be_written_is_away()
    {
        Directory.CreateDirectory(CursorPath);
        await Assert.ThrowsAsync<SeriesUnavailableException>(async () => await Store.WriteAsync([At(1000, 1)], new(0, 1), None));
    }

    [Fact]
    public async Task Nobody_listening_is_away()
    {
        await using var nobody = Open(new Uri("http://127.0.0.1:1"));
        await Assert.ThrowsAsync<SeriesUnavailableException>(async () => await nobody.WriteAsync([At(1000, 1)], new(0, 1), None));
        await Assert.ThrowsAsync<SeriesUnavailableException>(async () => await nobody.QueryAsync(new("d", "t", 0, 1, 0, 1), None));
        Assert.Empty(await nobody.CursorsAsync(None));
    }
}
