using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;

namespace SmartCare.Series;

/// <summary>VictoriaMetrics: line protocol in, its export of raw samples out. Steps are computed here, because its own queries interpolate.</summary>
/// <remarks>Source: VictoriaMetrics, "How to send data in InfluxDB line protocol", "How to export data in JSON line format". A metric is called
/// <c>measurement_field</c>; it keeps milliseconds and no texts, and drops without a word what it cannot parse.</remarks>
sealed class Victoria(InfluxOptions options, HttpClient client) : IInfluxServer
{
    public const string StartedMetric = "vm_app_start_timestamp";

    readonly SeriesHttp _http = new(options, client);

    /// <summary>It answers before it writes to its disk.</summary>
    public bool ConfirmsWhatIsKept => false;

    public Task<InfluxReply> WriteAsync(ReadOnlyMemory<byte> lines, CancellationToken ct) =>
        _http.SendAsync(HttpMethod.Post, $"write?db={Uri.EscapeDataString(options.Database)}&precision=ns", new ReadOnlyMemoryContent(lines), SeriesHttp.ReplyAsync, ct);

    public Task CreateDatabaseAsync(CancellationToken ct) => throw new SeriesUnavailableException("VictoriaMetrics has no databases to be made");

    /// <summary>How long it keeps is one flag of its own (-retentionPeriod), for everything.</summary>
    public Task<string?> KeepAsync(CancellationToken ct) => Task.FromResult<string?>(null);

    public async Task<string> LifeAsync(CancellationToken ct) => await _http.SendAsync(HttpMethod.Get, "metrics", null, async (response, timed) =>
    {
        var text = response.IsSuccessStatusCode ? await response.Content.ReadAsStringAsync(timed) : "";
        return text.Split('\n').FirstOrDefault(l => l.StartsWith(StartedMetric, StringComparison.Ordinal))
            ?? throw new SeriesUnavailableException("VictoriaMetrics does not say since when it runs");
    }, ct);

    public async Task<IReadOnlyList<SeriesPoint>> QueryAsync(SeriesQuery query, CancellationToken ct)
    {
        var samples = new List<(long Ms, double Value)>();
        await ExportAsync($"{SeriesReading.Reading}_{InfluxNames.Field(query.Channel)}", isPattern: false, [(InfluxNames.Device, query.Device)], query.FromMs, query.ToMs,
            (_, at, value) => samples.Add((at, value)), ct);
        samples.Sort((a, b) => a.Ms.CompareTo(b.Ms));
        if (query.StepSeconds == 0) return [.. samples.Take(query.Limit).Select(s => new SeriesPoint(s.Ms, s.Value))];
        var stepMs = query.StepSeconds * 1000L;
        return [.. samples.GroupBy(s => s.Ms / stepMs * stepMs).Take(query.Limit)
            .Select(g => new SeriesPoint(g.Key, g.Average(s => s.Value), g.Min(s => s.Value), g.Max(s => s.Value), g.Count()))];
    }

    public async Task<IReadOnlyList<SeriesEvent>> EventsAsync(SeriesEventQuery query, CancellationToken ct)
    {
        var rows = new SortedDictionary<(long Ms, string Tags), (Dictionary<string, string> Tags, Dictionary<string, double> Values)>();
        await ExportAsync($"{query.Measurement}_.+", isPattern: true, [(InfluxNames.Device, query.Device), (InfluxNames.Elder, query.Elder)], query.FromMs, query.ToMs, (labels, at, value) =>
        {
            var tags = labels.Where(l => InfluxNames.IsTag(l.Key)).ToDictionary();
            var key = (at, string.Join('\n', tags.OrderBy(t => t.Key, StringComparer.Ordinal)));
            if (!rows.TryGetValue(key, out var row)) rows[key] = row = (tags, []);
            row.Values[labels["__name__"][(query.Measurement.Length + 1)..]] = value;
        }, ct);
        return [.. rows.Take(query.Limit).Select(r => new SeriesEvent(r.Key.Ms, r.Value.Tags, r.Value.Values, new Dictionary<string, string>()))];
    }

    public void Dispose() { }

    /// <summary>Lines of <c>{"metric":{labels},"values":[…],"timestamps":[ms,…]}</c>, a series each.</summary>
    async Task ExportAsync(
        string metric, bool isPattern, IEnumerable<(string Label, string? Value)> of, long fromMs, long toMs,
        Action<Dictionary<string, string>, long, double> take, CancellationToken ct)
    {
        var labels = of.Where(l => l.Value is not null).Select(l => $"{l.Label}={Quoted(InfluxNames.Tag(l.Value!))}").Prepend($"db={Quoted(options.Database)}");
        var match = $"{{__name__{(isPattern ? "=~" : "=")}{Quoted(metric)},{string.Join(',', labels)}}}";
        var form = new FormUrlEncodedContent([new("match[]", match), new("start", Seconds(fromMs)), new("end", Seconds(toMs - 1))]);
        await _http.SendAsync(HttpMethod.Post, "api/v1/export", form, async (response, timed) =>
        {
            if (response.StatusCode is not HttpStatusCode.OK)
                throw new SeriesUnavailableException($"VictoriaMetrics refused the question: HTTP {(int)response.StatusCode}");
            using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(timed), Encoding.UTF8);
            while (await reader.ReadLineAsync(timed) is { Length: > 0 } line)
            {
                using var json = JsonDocument.Parse(line);
                var series = json.RootElement.GetProperty("metric").EnumerateObject().ToDictionary(p => p.Name, p => p.Value.GetString()!);
                // What was sent again lies there twice until the server merges it (-dedup.minScrapeInterval=1ms).
                var last = long.MinValue;
                foreach (var (at, value) in json.RootElement.GetProperty("timestamps").EnumerateArray().Zip(json.RootElement.GetProperty("values").EnumerateArray()))
                    if (value.ValueKind is JsonValueKind.Number && last != (last = at.GetInt64())) take(series, last, value.GetDouble());
            }

            return true;
        }, ct);
    }

    static string Seconds(long ms) => (ms / 1000m).ToString(CultureInfo.InvariantCulture);

    static string Quoted(string text) => '"' + text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal) + '"';
}
