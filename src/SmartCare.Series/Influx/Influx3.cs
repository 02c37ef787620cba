namespace SmartCare.Series;

/// <summary>InfluxDB 3.x by the paths that it keeps for clients of before: batches through InfluxDB.Client to its /api/v2/write, questions in InfluxQL to /query.</summary>
/// <remarks>Source: InfluxData, "Use compatibility APIs and client libraries to write data" and "API compatibility" of InfluxDB 3. InfluxDB3.Client asks by Arrow Flight
/// over gRPC, which would be another protocol and its packages for the same rows. A database is made by the first write; how long it keeps is set when it is made
/// by hand.</remarks>
sealed class Influx3(InfluxOptions options, HttpClient client) : IInfluxServer
{
    readonly InfluxClient _write = new(options);
    readonly InfluxHttp _ask = new(options, client);

    public Task<InfluxReply> WriteAsync(ReadOnlyMemory<byte> lines, CancellationToken ct) => _write.WriteAsync(lines, ct);

    public Task CreateDatabaseAsync(CancellationToken ct) => throw new SeriesUnavailableException($"InfluxDB has no database {options.Database}");

    public Task<IReadOnlyList<SeriesPoint>> QueryAsync(SeriesQuery query, CancellationToken ct) => InfluxQl.PointsAsync(_ask, InfluxQl.Select(query), query.Limit, ct);

    public Task<IReadOnlyList<SeriesEvent>> EventsAsync(SeriesEventQuery query, CancellationToken ct) => InfluxQl.EventsAsync(_ask, query, ct);

    public Task<string?> KeepAsync(CancellationToken ct) => Task.FromResult<string?>(null);

    public void Dispose() => _write.Dispose();
}
