namespace SmartCare.Series;

/// <summary>InfluxDB 1.x by line protocol and InfluxQL; also 2.x whose organisation nobody named, by the same endpoints.</summary>
sealed class Influx1(InfluxOptions options, HttpClient client, bool canKeep) : IInfluxServer
{
    readonly InfluxHttp _influx = new(options, client);

    public Task<InfluxReply> WriteAsync(ReadOnlyMemory<byte> lines, CancellationToken ct) => _influx.WriteAsync(lines, ct);

    public async Task CreateDatabaseAsync(CancellationToken ct)
    {
        if (await _influx.DoAsync(InfluxQl.CreateDatabase(options.Database), ct) is { } error)
            throw new SeriesUnavailableException($"InfluxDB has no database {options.Database}, and it could not be made: {error}");
        await KeepAsync(isOurs: true, ct);
    }

    /// <summary>Raw points, and before the first of them what is left of those that are gone.</summary>
    public async Task<IReadOnlyList<SeriesPoint>> QueryAsync(SeriesQuery query, CancellationToken ct)
    {
        var points = await InfluxQl.PointsAsync(_influx, InfluxQl.Select(query), query.Limit, ct);
        if (!canKeep) return points;
        var stepMs = Math.Max(query.StepSeconds, Limits.MeansSeconds) * 1000L;
        var until = points.Count == 0 ? query.ToMs : points[0].UnixMs / stepMs * stepMs;
        if (until <= query.FromMs) return points;
        var means = await InfluxQl.PointsAsync(_influx, InfluxQl.SelectMeans(options.Database, query with { ToMs = until }), query.Limit, ct);
        return means.Count == 0 ? points : [.. means.Concat(points).Take(query.Limit)];
    }

    public Task<IReadOnlyList<SeriesEvent>> EventsAsync(SeriesEventQuery query, CancellationToken ct) => InfluxQl.EventsAsync(_influx, query, ct);

    public Task<string?> KeepAsync(CancellationToken ct) => KeepAsync(options.MayShorten, ct);

    async Task<string?> KeepAsync(bool isOurs, CancellationToken ct)
    {
        if (!canKeep) return null;
        foreach (var statement in InfluxQl.Keeping(options, mayShorten: isOurs))
            if (await _influx.DoAsync(statement, ct) is { } error && !InfluxQl.IsHarmless(error))
                return $"InfluxDB does not take how long points are kept: {error}";
        return null;
    }

    public void Dispose() { }
}
