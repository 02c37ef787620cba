using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using SmartCare.Domain.Notices;

namespace SmartCare.Server.Notices.Channels;

/// <summary>WeCom and DingTalk: <c>{"msgtype":"text","text":{"content":"..."}}</c>.</summary>
internal sealed record TextMessage([property: JsonPropertyName("msgtype")] string MsgType, TextContent Text);

internal sealed record TextContent(string Content);

/// <summary>Feishu: <c>{"timestamp":"...","sign":"...","msg_type":"text","content":{"text":"..."}}</c>.</summary>
internal sealed record FeishuMessage(
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Timestamp,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Sign,
    [property: JsonPropertyName("msg_type")] string MsgType, FeishuContent Content);

internal sealed record FeishuContent(string Text);

/// <summary>The group robots of WeCom, DingTalk and Feishu. They answer 200 whatever happened: a code in the body says whether it was taken.</summary>
internal sealed class RobotChannel(NoticeHttp http) : INoticeChannel
{
    /// <summary>Busy (-1), or asked too often: WeCom 45009 and 45033, DingTalk 130101, Feishu 11232.</summary>
    private static readonly long[] s_later = [-1, 45009, 45033, 130101, 11232];

    public IReadOnlyList<ChannelKind> Kinds { get; } = [ChannelKind.Wecom, ChannelKind.Dingtalk, ChannelKind.Feishu];

    public async Task<ChannelAnswer> SendAsync(NoticeLetter letter, CancellationToken cancellation)
    {
        var (channel, text) = (letter.Notice.Channel, letter.Text.Both);
        if (!NoticeHttp.TryAddress(channel.Address, out var url)) return ChannelAnswer.Refused("the address is not http or https");
        var body = JsonSerializer.SerializeToUtf8Bytes(new TextMessage("text", new TextContent(text)), NoticeJson.Plain.TextMessage);
        if (channel.Kind is ChannelKind.Feishu) body = Feishu(channel.Secret, letter.Now, text);
        if (channel.Kind is ChannelKind.Dingtalk && channel.Secret is { Length: > 0 } secret) url = SignedDingtalk(url, secret, letter.Now);
        var content = new ByteArrayContent(body) { Headers = { ContentType = new MediaTypeHeaderValue("application/json", "utf-8") } };
        var answer = await http.SendAsync(new HttpRequestMessage(HttpMethod.Post, url) { Content = content }, cancellation);
        return answer.Ok ? Read(answer.Body) : answer.Verdict;
    }

    /// <summary>The time in ms and the secret, signed with the secret, in the query.</summary>
    private static Uri SignedDingtalk(Uri url, string secret, DateTimeOffset now)
    {
        var timestamp = now.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);
        var sign = Convert.ToBase64String(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes($"{timestamp}\n{secret}")));
        return new Uri($"{url}{(url.Query.Length > 0 ? "&" : "?")}timestamp={timestamp}&sign={Uri.EscapeDataString(sign)}");
    }

    /// <summary>Nothing, signed with the time in seconds and the secret, in the body.</summary>
    private static byte[] Feishu(string? secret, DateTimeOffset now, string text)
    {
        var (timestamp, sign) = ((string?)null, (string?)null);
        if (secret is { Length: > 0 })
        {
            timestamp = now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
            sign = Convert.ToBase64String(HMACSHA256.HashData(Encoding.UTF8.GetBytes($"{timestamp}\n{secret}"), Array.Empty<byte>()));
        }

        return JsonSerializer.SerializeToUtf8Bytes(new FeishuMessage(timestamp, sign, "text", new FeishuContent(text)), NoticeJson.Plain.FeishuMessage);
    }

    /// <summary>errcode (WeCom, DingTalk), code or StatusCode (Feishu, new and old).</summary>
    private static ChannelAnswer Read(string body)
    {
        try
        {
            using var json = JsonDocument.Parse(body);
            foreach (var name in (string[])["errcode", "code", "StatusCode"])
            {
                if (!json.RootElement.TryGetProperty(name, out var code) || !code.TryGetInt64(out var value)) continue;
                if (value == 0) return ChannelAnswer.Taken("ok");
                return s_later.Contains(value) ? ChannelAnswer.Later($"{name} {value}") : ChannelAnswer.Refused($"{name} {value}");
            }
        }
        catch (Exception notJson) when (notJson is JsonException or InvalidOperationException)
        {
            // A page of some proxy on the way.
        }

        return ChannelAnswer.Later("the answer has no code");
    }
}
