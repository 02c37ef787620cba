using System.Text.Json;
using System.Text.Json.Serialization;
using SmartCare.Domain.Notices;
using SmartCare.Domain.Words;
using SmartCare.Server.Accounts;
using SmartCare.Server.Notices.Channels;

namespace SmartCare.Server.Notices.Push;

/// <summary>What the service worker (dashboards/wall/public/sw.js) is sent, and shows.</summary>
/// <param name="Tag">A notice takes the place of an older one that has the same.</param>
/// <param name="Open">The page that a tap opens.</param>
/// <param name="Urgent">It stays until somebody touches it.</param>
/// <param name="Acknowledge">The notice has a button by which its reader takes the alert on.</param>
/// <param name="At">When it began, Unix ms.</param>
/// <param name="Alert">Null: a test.</param>
/// <param name="Receipt">By which the phone says that it shows it, and acknowledges; null: nobody waits for that.</param>
internal sealed record PushMessage(
    string Language, string Title, string Body, string Tag, string Open, bool Urgent, bool Acknowledge, long At, string? Alert, NoticeReceipt? Receipt)
{
    /// <summary>Cut, so that it fits.</summary>
    public static byte[] Of(NoticeLetter letter, Account account, PushSubscription phone, NoticeReceipt? receipt)
    {
        var (notice, text) = (letter.Notice, letter.Text);
        var isChinese = phone.Language == "zh";
        var isTest = notice.AlertId.Length == 0;
        var words = NoticeWords.Of(text.Alert?.Kind ?? notice.Kind);
        var kind = isTest ? "SmartCare" : isChinese ? words.Chinese : words.English;
        var page = account.Role is Role.Family ? "/family" : "/";
        var message = new PushMessage(
            phone.Language, Cut(text.Alert?.Place is { } place ? $"{kind} · {place}" : kind, PushLimits.Title), Cut(isChinese ? text.Chinese : text.English, PushLimits.Body),
            isTest ? "test" : notice.AlertId, isTest ? page : $"{page}?alert={Uri.EscapeDataString(notice.AlertId)}", notice.Priority is Priority.High && notice.Topic is NoticeTopic.Alarm,
            receipt is not null && account.Role is not Role.Family && notice.Topic is NoticeTopic.Alarm && text.Alert is null or { State: AlertState.Open },
            (text.Alert?.RaisedAt ?? letter.Now).ToUnixTimeMilliseconds(), isTest ? null : notice.AlertId, receipt);
        return JsonSerializer.SerializeToUtf8Bytes(message, PushJson.Plain.PushMessage);
    }

    private static string Cut(string text, int most) => text.Length <= most ? text : text[..(most - 1)] + "…";
}

[JsonSerializable(typeof(PushMessage))]
internal sealed partial class PushJson : JsonSerializerContext
{
    public static readonly PushJson Plain = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });
}
