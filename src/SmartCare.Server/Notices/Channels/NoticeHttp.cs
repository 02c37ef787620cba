using System.Net;
using System.Text;

namespace SmartCare.Server.Notices.Channels;

/// <summary>What came back over HTTP: a status and the beginning of the body; or why nothing did.</summary>
internal readonly record struct HttpAnswer(HttpStatusCode? Status, string Text)
{
    public bool Ok => Status is { } status && (int)status is >= 200 and < 300;

    /// <summary>By the status alone. 408, 425, 429 and 5xx: come again.</summary>
    public ChannelAnswer Verdict => this switch
    {
        { Status: null } => ChannelAnswer.Later(Text),
        { Ok: true } => ChannelAnswer.Taken($"HTTP {(int)Status}"),
        { Status: HttpStatusCode.RequestTimeout or (HttpStatusCode)425 or HttpStatusCode.TooManyRequests or >= HttpStatusCode.InternalServerError } =>
            ChannelAnswer.Later($"HTTP {(int)Status} {Text}"),
        _ => ChannelAnswer.Refused($"HTTP {(int)Status} {Text}"),
    };
}

/// <summary>The one HTTP client of the notices: http and https only, follows nothing, reads little, keeps no cookie.</summary>
internal sealed class NoticeHttp : IDisposable
{
    private readonly HttpClient _client = new(new SocketsHttpHandler
    {
        // A redirect would carry the text to a host that nobody named.
        AllowAutoRedirect = false,
        UseCookies = false,
        // An address that moved is found again.
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        ConnectTimeout = TimeSpan.FromSeconds(5),
    })
    {
        // The carrier's own clock ends a try.
        Timeout = Timeout.InfiniteTimeSpan,
    };

    public static bool TryAddress(string text, out Uri url) =>
        Uri.TryCreate(text, UriKind.Absolute, out url!) && url.Scheme is "http" or "https" && url.UserInfo.Length == 0;

    public async Task<HttpAnswer> SendAsync(HttpRequestMessage request, CancellationToken cancellation)
    {
        try
        {
            using (request)
            using (var answer = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation))
                return new HttpAnswer(answer.StatusCode, await BeginningAsync(answer.Content, cancellation));
        }
        catch (Exception away) when (away is HttpRequestException or IOException)
        {
            return new HttpAnswer(null, away.Message);
        }
    }

    public void Dispose() => _client.Dispose();

    private static async Task<string> BeginningAsync(HttpContent content, CancellationToken cancellation)
    {
        var buffer = new byte[NoticeLimits.AnswerBytes];
        await using var body = await content.ReadAsStreamAsync(cancellation);
        var read = await body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellation);
        return Encoding.UTF8.GetString(buffer, 0, read);
    }
}
