using System.Net;
using System.Text;
using InfluxDB.Client;
using InfluxDB.Client.Api.Domain;
using InfluxDB.Client.Core.Exceptions;
using InfluxDB.Client.Core.Flux.Domain;

namespace SmartCare.Series;

/// <summary>InfluxDB.Client as this room uses it: one awaited batch at a time, and what goes wrong as values.</summary>
/// <remarks>Never its WriteApi, which gathers points in memory and gives them up after some tries: it lost 2,000 of 2,000 in an outage of 9 s.</remarks>
sealed class InfluxClient : IDisposable
{
    readonly InfluxDBClient _client;
    readonly WriteApiAsync _write;
    readonly QueryApi _query;

    public InfluxClient(InfluxOptions options)
    {
        _client = new InfluxDBClient(new InfluxDBClientOptions(options.Url.AbsoluteUri.TrimEnd('/'))
        {
            Token = options.Token,
            // 3.x takes no organisation, and the client none that is empty.
            Org = options.Org ?? "-",
            Bucket = options.Database,
            Timeout = Limits.HttpTimeout,
        });
        (_write, _query) = (_client.GetWriteApiAsync(), _client.GetQueryApi());
    }

    public BucketsApi Buckets => _client.GetBucketsApi();

    public TasksApi Tasks => _client.GetTasksApi();

    public OrganizationsApi Organizations => _client.GetOrganizationsApi();

    public async Task<InfluxReply> WriteAsync(ReadOnlyMemory<byte> lines, CancellationToken ct)
    {
        try
        {
            await _write.WriteRecordAsync(Encoding.UTF8.GetString(lines.Span), WritePrecision.Ns, cancellationToken: ct);
            return new(InfluxReply.Kind.Written, "");
        }
        catch (HttpException refused)
        {
            return InfluxReply.Judge((HttpStatusCode)refused.Status, ReasonOf(refused));
        }
        catch (Exception away) when (IsAway(away, ct))
        {
            return new(InfluxReply.Kind.Away, away.Message);
        }
    }

    /// <returns>The records of all tables as they come.</returns>
    public async Task<List<FluxRecord>> QueryAsync(string flux, CancellationToken ct)
    {
        var records = new List<FluxRecord>();
        await AskAsync(async () =>
        {
            foreach (var table in await _query.QueryAsync(flux, cancellationToken: ct)) records.AddRange(table.Records);
            return true;
        }, ct);
        return records;
    }

    /// <exception cref="SeriesUnavailableException">It would not, or could not.</exception>
    public async Task<T?> AskAsync<T>(Func<Task<T>> question, CancellationToken ct)
    {
        try
        {
            return await question();
        }
        catch (HttpException refused)
        {
            var reply = InfluxReply.Judge((HttpStatusCode)refused.Status, ReasonOf(refused));
            // Before the first write there may be no bucket: nothing is known yet.
            return reply.What == InfluxReply.Kind.DatabaseMissing ? default : throw new SeriesUnavailableException("InfluxDB refused the question: " + reply.Reason, refused);
        }
        catch (Exception away) when (IsAway(away, ct))
        {
            throw new SeriesUnavailableException($"InfluxDB cannot be reached: {away.Message}", away);
        }
    }

    public void Dispose() => _client.Dispose();

    static bool IsAway(Exception error, CancellationToken ct) =>
        error is InfluxException or HttpRequestException or IOException || (error is OperationCanceledException && !ct.IsCancellationRequested);

    static string? ReasonOf(HttpException refused) =>
        (refused.ErrorBody?["message"] ?? refused.ErrorBody?["error"])?.ToString();
}
