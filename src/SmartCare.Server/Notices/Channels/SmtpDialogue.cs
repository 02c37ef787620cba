using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Text;

namespace SmartCare.Server.Notices.Channels;

/// <summary>Why a mail server took nothing: its code, and words of our own.</summary>
/// <param name="Code">RFC 5321, 4.2.1: 2yz yes, 3yz go on, 4yz not now, 5yz never.</param>
internal readonly record struct SmtpReply(int Code, string Text)
{
    /// <summary>Ours, not the server's: it cannot be asked as it must be.</summary>
    public static SmtpReply Lacking(string text) => new(0, text);
}

/// <summary>One connection to a mail server (RFC 5321). Every step says what was wrong with its reply, or null: all is well.</summary>
/// <param name="judge">Of the server's certificate; null: as this machine trusts.</param>
internal sealed class SmtpDialogue(SmtpSettings smtp, RemoteCertificateValidationCallback? judge) : IAsyncDisposable
{
    /// <summary>RFC 5321, 4.5.3.1.5 has 512; some servers say more.</summary>
    private const int LongestLine = 2_000;

    /// <summary>A greeting has a dozen lines.</summary>
    private const int MostLines = 100;

    private readonly TcpClient _client = new();
    private readonly byte[] _buffer = new byte[4_096];
    private Stream _stream = Stream.Null;
    private string[] _offers = [];
    private int _at, _filled;

    /// <summary>Up to where a mail may be given: connected, behind TLS where that is wanted, signed in where there is a user.</summary>
    public async Task<SmtpReply?> OpenAsync(CancellationToken cancellation)
    {
        await _client.ConnectAsync(smtp.Host, smtp.Port, cancellation);
        _stream = _client.GetStream();
        if (smtp.Tls is SmtpTls.Implicit) await EncryptAsync(cancellation);
        return await WrongAsync(2, cancellation) ?? await GreetAsync(cancellation)
            ?? (smtp.Tls is SmtpTls.Start ? await StartTlsAsync(cancellation) : null)
            ?? (smtp.User is { } user ? await SignInAsync(user, smtp.Password ?? "", cancellation) : null);
    }

    /// <summary>One mail to one addressee.</summary>
    /// <param name="message">Lines that end with CR LF, none of which begins with a dot.</param>
    public async Task<SmtpReply?> DeliverAsync(string from, string to, string message, CancellationToken cancellation) =>
        await SayAsync($"MAIL FROM:<{from}>", 2, cancellation) ?? await SayAsync($"RCPT TO:<{to}>", 2, cancellation)
        ?? await SayAsync("DATA", 3, cancellation) ?? await SayAsync($"{message}.", 2, cancellation);

    public async ValueTask DisposeAsync()
    {
        await _stream.DisposeAsync();
        _client.Dispose();
    }

    private async Task<SmtpReply?> GreetAsync(CancellationToken cancellation)
    {
        await WriteAsync($"EHLO {Name((IPEndPoint)_client.Client.LocalEndPoint!)}", cancellation);
        return await WrongAsync(2, cancellation);
    }

    /// <summary>RFC 3207. Nothing of what was said before it counts.</summary>
    private async Task<SmtpReply?> StartTlsAsync(CancellationToken cancellation)
    {
        if (!_offers.Contains("STARTTLS", StringComparer.OrdinalIgnoreCase)) return SmtpReply.Lacking("the mail server offers no STARTTLS");
        if (await SayAsync("STARTTLS", 2, cancellation) is { } refused) return refused;
        await EncryptAsync(cancellation);
        return await GreetAsync(cancellation);
    }

    /// <summary>RFC 4954, by PLAIN, or by LOGIN where a server knows only that.</summary>
    private async Task<SmtpReply?> SignInAsync(string user, string password, CancellationToken cancellation)
    {
        var ways = _offers.Where(o => o.StartsWith("AUTH ", StringComparison.OrdinalIgnoreCase)).SelectMany(o => o.ToUpperInvariant().Split(' ')).ToHashSet();
        if (ways.Contains("PLAIN")) return await SayAsync($"AUTH PLAIN {Base64($"\0{user}\0{password}")}", 2, cancellation);
        return ways.Contains("LOGIN")
            ? await SayAsync("AUTH LOGIN", 3, cancellation) ?? await SayAsync(Base64(user), 3, cancellation) ?? await SayAsync(Base64(password), 2, cancellation)
            : SmtpReply.Lacking("the mail server offers neither AUTH PLAIN nor LOGIN");
    }

    private async Task EncryptAsync(CancellationToken cancellation)
    {
        // What came in the clear behind the server's yes is nobody's word.
        (_at, _filled) = (0, 0);
        var tls = new SslStream(_stream);
        _stream = tls;
        await tls.AuthenticateAsClientAsync(
            new SslClientAuthenticationOptions { TargetHost = smtp.Host, RemoteCertificateValidationCallback = judge }, cancellation);
    }

    private async Task<SmtpReply?> SayAsync(string line, int yes, CancellationToken cancellation)
    {
        await WriteAsync(line, cancellation);
        return await WrongAsync(yes, cancellation);
    }

    private async Task WriteAsync(string line, CancellationToken cancellation)
    {
        await _stream.WriteAsync(Encoding.UTF8.GetBytes($"{line}\r\n"), cancellation);
        await _stream.FlushAsync(cancellation);
    }

    /// <param name="yes">The first digit of a good reply.</param>
    private async Task<SmtpReply?> WrongAsync(int yes, CancellationToken cancellation)
    {
        var lines = new List<string>();
        while (lines.Count < MostLines)
        {
            var line = await ReadLineAsync(cancellation);
            if (line.Length < 3 || !int.TryParse(line[..3], out var code)) return SmtpReply.Lacking("the mail server says what is no SMTP");
            lines.Add(line.Length > 4 ? line[4..] : "");
            if (line.Length > 3 && line[3] == '-') continue;
            _offers = [.. lines];
            return code / 100 == yes ? null : new SmtpReply(code, $"the mail server answered {code}");
        }

        return SmtpReply.Lacking("the mail server's reply has no end");
    }

    private async Task<string> ReadLineAsync(CancellationToken cancellation)
    {
        var line = new StringBuilder();
        while (line.Length < LongestLine)
        {
            if (_at == _filled)
            {
                (_at, _filled) = (0, await _stream.ReadAsync(_buffer, cancellation));
                if (_filled == 0) throw new IOException("the mail server hung up");
            }

            var next = (char)_buffer[_at++];
            if (next == '\n') return line.ToString().TrimEnd('\r');
            line.Append(next);
        }

        throw new IOException("the mail server's line has no end");
    }

    /// <summary>RFC 5321, 4.1.3: who has no name says where it is.</summary>
    private static string Name(IPEndPoint local)
    {
        var address = local.Address.IsIPv4MappedToIPv6 ? local.Address.MapToIPv4() : local.Address;
        return address.AddressFamily is AddressFamily.InterNetworkV6 ? $"[IPv6:{address}]" : $"[{address}]";
    }

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));
}
