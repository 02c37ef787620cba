using System.Text.Json;

namespace SmartCare.Series.Tests;

/// <summary>InfluxDB.Client against a recorded fake of InfluxDB 2's documented API.</summary>
public sealed class RecordedInflux2Tests : SeriesStoreContract
{
    readonly RecordedInflux _influx = new(isThree: false);

    protected override ISeriesStore Open() => new InfluxSeries(
        new InfluxOptions { Url = _influx.Url, Database = "care", Org = "sunshine", Token = "t0ken" }, new HttpClient(), Path.Combine(Folder, "cursors.json"));

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        _influx.Dispose();
    }

    [Fact]
    public async Task A_batch_is_one_awaited_request_with_organisation_bucket_and_token()
    {
        await Store.WriteAsync([At(1000, 1), At(2000, 2, device: "e")], new(0, 1), default);
        var write = Assert.Single(_influx.Requests, r => r.Path.StartsWith("/api/v2/write", StringComparison.Ordinal));
        Assert.Contains("org=sunshine", write.Path, StringComparison.Ordinal);
        Assert.Contains("bucket=care", write.Path, StringComparison.Ordinal);
        Assert.Contains("precision=ns", write.Path, StringComparison.Ordinal);
        Assert.Equal("Token t0ken", write.Authorization);
        Assert.Equal(["reading,device=d,place=101,site=sunshine temperature=1.0 1000000000", "reading,device=e,place=101,site=sunshine temperature=2.0 2000000000"],
            write.Body.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public async Task Means_get_a_bucket_and_a_task_of_their_own()
    {
        await Store.WriteAsync([At(1000, 1)], new(0, 1), default);
        var bucket = JsonDocument.Parse(Assert.Single(_influx.Requests, r => r is { Method: "POST", Path: "/api/v2/buckets" }).Body).RootElement;
        Assert.Equal(("care_means", Limits.KeepMeansDays * 86_400L),
            (bucket.GetProperty("name").GetString(), bucket.GetProperty("retentionRules")[0].GetProperty("everySeconds").GetInt64()));
        var task = JsonDocument.Parse(Assert.Single(_influx.Requests, r => r is { Method: "POST", Path: "/api/v2/tasks" }).Body).RootElement.GetProperty("flux").GetString();
        Assert.Contains("to(bucket: \"care_means\")", task, StringComparison.Ordinal);
        Assert.Contains("every: 300s", task, StringComparison.Ordinal);
        Assert.Null(Store.Trouble);
    }

    [Theory]
    [InlineData(503, """{"code":"unavailable","message":"later"}""")]
    [InlineData(429, """{"code":"too many requests","message":"slow down"}""")]
    [InlineData(401, """{"code":"unauthorized","message":"unauthorized access"}""")]
    [InlineData(500, "")]
    [InlineData(400, "<html>")]
    public async Task What_is_no_refusal_of_points_is_away_and_moves_no_cursor(int status, string body)
    {
        _influx.Refuses = _ => (status, body);
        await Assert.ThrowsAsync<SeriesUnavailableException>(async () => await Store.WriteAsync([At(1000, 1)], new(0, 1), default));
        Assert.Empty(await Store.CursorsAsync(default));
    }

    [Fact]
    public async Task Refused_points_are_set_aside_with_its_words_and_the_others_are_in()
    {
        const string words = "unable to parse 'reading,device=bad': bad timestamp";
        _influx.Refuses = body => body.Contains("device=bad", StringComparison.Ordinal) ? (400, JsonSerializer.Serialize(new { code = "invalid", message = words })) : null;
        await Store.WriteAsync([At(1000, 1), At(2000, 2, device: "bad"), At(3000, 3)], new(0, 1), default);
        Assert.Equal([(1000, 1), (3000, 3)], await AskAsync(0, 10_000));
        Assert.Equal(1, Store.Dropped);
        var aside = JsonDocument.Parse(Assert.Single(await File.ReadAllLinesAsync(InfluxSeries.RefusedPath(Path.Combine(Folder, "x"))))).RootElement;
        Assert.Equal((words, 1), (aside.GetProperty("says").GetString(), aside.GetProperty("points").GetInt32()));
        Assert.StartsWith("reading,device=bad", aside.GetProperty("lines")[0].GetString(), StringComparison.Ordinal);
    }
}

/// <summary>The same contract against a recorded fake of InfluxDB 3: its v2 write path and its InfluxQL.</summary>
public sealed class RecordedInflux3Tests : SeriesStoreContract
{
    readonly RecordedInflux _influx = new(isThree: true);

    protected override ISeriesStore Open() => new InfluxSeries(
        new InfluxOptions { Url = _influx.Url, Database = "care", Token = "t0ken" }, new HttpClient(), Path.Combine(Folder, "cursors.json"));

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        _influx.Dispose();
    }

    [Fact]
    public async Task A_batch_goes_to_its_v2_write_path()
    {
        await Store.WriteAsync([At(1000, 1)], new(0, 1), default);
        var write = Assert.Single(_influx.Requests, r => r.Method == "POST");
        Assert.StartsWith("/api/v2/write", write.Path, StringComparison.Ordinal);
        Assert.Contains("bucket=care", write.Path, StringComparison.Ordinal);
    }
}
