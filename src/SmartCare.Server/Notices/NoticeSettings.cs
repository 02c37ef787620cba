using System.Net;
using System.Net.Mail;
using SmartCare.Server.Notices.Channels;
using SmartCare.Server.Operations;

namespace SmartCare.Server.Notices;

internal enum SmtpTls
{
    /// <summary>In the clear: only to this machine.</summary>
    None,

    /// <summary>STARTTLS, and no word before it (port 587).</summary>
    Start,

    /// <summary>From the first byte (port 465, RFC 8314).</summary>
    Implicit,
}

internal sealed record SmtpSettings(string Host, int Port, SmtpTls Tls, string? User, string? Password, MailAddress From);

/// <summary>What the channels of notices need to know of the world; read and checked once at the start.</summary>
/// <param name="PublicUrl">Where people reach the wall, for links; null: none are written.</param>
internal sealed record NoticeSettings(Uri? PublicUrl, SmtpSettings? Smtp, SmsSettings? Sms)
{
    public static readonly NoticeSettings None = new(null, null, null);

    /// <summary>Calls of sites without a gateway of their own; null: there are none.</summary>
    public SmsSettings? Voice { get; init; }

    /// <summary>Where the channels of duty plans may lead.</summary>
    public OutsideAddresses Outside { get; init; } = OutsideAddresses.OnlyPublic;

    public static readonly IReadOnlyList<string> Keys =
    [
        "Http:PublicUrl", "Notices:Smtp:Url", "Notices:Smtp:From", "Notices:Sms:Url", "Notices:Sms:Method", "Notices:Sms:Template",
        "Notices:Sms:Authorization", "Notices:Sms:Success", "Notices:Voice:Url", "Notices:Voice:Method", "Notices:Voice:Template", "Notices:Voice:Authorization",
        "Notices:Voice:Success", OutsideAddresses.Key,
    ];

    /// <exception cref="SettingException">A value is wrong. None of these texts repeats a password.</exception>
    public static NoticeSettings Read(IConfiguration configuration)
    {
        return new NoticeSettings(PublicUrl(), Smtp(), Gateway("Notices:Sms", SmsSettings.DefaultTemplate)) { Voice = Gateway("Notices:Voice", SmsSettings.DefaultCall), Outside = OutsideAddresses.Read(Text(OutsideAddresses.Key)) };

        string? Text(string key) => configuration[key] is { Length: > 0 } text ? text : null;

        Uri? PublicUrl() => Text("Http:PublicUrl") is not { } text ? null
            : NoticeHttp.TryAddress(text, out var url) ? url : throw new SettingException($"Http:PublicUrl: '{text}' is not an http or https address.");

        SmtpSettings? Smtp()
        {
            if (Text("Notices:Smtp:Url") is not { } text)
                return Text("Notices:Smtp:From") is null ? null : throw new SettingException("Notices:Smtp:Url: it is missing, like smtp://user:password@mail.example.com:587.");
            if (!Uri.TryCreate(text, UriKind.Absolute, out var url) || url.Scheme is not ("smtp" or "smtps") || url.Host.Length == 0)
                throw new SettingException($"Notices:Smtp:Url: '{WithoutUser(text)}' is not like smtp://user:password@mail.example.com:587 or smtps://user:password@mail.example.com.");
            var loopback = url.Host == "localhost" || IPAddress.TryParse(url.Host, out var address) && IPAddress.IsLoopback(address);
            var user = url.UserInfo.Split(':', 2);
            if (Text("Notices:Smtp:From") is not { } from) throw new SettingException("Notices:Smtp:From: it is missing: the address that mails come from.");
            var tls = url.Scheme is "smtps" ? SmtpTls.Implicit : loopback ? SmtpTls.None : SmtpTls.Start;
            return new SmtpSettings(
                url.Host, url.Port > 0 ? url.Port : tls is SmtpTls.Implicit ? 465 : 587, tls, user[0].Length > 0 ? Uri.UnescapeDataString(user[0]) : null,
                user.Length > 1 ? Uri.UnescapeDataString(user[1]) : null,
                MailAddress.TryCreate(from, out var sender) ? sender : throw new SettingException($"Notices:Smtp:From: '{from}' is not a mail address."));
        }

        SmsSettings? Gateway(string section, string template)
        {
            if (Text($"{section}:Url") is not { } text) return null;
            if (!NoticeHttp.TryAddress(text, out _)) throw new SettingException($"{section}:Url: '{WithoutUser(text)}' is not an http or https address.");
            var word = Text($"{section}:Method");
            var method = SmsSettings.MethodOf(word) ?? throw new SettingException($"{section}:Method: '{word}' is none of GET, POST, PUT.");
            var gateway = new SmsSettings(text, method, Text($"{section}:Template") ?? template, Text($"{section}:Authorization"), Text($"{section}:Success"));
            return gateway.NamesPhone ? gateway : throw new SettingException($"{section}:Template: neither it nor the address has a {{phone}}; nobody would be told.");
        }

        static string WithoutUser(string url) => url.LastIndexOf('@') is > 0 and var at ? $"…{url[at..]}" : url;
    }
}
