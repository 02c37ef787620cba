using System.Net;
using System.Net.Mail;
using System.Text;
using SmartCare.Domain.Notices;

namespace SmartCare.Server.Notices.Channels;

/// <summary>Mail over SMTP, with STARTTLS everywhere but on this machine.</summary>
internal sealed class MailChannel(NoticeSettings settings) : INoticeChannel
{
    public IReadOnlyList<ChannelKind> Kinds { get; } = [ChannelKind.Mail];

    public async Task<ChannelAnswer> SendAsync(NoticeLetter letter, CancellationToken cancellation)
    {
        if (settings.Smtp is not { } smtp) return ChannelAnswer.Refused("no mail server is set (Notices:Smtp:Url)");
        if (!MailAddress.TryCreate(letter.Notice.Channel.Address, out var to)) return ChannelAnswer.Refused("this is not a mail address");
        using var mail = new MailMessage(smtp.From, to)
        {
            Subject = letter.Text.Short,
            Body = letter.Text.Both,
            SubjectEncoding = Encoding.UTF8,
            BodyEncoding = Encoding.UTF8,
        };
        // A mailbox that has it already shows it once.
        mail.Headers.Add("Message-ID", $"<{letter.Key}@{smtp.From.Host}>");
        mail.Headers.Add("Auto-Submitted", "auto-generated");
        using var client = new SmtpClient(smtp.Host, smtp.Port)
        {
            EnableSsl = smtp.Tls,
            Credentials = smtp.User is null ? null : new NetworkCredential(smtp.User, smtp.Password),
        };
        try
        {
            await client.SendMailAsync(mail, cancellation);
            return ChannelAnswer.Taken("the mail server took it");
        }
        catch (SmtpException refused)
        {
            var why = refused.InnerException is { } inner ? $"{refused.Message} {inner.Message}" : refused.Message;
            if (smtp.Password is { Length: > 0 } password) why = why.Replace(password, "…", StringComparison.Ordinal);
            // RFC 5321, 4.2.1: 5yz is permanent.
            return (int)refused.StatusCode >= 500 ? ChannelAnswer.Refused($"{(int)refused.StatusCode} {why}") : ChannelAnswer.Later(why);
        }
        catch (Exception away) when (away is IOException or System.Security.Authentication.AuthenticationException)
        {
            return ChannelAnswer.Later(away.Message);
        }
    }
}
