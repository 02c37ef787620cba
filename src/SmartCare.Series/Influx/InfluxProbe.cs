using System.Text.Json;

namespace SmartCare.Series;

/// <summary>Finds out what stands at the address, from what each server's documentation says it answers.</summary>
/// <remarks>InfluxDB 1.x and 2.x tell their version in the header X-Influxdb-Version of /ping (2.x with a v before it), 3.x in that header or in the body of /ping.
/// VictoriaMetrics answers /ping without it, and counts itself in /metrics.</remarks>
static class InfluxProbe
{
    const string VersionHeader = "X-Influxdb-Version";

    public static async Task<IInfluxServer> FindAsync(InfluxOptions options, HttpClient client, CancellationToken ct)
    {
        var version = options.Version is InfluxVersion.Unknown ? await VersionAsync(new(options, client), ct) : options.Version;
        return version switch
        {
            InfluxVersion.Two when options.Org is not null => new Influx2(options),
            InfluxVersion.Three => new Influx3(options, client),
            InfluxVersion.Victoria => new Victoria(options, client),
            _ => new Influx1(options, client, canKeep: version is InfluxVersion.One),
        };
    }

    static async Task<InfluxVersion> VersionAsync(SeriesHttp http, CancellationToken ct)
    {
        var told = await http.SendAsync(HttpMethod.Get, "ping", null, TellAsync, ct);
        return told.TrimStart('v') switch
        {
            ['1', ..] => InfluxVersion.One,
            ['2', ..] => InfluxVersion.Two,
            ['3', ..] => InfluxVersion.Three,
            _ => await http.SendAsync(HttpMethod.Get, "metrics", null, async (r, timed) =>
                r.IsSuccessStatusCode && (await r.Content.ReadAsStringAsync(timed)).Contains(Victoria.StartedMetric, StringComparison.Ordinal), ct)
                ? InfluxVersion.Victoria
                : throw new SeriesUnavailableException("what answers is neither InfluxDB 1, 2, 3 nor VictoriaMetrics, as far as it says; set Series:Influx:Version"),
        };
    }

    static async Task<string> TellAsync(HttpResponseMessage response, CancellationToken ct)
    {
        if ((int)response.StatusCode >= 500) throw new SeriesUnavailableException($"HTTP {(int)response.StatusCode} to /ping");
        if (response.Headers.TryGetValues(VersionHeader, out var values)) return values.First();
        var body = await SeriesHttp.ErrorTextAsync(response, ct);
        if (!body.StartsWith('{')) return "";
        using var json = JsonDocument.Parse(body);
        return json.RootElement.TryGetProperty("version", out var version) ? version.ToString() : "";
    }
}
