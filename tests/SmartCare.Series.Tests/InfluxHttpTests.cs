using System.Net;

namespace SmartCare.Series.Tests;

/// <summary>What we send, and what we make of answers that a healthy InfluxDB 1.6 does not give.</summary>
public sealed class InfluxHttpTests : IDisposable
{
    readonly string _folder = Directory.CreateTempSubdirectory("smartcare-http-").FullName;
    readonly List<(string Method, string Url, string? Authorization, string Body)> _requests = [];
    Func<string, HttpResponseMessage> _answer = _ => new(HttpStatusCode.NoContent);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    InfluxSeries Series(string url = "http://influx:8086", string? token = "secret-token") => new(
        new InfluxOptions { Url = new(url), Database = "smart care", Token = token, Version = InfluxVersion.Two },
        new HttpClient(new Answers(this)), Path.Combine(_folder, "cursors.json"));

    static SeriesReading One(string device = "d") => new(device, "101", "sunshine", 7, [new("t", 1)]);

    static HttpResponseMessage Json(int status, string body) => new((HttpStatusCode)status) { Content = new StringContent(body) };

    Task WriteAsync(InfluxSeries series, params SeriesReading[] readings) => series.WriteAsync(readings, new(0, 1), default).AsTask();

    [Fact]
    public async Task A_write_goes_to_the_endpoint_of_version_1_with_the_token_of_version_2()
    {
        await WriteAsync(Series("http://influx:8086/prefix/"), One(), One("e"));
        Assert.Equal(
            [("POST", "http://influx:8086/prefix/write?db=smart%20care&precision=ns", "Token secret-token",
                "reading,device=d,place=101,site=sunshine t=1.0 7\nreading,device=e,place=101,site=sunshine t=1.0 7\n")],
            _requests);
    }

    [Fact]
    public async Task Without_a_token_there_is_no_authorization()
    {
        await WriteAsync(Series(token: null), One());
        await WriteAsync(Series(token: ""), One());
        Assert.All(_requests, r => Assert.Null(r.Authorization));
    }

    [Fact]
    public async Task Moving_the_cursor_alone_needs_no_influx()
    {
        _answer = _ => throw new HttpRequestException("away");
        await WriteAsync(Series());
        Assert.Single(await Series().CursorsAsync(default));
    }

    [Theory]
    [InlineData(401, """{"code":"unauthorized","message":"unauthorized access"}""")]
    [InlineData(503, "")]
    [InlineData(404, "404 page not found")]
    [InlineData(400, "<html>")]
    public async Task An_answer_that_is_no_refusal_of_points_is_away_and_moves_no_cursor(int status, string body)
    {
        _answer = _ => Json(status, body);
        var away = await Assert.ThrowsAsync<SeriesUnavailableException>(() => WriteAsync(Series(), One()));
        Assert.DoesNotContain("secret-token", away.ToString(), StringComparison.Ordinal);
        await Assert.ThrowsAsync<SeriesUnavailableException>(async () => await Series().QueryAsync(new("d", "t", 0, 9, 0, 9), default));
        Assert.Empty(await Series().CursorsAsync(default));
        Assert.Equal(2, _requests.Count);
    }

    [Fact]
    public async Task A_connection_that_breaks_is_away()
    {
        _answer = _ => throw new HttpRequestException("refused", new IOException());
        await Assert.ThrowsAsync<SeriesUnavailableException>(() => WriteAsync(Series(), One()));
    }

