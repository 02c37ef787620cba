using System.Net.Mail;
using System.Net.Security;
using System.Net.Sockets;
using MailKit.Net.Smtp;
using MailKit.Security;
using MimeKit;
using SmartCare.Domain.Notices;
using SmtpClient = MailKit.Net.Smtp.SmtpClient;

namespace SmartCare.Server.Notices.Channels;

/// <summary>Mail over SMTP (MailKit): behind TLS from the first byte (smtps), or with STARTTLS everywhere but on this machine.</summary>
/// <param name="judge">Of the server's certificate; null: as this machine trusts.</param>
internal sealed class MailChannel(NoticeSettings settings, RemoteCertificateValidationCallback? judge = null) : INoticeChannel
{
    public IReadOnlyList<ChannelKind> Kinds { get; } = [ChannelKind.Mail];

    public async Task<ChannelAnswer> SendAsync(NoticeLetter letter, CancellationToken cancellation)
    {
        if (settings.Smtp is not { } smtp) return ChannelAnswer.Refused("no mail server is set (Notices:Smtp:Url)");
        if (!MailAddress.TryCreate(letter.Notice.Channel.Address, out var addressee) || AddressOf(addressee) is not { } to) return ChannelAnswer.Refused("this is not a mail address");
        if (AddressOf(smtp.From) is not { } from) return ChannelAnswer.Refused("Notices:Smtp:From is not a mail address");
        try
        {
            using var client = new SmtpClient
            {
                // Of its own it also trusts certificates that it knows by heart.
                ServerCertificateValidationCallback = judge ?? ((_, _, _, wrong) => wrong is SslPolicyErrors.None),
                // A house may reach its mail server and no other.
                CheckCertificateRevocation = false,
            };
            await client.ConnectAsync(smtp.Host, smtp.Port, OptionOf(smtp.Tls), cancellation);
            if (smtp.User is { } user) await client.AuthenticateAsync(user, smtp.Password ?? "", cancellation);
            using var mail = MailOf(letter, from, to);
            await client.SendAsync(mail, from, [to], cancellation);
            await client.DisconnectAsync(quit: true, cancellation);
            return ChannelAnswer.Taken("the mail server took it");
        }
        catch (Exception away) when (Failed(away) is { } answer)
        {
            return answer;
        }
    }

    private static SecureSocketOptions OptionOf(SmtpTls tls) => tls switch
    {
        SmtpTls.Implicit => SecureSocketOptions.SslOnConnect,
        // And no word without it.
        SmtpTls.Start => SecureSocketOptions.StartTls,
        _ => SecureSocketOptions.None,
    };

    private static MimeMessage MailOf(NoticeLetter letter, MailboxAddress from, MailboxAddress to) => new([from], [to], letter.Text.Short, new TextPart("plain")
    {
        Text = letter.Text.Both.ReplaceLineEndings("\r\n"), ContentTransferEncoding = ContentEncoding.Base64,
    })
    {
        Date = letter.Now,
        // A mailbox that has it already shows it once.
        MessageId = $"{letter.Key}@{from.Domain}",
        Headers = { { HeaderId.AutoSubmitted, "auto-generated" } },
    };

    /// <returns>As it goes over the wire; null when it cannot: letters beyond ASCII before the @.</returns>
    private static MailboxAddress? AddressOf(MailAddress address) =>
        address.User.All(char.IsAscii) ? new MailboxAddress(address.DisplayName, MailboxAddress.EncodeAddrspec(address.Address)) : null;

    /// <returns>In words of our own, with the server's code: what it says may repeat a secret. Null: a bug, or the end of patience.</returns>
    private static ChannelAnswer? Failed(Exception away) => away switch
    {
        SmtpCommandException { StatusCode: var code } => Coded((int)code),
        AuthenticationException { InnerException: SmtpCommandException { StatusCode: var code } } => Coded((int)code),
        AuthenticationException => ChannelAnswer.Refused("the mail server does not let this user in"),
        SslHandshakeException => ChannelAnswer.Later("the mail server's certificate is not trusted, or it speaks no TLS"),
        NotSupportedException => ChannelAnswer.Later("the mail server offers no STARTTLS, or no way to sign in that is known here"),
        SmtpProtocolException => ChannelAnswer.Later("the mail server says what is no SMTP"),
        SocketException or IOException => ChannelAnswer.Later("the mail server cannot be reached, or hung up"),
        _ => null,
    };

    private static ChannelAnswer Coded(int code) => code >= 500 ? ChannelAnswer.Refused($"the mail server answered {code}") : ChannelAnswer.Later($"the mail server answered {code}");
}
