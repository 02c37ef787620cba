using System.Globalization;
using InfluxDB.Client.Api.Domain;
using InfluxDB.Client.Core.Flux.Domain;

namespace SmartCare.Series;

/// <summary>InfluxDB 2.x through its official client: batches of lines in, Flux out.</summary>
sealed class Influx2(InfluxOptions options) : IInfluxServer
{
    readonly InfluxClient _client = new(options);

    public Task<InfluxReply> WriteAsync(ReadOnlyMemory<byte> lines, CancellationToken ct) => _client.WriteAsync(lines, ct);

    public async Task CreateDatabaseAsync(CancellationToken ct)
    {
        if (await MakeAsync(options.Database, options.KeepDays, ct) is { } refused)
            throw new SeriesUnavailableException($"InfluxDB has no bucket {options.Database}, and it could not be made: {refused}");
    }

    public async Task<IReadOnlyList<SeriesPoint>> QueryAsync(SeriesQuery query, CancellationToken ct)
    {
        var records = await _client.QueryAsync(Flux.Select(options.Database, query), ct);
        if (query.StepSeconds == 0) return [.. records.Where(r => r.GetValue() is double).Select(r => new SeriesPoint(MsOf(r), (double)r.GetValue()))];
        // One result for each of mean, min, max and count; a window that begins before the question is stamped with its own start.
        var stepMs = query.StepSeconds * 1000L;
        return [.. records.GroupBy(r => MsOf(r) / stepMs * stepMs).OrderBy(step => step.Key).Take(query.Limit).Select(step => Step(step.Key, step))];
    }

    public async Task<IReadOnlyList<SeriesEvent>> EventsAsync(SeriesEventQuery query, CancellationToken ct) =>
        [.. (await _client.QueryAsync(Flux.Select(options.Database, query), ct)).Select(Event)];

    /// <summary>A bucket for the means, and a task that fills it each half hour over the six hours before.</summary>
    public async Task<string?> KeepAsync(CancellationToken ct)
    {
        var means = $"{options.Database}_{InfluxNames.Means}";
        try
        {
            if (options.MayShorten && await _client.AskAsync(() => _client.Buckets.FindBucketByNameAsync(options.Database, ct), ct) is { } raw)
            {
                var keep = new BucketRetentionRules(everySeconds: options.KeepDays * 86_400L);
                if (raw.RetentionRules is not [{ } rule] || rule.EverySeconds != keep.EverySeconds)
                {
                    raw.RetentionRules = [keep];
                    await _client.AskAsync(() => _client.Buckets.UpdateBucketAsync(raw, ct), ct);
                }
            }

            if (await MakeAsync(means, options.KeepMeansDays, ct) is { } refused) return refused;
            var tasks = await _client.AskAsync(async () => await _client.Tasks.FindTasksByOrganizationIdAsync(await OrgIdAsync(ct), ct), ct);
            if (tasks?.Any(t => t.Name == means) is not true)
                await _client.AskAsync(async () => await _client.Tasks.CreateTaskEveryAsync(means, Flux.Means(options.Database, means), "30m", await OrgIdAsync(ct), ct), ct);
            return null;
        }
        catch (SeriesUnavailableException refused)
        {
            return $"InfluxDB does not take how long points are kept (may the token make buckets and tasks?): {refused.Message}";
        }
    }

    public void Dispose() => _client.Dispose();

    async Task<string?> MakeAsync(string bucket, int days, CancellationToken ct)
    {
        if (await _client.AskAsync(() => _client.Buckets.FindBucketByNameAsync(bucket, ct), ct) is not null) return null;
        try
        {
            var rules = new BucketRetentionRules(everySeconds: days * 86_400L);
            await _client.AskAsync(async () => await _client.Buckets.CreateBucketAsync(bucket, rules, await OrgIdAsync(ct), ct), ct);
            return null;
        }
        catch (SeriesUnavailableException refused)
        {
            return refused.Message;
        }
    }

    async Task<string> OrgIdAsync(CancellationToken ct) =>
        (await _client.Organizations.FindOrganizationsAsync(org: options.Org, cancellationToken: ct)).FirstOrDefault()?.Id
        ?? throw new SeriesUnavailableException($"InfluxDB has no organisation {options.Org}");

    static SeriesPoint Step(long startMs, IEnumerable<FluxRecord> of)
    {
        double Of(string result) => of.Where(r => Equals(r.GetValueByKey("result"), result)).Select(r => Convert.ToDouble(r.GetValue(), CultureInfo.InvariantCulture)).FirstOrDefault();
        return new(startMs, Of("mean"), Of("min"), Of("max"), (long)Of("count"));
    }

    static SeriesEvent Event(FluxRecord record)
    {
        var (tags, values, texts) = (new Dictionary<string, string>(), new Dictionary<string, double>(), new Dictionary<string, string>());
        foreach (var (name, value) in record.Values)
            if (name.StartsWith('_') || name is "result" or "table") continue;
            else if (value is double number) values[name] = number;
            else if (value is string { Length: > 0 } text) (InfluxNames.IsTag(name) ? tags : texts)[name] = text;
        return new(MsOf(record), tags, values, texts);
    }

    static long MsOf(FluxRecord record) => record.GetTime()!.Value.ToUnixTimeMilliseconds();
}
