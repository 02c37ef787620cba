using System.Net.Mail;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using SmartCare.Domain.Notices;

namespace SmartCare.Server.Notices.Channels;

/// <summary>Mail over SMTP: behind TLS from the first byte (smtps), or with STARTTLS everywhere but on this machine.</summary>
/// <param name="judge">Of the server's certificate; null: as this machine trusts.</param>
internal sealed class MailChannel(NoticeSettings settings, RemoteCertificateValidationCallback? judge = null) : INoticeChannel
{
    public IReadOnlyList<ChannelKind> Kinds { get; } = [ChannelKind.Mail];

    public async Task<ChannelAnswer> SendAsync(NoticeLetter letter, CancellationToken cancellation)
    {
        if (settings.Smtp is not { } smtp) return ChannelAnswer.Refused("no mail server is set (Notices:Smtp:Url)");
        if (!MailAddress.TryCreate(letter.Notice.Channel.Address, out var addressee) || MailText.AddressOf(addressee) is not { } to)
            return ChannelAnswer.Refused("this is not a mail address");
        if (MailText.AddressOf(smtp.From) is not { } from) return ChannelAnswer.Refused("Notices:Smtp:From is not a mail address");
        // A mailbox that has it already shows it once.
        var mail = MailText.Of(smtp.From, from, to, letter.Text.Short, letter.Text.Both, $"{letter.Key}@{smtp.From.Host}", letter.Now);
        try
        {
            await using var server = new SmtpDialogue(smtp, judge);
            var wrong = await server.OpenAsync(cancellation) ?? await server.DeliverAsync(from, to, mail, cancellation);
            return wrong is { } reply ? Failed(reply) : ChannelAnswer.Taken("the mail server took it");
        }
        catch (Exception away) when (away is IOException or SocketException or AuthenticationException)
        {
            return ChannelAnswer.Later(away.Message);
        }
    }

    private static ChannelAnswer Failed(SmtpReply reply) => reply.Code >= 500 ? ChannelAnswer.Refused(reply.Text) : ChannelAnswer.Later(reply.Text);
}
