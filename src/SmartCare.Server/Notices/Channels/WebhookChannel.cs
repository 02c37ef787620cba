using System.Net.Http.Headers;
using System.Text.Json;
using SmartCare.Domain.Notices;
using SmartCare.Domain.Words;
using SmartCare.Server.Alerts;
using SmartCare.Server.Webhooks;

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
    public IReadOnlyList<ChannelKind> Kinds { get; } = [ChannelKind.Webhook];

    public async Task<ChannelAnswer> SendAsync(NoticeLetter letter, CancellationToken cancellation)
    {
        var channel = letter.Notice.Channel;
        if (!NoticeHttp.TryAddress(channel.Address, out var url)) return ChannelAnswer.Refused("the address is not http or https");
        var body = BodyOf(letter);
        var content = new ByteArrayContent(body) { Headers = { ContentType = new MediaTypeHeaderValue("application/json", "utf-8") } };
        var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = content };
        WebhookSignature.AddTo(request, channel.Secret is { Length: > 0 } secret ? [secret] : [], letter.Key, letter.Now, body);
        return (await http.SendAsync(request, cancellation)).Verdict;
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
