using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace SmartCare.Series.Tests;

/// <summary>Not an InfluxDB: no InfluxDB 2 or 3 can be had where this is tested. It takes what the documented API takes (/ping, /api/v2/write, /api/v2/query, /api/v2/buckets, orgs,
/// tasks; of 3 also /query), keeps points as InfluxDB does (series and time are a point), answers the very questions that we ask in the documented forms (annotated
/// CSV; InfluxQL's JSON) and writes down what came.</summary>
sealed partial class RecordedInflux : IDisposable
{
    readonly HttpListener _listener;
    readonly Dictionary<(string Bucket, string Key, long Ns), RecordedLine> _points = [];
    readonly bool _isThree;

    public RecordedInflux(bool isThree)
    {
        _isThree = isThree;
        (_listener, Url) = Listen();
        _ = ServeAsync();
    }

    /// <summary>A listener of HTTP takes no port 0, so the next one that is free.</summary>
    static (HttpListener Listener, Uri Url) Listen()
    {
        for (var port = 20_000 + Environment.ProcessId % 20_000; ; port++)
            try
            {
                var listener = new HttpListener { Prefixes = { $"http://127.0.0.1:{port}/" } };
                listener.Start();
                return (listener, new($"http://127.0.0.1:{port}"));
            }
            catch (HttpListenerException)
            {
                // Somebody has that port.
            }
    }

    public Uri Url { get; }

    public List<(string Method, string Path, string Authorization, string Body)> Requests { get; } = [];

    /// <summary>What it says to a write instead of taking it; null: it takes it.</summary>
    public Func<string, (int Status, string Body)?> Refuses { get; set; } = _ => null;

    public void Dispose() => _listener.Close();

    async Task ServeAsync()
    {
        while (_listener.IsListening)
            try
            {
                var context = await _listener.GetContextAsync();
                var (status, type, body) = await AnswerAsync(context.Request);
                context.Response.StatusCode = status;
                context.Response.ContentType = type;
                context.Response.Headers["X-Influxdb-Version"] = _isThree ? "3.0.1" : "v2.7.12";
                var bytes = Encoding.UTF8.GetBytes(body);
                // Without a length it is sent in chunks, and the last one of a 204, which has no body, stands in the way of the next answer.
                context.Response.ContentLength64 = bytes.Length;
                if (bytes.Length > 0) await context.Response.OutputStream.WriteAsync(bytes);
                context.Response.Close();
            }
            catch (Exception ended) when (ended is HttpListenerException or ObjectDisposedException)
            {
                return;
            }
    }

    async Task<(int Status, string Type, string Body)> AnswerAsync(HttpListenerRequest request)
    {
        var body = await new StreamReader(request.InputStream, Encoding.UTF8).ReadToEndAsync();
        lock (Requests) Requests.Add((request.HttpMethod, request.Url!.PathAndQuery, request.Headers["Authorization"] ?? "", body));
        const string json = "application/json";
        return (request.HttpMethod, request.Url!.AbsolutePath) switch
        {
            ("GET", "/ping") => (204, json, ""),
            ("POST", "/api/v2/write") => Write(request.QueryString["bucket"]!, body) is var (status, text) ? (status, json, text) : default,
            ("POST", "/api/v2/query") when !_isThree => (200, "text/csv", Flux(JsonDocument.Parse(body).RootElement.GetProperty("query").GetString()!)),
            ("GET", "/query") when _isThree => (200, json, InfluxQl(request.QueryString["db"]!, request.QueryString["q"]!)),
            ("GET", "/api/v2/orgs") => (200, json, """{"orgs":[{"id":"0a0a0a0a0a0a0a0a","name":"care"}]}"""),
            ("GET", "/api/v2/buckets") => (200, json, """{"buckets":[]}"""),
            ("POST", "/api/v2/buckets") => (201, json, body),
            ("GET", "/api/v2/tasks") => (200, json, """{"tasks":[]}"""),
            ("POST", "/api/v2/tasks") => (201, json, body),
            _ => (404, json, """{"code":"not found","message":"path not found"}"""),
        };
    }

