using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Threading.Channels;
using SmartCare.Testing;

namespace SmartCare.Server.Tests.Notices;

/// <summary>The least of an SMTP server (RFC 5321): takes one mail after the other, or refuses their addressees. With a certificate it speaks TLS, from the
/// first byte or after STARTTLS.</summary>
public sealed class MailServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Channel<string> _mails = Channel.CreateUnbounded<string>();
    private readonly Task _serving;

    private readonly X509Certificate2? _certificate;
    private readonly bool _implicit;

    public MailServer(X509Certificate2? certificate = null, bool isImplicit = false)
    {
        (_certificate, _implicit) = (certificate, isImplicit);
        _listener.Start();
        _serving = ServeAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>The answer to RCPT TO.</summary>
    public string Rcpt { get; set; } = "250 ok";

    /// <summary>What it says that it can.</summary>
    public string[] Offers { get; set; } = ["AUTH LOGIN PLAIN", "STARTTLS"];

    /// <summary>The next mail: the dialogue's commands, then headers and body as they came.</summary>
    public async Task<string> NextAsync()
    {
        using var patience = new CancellationTokenSource(HubClient.Patience);
        return await _mails.Reader.ReadAsync(patience.Token);
    }

    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        await _serving;
    }

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                using var client = await _listener.AcceptTcpClientAsync();
                try
                {
                    await TalkAsync(client.GetStream());
                }
                catch (Exception broken) when (broken is IOException or AuthenticationException)
                {
                    // The next one may do better.
                }
            }
        }
        catch (Exception stopped) when (stopped is SocketException or InvalidOperationException)
        {
        }
    }

    private async Task TalkAsync(Stream stream)
    {
        if (_implicit) stream = await EncryptAsync(stream);
        var (reader, writer) = Lines(stream);
        var mail = new StringBuilder();
        await writer.WriteLineAsync("220-test\r\n220 says more than one line");
        while (await reader.ReadLineAsync() is { } line)
        {
            mail.AppendLine(line);
            switch (line.Split(' ', ':')[0].ToUpperInvariant())
            {
                case "EHLO":
                    await writer.WriteLineAsync(string.Join("\r\n", Offers.Select(o => $"250-{o}").Append("250 SIZE 1000000")));
                    break;
                case "STARTTLS":
                    await writer.WriteLineAsync("220 go ahead");
                    (reader, writer) = Lines(stream = await EncryptAsync(stream));
                    break;
                case "AUTH" when line == "AUTH LOGIN":
                    await writer.WriteLineAsync("334 VXNlcm5hbWU6");
                    mail.AppendLine(await reader.ReadLineAsync());
                    await writer.WriteLineAsync("334 UGFzc3dvcmQ6");
                    mail.AppendLine(await reader.ReadLineAsync());
                    await writer.WriteLineAsync("235 welcome");
                    break;
                case "RCPT":
                    await writer.WriteLineAsync(Rcpt);
                    break;
                case "DATA":
                    await writer.WriteLineAsync("354 go on");
                    while (await reader.ReadLineAsync() is { } text && text != ".") mail.AppendLine(text);
                    await writer.WriteLineAsync("250 taken");
                    _mails.Writer.TryWrite(mail.ToString());
                    break;
                case "QUIT":
                    await writer.WriteLineAsync("221 bye");
                    return;
                default:
                    await writer.WriteLineAsync("250 ok");
                    break;
            }
        }
    }

    private async Task<Stream> EncryptAsync(Stream plain)
    {
        var tls = new SslStream(plain);
        await tls.AuthenticateAsServerAsync(_certificate!);
        return tls;
    }

    private static (StreamReader, StreamWriter) Lines(Stream stream) =>
        (new StreamReader(stream, Encoding.UTF8), new StreamWriter(stream, new UTF8Encoding(false)) { NewLine = "\r\n", AutoFlush = true });
}
