using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace SmartCare.Series;

/// <summary>One conversation over HTTP with a series server. Whatever goes wrong on the way (refused, silent, cut off) is one exception; each request has a
/// bounded time.</summary>
sealed class SeriesHttp(InfluxOptions options, HttpClient client)
{
    /// <param name="rest">Path and query after the address.</param>
    public async Task<T> SendAsync<T>(
        HttpMethod method, string rest, HttpContent? content, Func<HttpResponseMessage, CancellationToken, Task<T>> read, CancellationToken ct)
    {
        using var timed = CancellationTokenSource.CreateLinkedTokenSource(ct);
        timed.CancelAfter(Limits.HttpTimeout);
        using var request = new HttpRequestMessage(method, new Uri(options.Url.AbsoluteUri.TrimEnd('/') + "/" + rest)) { Content = content };
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

    public static async Task<InfluxReply> ReplyAsync(HttpResponseMessage response, CancellationToken ct) =>
        InfluxReply.Of(response.StatusCode, response.IsSuccessStatusCode ? "" : await ErrorTextAsync(response, ct));

    /// <summary>The beginning of the body: an error may quote a whole line, and a proxy a whole page.</summary>
    public static async Task<string> ErrorTextAsync(HttpResponseMessage response, CancellationToken ct)
    {
        var buffer = new byte[Limits.ErrorBytes];
        await using var stream = await response.Content.ReadAsStreamAsync(ct);
        var length = await stream.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, ct);
        return Encoding.UTF8.GetString(buffer, 0, length);
    }
}
