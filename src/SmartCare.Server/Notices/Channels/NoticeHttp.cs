using System.Net;
using System.Net.Sockets;
using System.Text;

namespace SmartCare.Server.Notices.Channels;

/// <summary>What came back over HTTP: a status and the beginning of the body; or, in words of our own, why nothing did.</summary>
/// <param name="Body">To be judged by a channel, and never shown or logged: whoever may name an address must not read with this machine's eyes.</param>
internal readonly record struct HttpAnswer(HttpStatusCode? Status, string Body, ChannelAnswer Failure = default)
{
    public bool Ok => Status is { } status && (int)status is >= 200 and < 300;

    /// <summary>By the status alone. 408, 425, 429 and 5xx: come again.</summary>
    public ChannelAnswer Verdict => this switch
    {
        { Status: null } => Failure,
        { Ok: true } => ChannelAnswer.Taken($"HTTP {(int)Status}"),
        { Status: HttpStatusCode.RequestTimeout or (HttpStatusCode)425 or HttpStatusCode.TooManyRequests or >= HttpStatusCode.InternalServerError } =>
            ChannelAnswer.Later($"HTTP {(int)Status}"),
        _ => ChannelAnswer.Refused($"HTTP {(int)Status}"),
    };
}

/// <summary>
/// The one HTTP client of the notices: http and https only, follows nothing, reads little, keeps no cookie, asks no proxy. A name is looked up once for a
/// connection, and the address that was judged is the one that is connected to: a name that changes its mind in between gains nothing.
/// </summary>
internal sealed class NoticeHttp : IDisposable
{
    // What the operator set may go anywhere. A client of its own: a connection that is kept for it is lent to nobody else.
    private readonly HttpClient _named, _operators;

    public NoticeHttp(OutsideAddresses outside) => (_named, _operators) = (ClientOf(outside.Allows), ClientOf((_, _) => true));

    public static bool TryAddress(string text, out Uri url) =>
        Uri.TryCreate(text, UriKind.Absolute, out url!) && url.Scheme is "http" or "https" && url.UserInfo.Length == 0;

    /// <param name="byOperator">The address stands in the settings, not in a duty plan.</param>
    public async Task<HttpAnswer> SendAsync(HttpRequestMessage request, CancellationToken cancellation, bool byOperator = false)
    {
        try
        {
            using (request)
            using (var answer = await (byOperator ? _operators : _named).SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation))
                return new HttpAnswer(answer.StatusCode, await BeginningAsync(answer.Content, cancellation));
        }
        catch (HttpRequestException away) when (away.InnerException is NotOutsideException)
        {
            return new HttpAnswer(null, "", ChannelAnswer.Refused($"{away.InnerException.Message}; the operator may list it ({OutsideAddresses.Key})"));
        }
        catch (HttpRequestException away)
        {
            return new HttpAnswer(null, "", ChannelAnswer.Later(WordsOf(away.HttpRequestError)));
        }
        catch (IOException)
        {
            return new HttpAnswer(null, "", ChannelAnswer.Later(WordsOf(default)));
        }
    }

    public void Dispose()
    {
        _named.Dispose();
        _operators.Dispose();
    }

    private static HttpClient ClientOf(Func<string, IPAddress, bool> allows) => new(new SocketsHttpHandler
    {
        // A redirect would carry the text to a host that nobody named.
        AllowAutoRedirect = false,
        UseCookies = false,
        // A proxy would look the name up again, and go where it leads then.
        UseProxy = false,
        // An address that moved is found again.
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        ConnectTimeout = TimeSpan.FromSeconds(5),
        ConnectCallback = (context, cancellation) => ConnectAsync(context.DnsEndPoint, allows, cancellation),
    })
    {
        // The carrier's own clock ends a try.
        Timeout = Timeout.InfiniteTimeSpan,
    };

    private static async ValueTask<Stream> ConnectAsync(DnsEndPoint to, Func<string, IPAddress, bool> allows, CancellationToken cancellation)
    {
        var found = IPAddress.TryParse(to.Host, out var literal) ? [literal] : await Dns.GetHostAddressesAsync(to.Host, cancellation);
        var allowed = Array.FindAll(found, address => allows(to.Host, address));
        if (allowed.Length == 0) throw new NotOutsideException();
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(allowed, to.Port, cancellation);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static string WordsOf(HttpRequestError error) => error switch
    {
        HttpRequestError.NameResolutionError => "nobody knows that name",
        HttpRequestError.ConnectionError => "it cannot be reached",
        HttpRequestError.SecureConnectionError => "its certificate is not trusted",
        _ => "it broke off",
    };

    private static async Task<string> BeginningAsync(HttpContent content, CancellationToken cancellation)
    {
        var buffer = new byte[NoticeLimits.AnswerBytes];
        await using var body = await content.ReadAsStreamAsync(cancellation);
        var read = await body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellation);
        return Encoding.UTF8.GetString(buffer, 0, read);
    }
}
