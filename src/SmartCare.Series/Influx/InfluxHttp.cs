using System.Buffers;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace SmartCare.Series;

/// <summary>The conversation with InfluxDB over HTTP: the endpoints of 1.x, which 2.x, 3.x and VictoriaMetrics answer as well.</summary>
/// <remarks>Whatever goes wrong on the way (refused, silent, cut off) is one exception; each request has a bounded time.</remarks>
sealed class InfluxHttp(InfluxOptions options, HttpClient client)
{
    const int FirstBufferBytes = 16 * 1024;

    readonly Uri _write = Endpoint(options, $"write?db={Uri.EscapeDataString(options.Database)}&precision=ns");
    readonly Uri _create = Endpoint(options, $"query?q={Uri.EscapeDataString(InfluxQl.CreateDatabase(options.Database))}");

    public Task<InfluxReply> WriteAsync(ReadOnlyMemory<byte> lines, CancellationToken ct) =>
        WithinTimeAsync(HttpMethod.Post, _write, new ReadOnlyMemoryContent(lines), ReplyAsync, ct);

    /// <summary>Makes the database when it is absent. InfluxDB 2.x knows no such statement: there the bucket must exist.</summary>
    public async Task CreateDatabaseAsync(CancellationToken ct)
    {
        var answer = await WithinTimeAsync(HttpMethod.Post, _create, null, (r, timed) => AnswerAsync(r, limit: 0, timed), ct);
        if (answer.Error is { } error)
            throw new SeriesUnavailableException($"InfluxDB has no database {options.Database}, and it could not be made: {error}");
    }

    public Task<InfluxAnswer> QueryAsync(string statement, int limit, CancellationToken ct)
    {
        var uri = Endpoint(options, $"query?db={Uri.EscapeDataString(options.Database)}&epoch=ms&q={Uri.EscapeDataString(statement)}");
        return WithinTimeAsync(HttpMethod.Get, uri, null, (r, timed) => AnswerAsync(r, limit, timed), ct);
    }

    static Uri Endpoint(InfluxOptions options, string rest) =>
        new(options.Url.AbsoluteUri.TrimEnd('/') + "/" + rest);

    async Task<T> WithinTimeAsync<T>(
        HttpMethod method, Uri uri, HttpContent? content, Func<HttpResponseMessage, CancellationToken, Task<T>> read, CancellationToken ct)
    {
        using var timed = CancellationTokenSource.CreateLinkedTokenSource(ct);
        timed.CancelAfter(Limits.HttpTimeout);
        using var request = new HttpRequestMessage(method, uri) { Content = content };
        if (options.Token is { Length: > 0 } token)
            request.Headers.Authorization = new AuthenticationHeaderValue("Token", token);
        try
        {
            using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, timed.Token);
            return await read(response, timed.Token);
        }
        catch (OperationCanceledException late) when (!ct.IsCancellationRequested)
        {
            throw new SeriesUnavailableException($"InfluxDB did not answer within {Limits.HttpTimeout.TotalSeconds} s", late);
        }
        catch (Exception away) when (away is HttpRequestException or IOException or JsonException)
        {
            throw new SeriesUnavailableException($"InfluxDB cannot be reached: {away.Message}", away);
        }
    }

    static async Task<InfluxReply> ReplyAsync(HttpResponseMessage response, CancellationToken ct) =>
        InfluxReply.Of(response.StatusCode, response.IsSuccessStatusCode ? "" : await ErrorTextAsync(response, ct));

    static async Task<InfluxAnswer> AnswerAsync(HttpResponseMessage response, int limit, CancellationToken ct)
    {
        if (!response.IsSuccessStatusCode)
        {
            var reply = InfluxReply.Of(response.StatusCode, await ErrorTextAsync(response, ct));
            // 2.x says 404 where 1.x says 200 and "database not found": nothing was written yet, so nothing is known.
            return reply.What == InfluxReply.Kind.DatabaseMissing
                ? new InfluxAnswer(limit)
                : throw new SeriesUnavailableException("InfluxDB refused the question: " + reply.Reason);
        }

        var answer = new InfluxAnswer(limit);
        await using var stream = await response.Content.ReadAsStreamAsync(ct);
        var buffer = ArrayPool<byte>.Shared.Rent(FirstBufferBytes);
        try
        {
            for (var held = 0; ;)
            {
                var read = await stream.ReadAsync(buffer.AsMemory(held), ct);
                held += read;
                var taken = answer.Take(buffer.AsSpan(0, held), last: read == 0);
                if (read == 0) return answer;
                held -= taken;
                buffer.AsSpan(taken, held).CopyTo(buffer);
                if (held == buffer.Length) buffer = Grown(buffer);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    static byte[] Grown(byte[] full)
    {
        if (full.Length >= Limits.JsonTokenBytes) throw new JsonException("a token is too long");
        var larger = ArrayPool<byte>.Shared.Rent(full.Length * 2);
        full.CopyTo(larger, 0);
        ArrayPool<byte>.Shared.Return(full);
        return larger;
    }

    /// <summary>The beginning of the body: an error may quote a whole line, and a proxy a whole page.</summary>
    static async Task<string> ErrorTextAsync(HttpResponseMessage response, CancellationToken ct)
    {
        var buffer = new byte[Limits.ErrorBytes];
        await using var stream = await response.Content.ReadAsStreamAsync(ct);
        var length = await stream.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, ct);
        return Encoding.UTF8.GetString(buffer, 0, length);
    }
}
