using System.Buffers;
using System.Text.Json;

namespace SmartCare.Series;

/// <summary>The endpoints of InfluxDB 1.x, which 2.x and 3.x answer as well.</summary>
sealed class InfluxHttp(InfluxOptions options, HttpClient client)
{
    const int FirstBufferBytes = 16 * 1024;

    readonly SeriesHttp _http = new(options, client);
    readonly string _write = $"write?db={Uri.EscapeDataString(options.Database)}&precision=ns";

    public Task<InfluxReply> WriteAsync(ReadOnlyMemory<byte> lines, CancellationToken ct) =>
        _http.SendAsync(HttpMethod.Post, _write, new ReadOnlyMemoryContent(lines), SeriesHttp.ReplyAsync, ct);

    /// <summary>A statement that changes something.</summary>
    /// <returns>InfluxDB's words when it would not; null when all is well.</returns>
    public async Task<string?> DoAsync(string statement, CancellationToken ct) =>
        (await _http.SendAsync(HttpMethod.Post, $"query?q={Uri.EscapeDataString(statement)}", null, (r, timed) => AnswerAsync(r, limit: 0, timed), ct)).Error;

    public Task<InfluxAnswer> QueryAsync(string statement, int limit, CancellationToken ct) =>
        _http.SendAsync(HttpMethod.Get, Question(statement), null, (r, timed) => AnswerAsync(r, limit, timed), ct);

    /// <summary>An answer of a few thousand rows, whole; null: nothing was written yet.</summary>
    public Task<JsonDocument?> DocumentAsync(string statement, CancellationToken ct) =>
        _http.SendAsync<JsonDocument?>(HttpMethod.Get, Question(statement), null, async (response, timed) =>
        {
            if (!response.IsSuccessStatusCode)
            {
                await RefusedAsync(response, timed);
                return null;
            }

            await using var stream = await response.Content.ReadAsStreamAsync(timed);
            return await JsonDocument.ParseAsync(stream, cancellationToken: timed);
        }, ct);

    string Question(string statement) => $"query?db={Uri.EscapeDataString(options.Database)}&epoch=ms&q={Uri.EscapeDataString(statement)}";

    /// <summary>2.x says 404 where 1.x says 200 and "database not found": nothing was written yet, so nothing is known.</summary>
    static async Task RefusedAsync(HttpResponseMessage response, CancellationToken ct)
    {
        var reply = InfluxReply.Of(response.StatusCode, await SeriesHttp.ErrorTextAsync(response, ct));
        if (reply.What != InfluxReply.Kind.DatabaseMissing) throw new SeriesUnavailableException("InfluxDB refused the question: " + reply.Reason);
    }

    static async Task<InfluxAnswer> AnswerAsync(HttpResponseMessage response, int limit, CancellationToken ct)
    {
        var answer = new InfluxAnswer(limit);
        if (!response.IsSuccessStatusCode)
        {
            await RefusedAsync(response, ct);
            return answer;
        }

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
}
