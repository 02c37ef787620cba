using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace SmartCare.Server.Notices.Channels;

/// <summary>One request to a gateway of phones, as its settings say: holes like {phone} of address and template are filled.</summary>
internal static class GatewayRequest
{
    /// <param name="key">The same for every try.</param>
    /// <param name="byOperator">The gateway stands in the settings, not in a duty plan.</param>
    public static async Task<ChannelAnswer> SendAsync(
        NoticeHttp http, SmsSettings gateway, string key, Dictionary<string, string> holes, bool byOperator, CancellationToken cancellation)
    {
        var request = new HttpRequestMessage(gateway.Method, Fill(gateway.Url, holes, Uri.EscapeDataString));
        request.Headers.Add("Idempotency-Key", key);
        if (gateway.Authorization is { } authorization) request.Headers.TryAddWithoutValidation("Authorization", authorization);
        if (gateway.Method != HttpMethod.Get) request.Content = Body(gateway.Template, holes);
        var answer = await http.SendAsync(request, cancellation, byOperator);
        if (!answer.Ok || gateway.Success is null || answer.Body.Contains(gateway.Success, StringComparison.Ordinal)) return answer.Verdict;
        // Most gateways answer 200 to everything.
        return ChannelAnswer.Later($"HTTP {(int)answer.Status!}, and it does not say what means yes");
    }

    /// <summary>A template that begins with a brace is JSON, any other a form.</summary>
    private static ByteArrayContent Body(string template, Dictionary<string, string> holes)
    {
        var isJson = template.TrimStart().StartsWith('{');
        var text = Fill(template, holes, isJson ? Json : Uri.EscapeDataString);
        return new ByteArrayContent(Encoding.UTF8.GetBytes(text))
        {
            Headers = { ContentType = new MediaTypeHeaderValue(isJson ? "application/json" : "application/x-www-form-urlencoded", "utf-8") },
        };
    }

    private static string Json(string text) => JsonEncodedText.Encode(text).ToString();

    private static string Fill(string template, Dictionary<string, string> holes, Func<string, string> escape)
    {
        foreach (var (name, value) in holes) template = template.Replace($"{{{name}}}", escape(value), StringComparison.Ordinal);
        return template;
    }
}
