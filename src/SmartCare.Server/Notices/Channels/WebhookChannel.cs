using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using SmartCare.Domain.Notices;
using SmartCare.Domain.Words;
using SmartCare.Server.Alerts;

namespace SmartCare.Server.Notices.Channels;

/// <summary>The body of a webhook. Its fields are the contract's: docs/contract/notices.md.</summary>
internal sealed record WebhookBody(
    string Id, int Try, DateTimeOffset SentAt, NoticeTopic Topic, Audience Audience, string Person, string Text, string TextEn, string? Url, WebhookAlert? Alert);

internal sealed record WebhookAlert(
    string Id, AlertKind Kind, Priority Priority, AlertState State, int Tier, string SiteId, string? Site, string? PlaceId, string? Place, ElderOfAlert? Elder,
    DateTimeOffset RaisedAt, bool Drill);

/// <summary>A POST of JSON, signed as standardwebhooks.com says, so that a receiver finds a library that checks it.</summary>
internal sealed class WebhookChannel(NoticeHttp http) : INoticeChannel
{
    private const string SecretPrefix = "whsec_";

    public IReadOnlyList<ChannelKind> Kinds { get; } = [ChannelKind.Webhook];

    public async Task<ChannelAnswer> SendAsync(NoticeLetter letter, CancellationToken cancellation)
    {
        var channel = letter.Notice.Channel;
        if (!NoticeHttp.TryAddress(channel.Address, out var url)) return ChannelAnswer.Refused("the address is not http or https");
        var body = BodyOf(letter);
        var content = new ByteArrayContent(body) { Headers = { ContentType = new MediaTypeHeaderValue("application/json", "utf-8") } };
        var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = content };
        var timestamp = letter.Now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        request.Headers.Add("webhook-id", letter.Key);
        request.Headers.Add("webhook-timestamp", timestamp);
        if (channel.Secret is { Length: > 0 } secret) request.Headers.Add("webhook-signature", $"v1,{Sign(secret, letter.Key, timestamp, body)}");
        return (await http.SendAsync(request, cancellation)).Verdict;
    }

    /// <summary>HMAC-SHA256 over id, timestamp and body, with points between, in base64.</summary>
    internal static string Sign(string secret, string id, string timestamp, ReadOnlySpan<byte> body)
    {
        using var hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, KeyOf(secret));
        hmac.AppendData(Encoding.UTF8.GetBytes($"{id}.{timestamp}."));
        hmac.AppendData(body);
        return Convert.ToBase64String(hmac.GetHashAndReset());
    }

    /// <summary>Base64 after the standard's prefix; any other text is taken as it is.</summary>
    private static byte[] KeyOf(string secret)
    {
        if (!secret.StartsWith(SecretPrefix, StringComparison.Ordinal)) return Encoding.UTF8.GetBytes(secret);
        var key = new byte[secret.Length];
        return Convert.TryFromBase64String(secret[SecretPrefix.Length..], key, out var length) ? key[..length] : Encoding.UTF8.GetBytes(secret);
    }

    private static byte[] BodyOf(NoticeLetter letter)
    {
        var (notice, text) = (letter.Notice, letter.Text);
        var alert = text.Alert is not { } a ? null : new WebhookAlert(
            a.Id, a.Kind, a.Priority, a.State, a.Tier, a.SiteId, text.Site, a.PlaceId, a.Place, a.Elder, a.RaisedAt, a.Drill);
        return JsonSerializer.SerializeToUtf8Bytes(
            new WebhookBody(letter.Key, letter.Try, letter.Now, notice.Topic, notice.Audience, notice.Person, text.Chinese, text.English, text.Link, alert),
            NoticeJson.Plain.WebhookBody);
    }
}