    (int, string) Write(string bucket, string body)
    {
        if (Refuses(body) is { } refused) return refused;
        foreach (var text in body.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            var line = RecordedLine.Read(text);
            if (_points.TryGetValue((bucket, line.Key, line.Ns), out var there))
                foreach (var (name, value) in line.Fields) there.Fields[name] = value;
            else _points[(bucket, line.Key, line.Ns)] = line;
        }

        return (204, "");
    }

    IEnumerable<RecordedLine> Find(string bucket, string measurement, long fromNs, long toNs, string? device, string? elder) => _points
        .Where(p => p.Key.Bucket == bucket && p.Value.Measurement == measurement && p.Key.Ns >= fromNs && p.Key.Ns < toNs).Select(p => p.Value)
        .Where(l => (device is null || l.Tags.GetValueOrDefault("device") == device) && (elder is null || l.Tags.GetValueOrDefault("elder") == elder)).OrderBy(l => l.Ns);

    static List<(long Ns, double Value)> Values(IEnumerable<RecordedLine> lines, string field) =>
        [.. lines.Where(l => l.Fields.GetValueOrDefault(field) is double).Select(l => (l.Ns, (double)l.Fields[field]))];

    static double Of(string function, IEnumerable<double> values) => function switch
    {
        "mean" => values.Average(), "min" => values.Min(), "max" => values.Max(), _ => values.Count(),
    };

    static string Unquoted(string text) => Escape().Replace(text, "$1");

    string Flux(string flux)
    {
        var range = FluxRange().Match(flux);
        long from = Long(range.Groups[3].Value), to = Long(range.Groups[4].Value);
        var limit = (int)Long(FluxLimit().Match(flux).Groups[1].Value);
        string? Tag(string name) => Regex.Match(flux, $@"r\.{name} == ""((?:\\.|[^""\\])*)""") is { Success: true } m ? Unquoted(m.Groups[1].Value) : null;
        var found = Find(Unquoted(range.Groups[1].Value), FluxMeasurement().Match(flux).Groups[1].Value, from, to, Tag("device"), Tag("elder"));
        if (Tag("_field") is not { } field) return EventsCsv(found.Take(limit));
        var values = Values(found, field);
        if (!flux.Contains("aggregateWindow", StringComparison.Ordinal)) return Csv("_result", values.Take(limit));
        var step = Long(FluxStep().Match(flux).Groups[1].Value) * 1_000_000_000;
        // Windows are counted from 1970, and the first is cut where the range begins.
        return string.Concat(((string[])["mean", "min", "max", "count"]).Select(f =>
            Csv(f, values.GroupBy(v => v.Ns / step * step).Take(limit).Select(g => (Math.Max(g.Key, from), Of(f, g.Select(v => v.Value)))), f == "count" ? "long" : "double")));
    }

    static string Csv(string result, IEnumerable<(long Ns, double Value)> rows, string type = "double")
    {
        var table = string.Concat(rows.Select(r => $",,0,{Time(r.Ns)},{r.Value.ToString("R", CultureInfo.InvariantCulture)}\r\n"));
        return table.Length == 0 ? "" : $"#datatype,string,long,dateTime:RFC3339,{type}\r\n#group,false,false,false,false\r\n#default,{result},,,\r\n,result,table,_time,_value\r\n{table}\r\n";
    }