    [Fact]
    public async Task A_time_limit_of_the_client_is_away_but_our_own_stop_is_a_stop()
    {
        _answer = _ => throw new TaskCanceledException("too late");
        await Assert.ThrowsAsync<SeriesUnavailableException>(() => WriteAsync(Series(), One()));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            async () => await Series().WriteAsync([One()], new(0, 1), new CancellationToken(canceled: true)));
    }

    [Fact]
    public async Task An_absent_database_is_made_once_and_the_batch_sent_again()
    {
        var made = false;
        _answer = url =>
        {
            if (!url.Contains("CREATE", StringComparison.Ordinal))
                return made ? new(HttpStatusCode.NoContent) : Json(404, """{"error":"database not found: \"smart care\""}""");
            made = true;
            return Json(200, """{"results":[{"statement_id":0}]}""");
        };
        await WriteAsync(Series(), One());
        Assert.Equal(["/write", "/query", "/write"], _requests.Select(r => new Uri(r.Url).AbsolutePath));
    }

    [Fact]
    public async Task A_database_that_cannot_be_made_is_away()
    {
        _answer = url => url.Contains("CREATE", StringComparison.Ordinal)
            ? Json(200, """{"results":[{"statement_id":0,"error":"not executed"}]}""")
            : Json(404, """{"code":"not found","message":"no dbrp mapping found"}""");
        await Assert.ThrowsAsync<SeriesUnavailableException>(() => WriteAsync(Series(), One()));
    }

    [Fact]
    public async Task Where_a_refusal_takes_all_the_offending_point_is_found_by_halving()
    {
        // InfluxDB 2.x takes nothing of a batch that holds a line it cannot parse.
        _answer = _ => _requests[^1].Body.Contains("bad", StringComparison.Ordinal)
            ? Json(400, """{"code":"invalid","message":"unable to parse"}""") : new(HttpStatusCode.NoContent);
        var series = Series();
        await WriteAsync(series, [.. Enumerable.Range(0, 1000).Select(i => One(i is 137 or 900 ? $"bad{i}" : $"good{i}"))]);
        Assert.Equal(2, series.Dropped);
        Assert.InRange(_requests.Count, 3, 50);
        var confirmed = _requests.Where(r => !r.Body.Contains("bad", StringComparison.Ordinal)).Sum(r => r.Body.Count(c => c == '\n'));
        Assert.Equal(998, confirmed);
    }

    [Fact]
    public async Task A_device_whose_every_point_is_refused_is_logged_once_a_minute_with_a_sample()
    {
        var (log, time) = (new Lines(), new ImpatientTime(DateTimeOffset.UnixEpoch));
        _answer = _ => Json(400, """{"code":"invalid","message":"unable to parse 'reading,device=bad'"}""");
        var series = new InfluxSeries(
            new InfluxOptions { Url = new("http://influx:8086"), Database = "d", Version = InfluxVersion.Two }, new HttpClient(new Answers(this)), Path.Combine(_folder, "c.json"), log, time);
        for (var i = 0; i < 5; i++) await WriteAsync(series, One(), One("e"));
        time.Advance(Limits.BetweenDroppedLogs);
        await WriteAsync(series, One());
        Assert.Equal(
            ["The series server would not take 2 points; they were set aside in series-refused.jsonl. Of the last of them it says: unable to parse 'reading,device=bad'",
                "The series server would not take 9 points; they were set aside in series-refused.jsonl. Of the last of them it says: unable to parse 'reading,device=bad'"], log.Told);
        Assert.Equal(11, series.Dropped);
    }

    sealed class Lines : Microsoft.Extensions.Logging.ILogger<InfluxSeries>
    {
        public List<string> Told { get; } = [];

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(Microsoft.Extensions.Logging.LogLevel logLevel) => true;

        public void Log<TState>(Microsoft.Extensions.Logging.LogLevel logLevel, Microsoft.Extensions.Logging.EventId eventId, TState state, Exception? exception,
            Func<TState, Exception?, string> formatter) => Told.Add(formatter(state, exception));
    }

    [Fact]
    public async Task A_question_is_asked_with_milliseconds_and_quoted_names()
    {
        _answer = _ => Json(200, """{"results":[{"series":[{"values":[[5,1.5]]}]}]}""");
        Assert.Equal([new SeriesPoint(5, 1.5)], await Series().QueryAsync(new("d", "t", 1, 9, 0, 3), default));
        var (method, url, authorization, _) = Assert.Single(_requests);
        Assert.Equal(("GET", "Token secret-token"), (method, authorization));
        Assert.StartsWith("http://influx:8086/query?db=smart%20care&epoch=ms&q=SELECT%20%22t%22", url, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_question_before_the_bucket_exists_has_no_points()
    {
        _answer = _ => Json(404, """{"code":"not found","message":"no dbrp mapping found"}""");
        Assert.Empty(await Series().QueryAsync(new("d", "t", 1, 9, 0, 3), default));
    }

    [Fact]
    public async Task An_answer_larger_than_any_buffer_is_read_and_one_endless_token_is_away()
    {
        _answer = _ => Json(200, $$"""{"results":[{"series":[{"values":[{{string.Join(',', Enumerable.Range(0, 50_000).Select(i => $"[{i},{i}.5]"))}}]}]}]}""");
        Assert.Equal(50_000, (await Series().QueryAsync(new("d", "t", 1, 9, 0, 100_000), default)).Count);
        _answer = _ => Json(200, "{\"results\":\"" + new string('x', 200_000));
        await Assert.ThrowsAsync<SeriesUnavailableException>(async () => await Series().QueryAsync(new("d", "t", 1, 9, 0, 9), default));
    }

    sealed class Answers(InfluxHttpTests test) : HttpMessageHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken ct)
        {
            ct.ThrowIfCancellationRequested();
            var body = request.Content is null ? "" : await request.Content.ReadAsStringAsync(ct);
            test._requests.Add((request.Method.Method, request.RequestUri!.AbsoluteUri, request.Headers.Authorization?.ToString(), body));
            return test._answer(request.RequestUri.AbsoluteUri);
        }
    }
}
