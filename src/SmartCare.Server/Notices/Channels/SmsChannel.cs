using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using SmartCare.Domain.Duty;
using SmartCare.Domain.Notices;
using SmartCare.Domain.Words;

namespace SmartCare.Server.Notices.Channels;

/// <summary>A text message through any gateway that takes HTTP: the site's plan, or else the settings, say how it wants to be asked. Looked up with each
/// try: what waits when the plan changes goes through the new one.</summary>
internal sealed class SmsChannel(NoticeHttp http, NoticeSettings settings, Func<SiteId, SmsGateway?> gatewayOf) : INoticeChannel
{
    public IReadOnlyList<ChannelKind> Kinds { get; } = [ChannelKind.Sms];

    public async Task<ChannelAnswer> SendAsync(NoticeLetter letter, CancellationToken cancellation)
    {
        var own = gatewayOf(letter.Notice.SiteId);
        if ((own is null ? settings.Sms : SmsSettings.Of(own)) is not { } sms)
            return ChannelAnswer.Refused("no gateway is set (sms in the site's duty plan, or Notices:Sms:Url)");
        var request = new HttpRequestMessage(sms.Method, Fill(sms.Url, letter, Uri.EscapeDataString));
        request.Headers.Add("Idempotency-Key", letter.Key);
        if (sms.Authorization is { } authorization) request.Headers.TryAddWithoutValidation("Authorization", authorization);
        if (sms.Method != HttpMethod.Get) request.Content = Body(sms.Template, letter);
        var answer = await http.SendAsync(request, cancellation, byOperator: own is null);
        if (!answer.Ok || sms.Success is null || answer.Body.Contains(sms.Success, StringComparison.Ordinal)) return answer.Verdict;
        // Most gateways answer 200 to everything.
        return ChannelAnswer.Later($"HTTP {(int)answer.Status!}, and it does not say what means yes");
    }

    /// <summary>A template that begins with a brace is JSON, any other a form.</summary>
    private static ByteArrayContent Body(string template, NoticeLetter letter)
    {
        var isJson = template.TrimStart().StartsWith('{');
        var text = Fill(template, letter, isJson ? Json : Uri.EscapeDataString);
        return new ByteArrayContent(Encoding.UTF8.GetBytes(text))
        {
            Headers = { ContentType = new MediaTypeHeaderValue(isJson ? "application/json" : "application/x-www-form-urlencoded", "utf-8") },
        };
    }

    private static string Json(string text) => JsonEncodedText.Encode(text).ToString();

    private static string Fill(string template, NoticeLetter letter, Func<string, string> escape) => template
        .Replace("{phone}", escape(letter.Notice.Channel.Address), StringComparison.Ordinal)
        .Replace("{id}", escape(letter.Key), StringComparison.Ordinal)
        .Replace("{text}", escape(letter.Text.Short), StringComparison.Ordinal);
}