    static string EventsCsv(IEnumerable<RecordedLine> lines)
    {
        var table = new StringBuilder();
        foreach (var line in lines)
        {
            string[] names = [.. line.Tags.Keys, .. line.Fields.Keys];
            string[] types = [.. line.Tags.Select(_ => "string"), .. line.Fields.Values.Select(v => v is string ? "string" : "double")];
            string[] values = [.. line.Tags.Values, .. line.Fields.Values.Select(v => Convert.ToString(v, CultureInfo.InvariantCulture)!)];
            table.Append($"#datatype,string,long,dateTime:RFC3339,string,{string.Join(',', types)}\r\n#group,false,false,false,false,{string.Join(',', names.Select(_ => "false"))}\r\n")
                .Append($"#default,_result,,,,{string.Join(',', names.Select(_ => ""))}\r\n,result,table,_time,_measurement,{string.Join(',', names)}\r\n")
                .Append($",,0,{Time(line.Ns)},{line.Measurement},{string.Join(',', values.Select(v => '"' + v.Replace("\"", "\"\"", StringComparison.Ordinal) + '"'))}\r\n\r\n");
        }

        return table.ToString();
    }

    string InfluxQl(string database, string statement)
    {
        var parts = Statement().Match(statement);
        long from = Long(parts.Groups["from"].Value) * 1_000_000, to = Long(parts.Groups["to"].Value) * 1_000_000;
        var limit = (int)Long(parts.Groups["limit"].Value);
        string? Tag(string name) => Regex.Match(statement, $@"""{name}"" = '((?:\\.|[^'\\])*)'") is { Success: true } m ? Unquoted(m.Groups[1].Value) : null;
        var found = Find(database, parts.Groups["measurement"].Value, from, to, Tag("device"), Tag("elder"));
        if (parts.Groups["what"].Value == "*")
            return Results(found.Take(limit).Select(l => (object)new { columns = (string[])["time", .. l.Tags.Keys, .. l.Fields.Keys], values = (object[])[(object[])[l.Ns / 1_000_000, .. l.Tags.Values, .. l.Fields.Values]] }));
        var values = Values(found, Unquoted(SelectField().Match(parts.Groups["what"].Value).Groups[1].Value));
        if (parts.Groups["step"].Value is not { Length: > 0 } seconds) return Results([new { values = values.Take(limit).Select(v => (object[])[v.Ns / 1_000_000, v.Value]) }]);
        var step = Long(seconds) * 1_000_000_000;
        return Results([new
        {
            values = values.GroupBy(v => v.Ns / step * step).Take(limit)
                .Select(g => (object[])[g.Key / 1_000_000, .. ((string[])["mean", "min", "max", "count"]).Select(f => (object)Of(f, g.Select(v => v.Value)))]),
        }]);
    }

    static string Results(IEnumerable<object> series) => JsonSerializer.Serialize(new { results = (object[])[new { statement_id = 0, series }] });

    static long Long(string text) => long.Parse(text, CultureInfo.InvariantCulture);

    static string Time(long ns) => DateTimeOffset.FromUnixTimeMilliseconds(ns / 1_000_000).ToString("yyyy-MM-dd'T'HH:mm:ss.fff", CultureInfo.InvariantCulture) + (ns % 1_000_000).ToString("000000", CultureInfo.InvariantCulture) + "Z";

    [GeneratedRegex(@"\\(.)")]
    private static partial Regex Escape();

    [GeneratedRegex(@"from\(bucket: ""((?:\\.|[^""\\])*)""\)()? \|> range\(start: time\(v: (\d+)\), stop: time\(v: (\d+)\)\)")]
    private static partial Regex FluxRange();

    [GeneratedRegex(@"r\._measurement == ""(\w+)""")]
    private static partial Regex FluxMeasurement();

    [GeneratedRegex(@"limit\(n: (\d+)\)")]
    private static partial Regex FluxLimit();

    [GeneratedRegex(@"every: (\d+)s")]
    private static partial Regex FluxStep();

    [GeneratedRegex(@"""((?:\\.|[^""\\])*)""")]
    private static partial Regex SelectField();

    [GeneratedRegex(@"^SELECT (?<what>.*) FROM ""(?<measurement>\w+)"" WHERE .*time >= (?<from>\d+)ms AND time < (?<to>\d+)ms.*?(?: GROUP BY time\((?<step>\d+)s\) fill\(none\))? ORDER BY time ASC LIMIT (?<limit>\d+)$")]
    private static partial Regex Statement();
}
