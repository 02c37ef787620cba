using System.Buffers.Text;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using SmartCare.Domain.Notices;
using SmartCare.Domain.Words;
using SmartCare.Server.Accounts;
using SmartCare.Server.Notices.Channels;

namespace SmartCare.Server.Notices.Push;

/// <summary>One message to one phone, through the push service of its browser (RFC 8030).</summary>
internal sealed class PushPost(NoticeHttp http, VapidKey key, NoticeSettings settings, PushSubscriptions phones, NoticeReceipts receipts)
{
    /// <summary>Whom the people of a push service may write to when something of ours goes wrong there; Apple's asks for one.</summary>
    private readonly string? _contact = settings.PublicUrl is { Scheme: "https" } url ? url.ToString() : settings.Smtp is { } smtp ? $"mailto:{smtp.From.Address}" : null;

    /// <param name="account">Whose phone it is.</param>
    public async Task<ChannelAnswer> SendAsync(PushSubscription phone, NoticeLetter letter, Account account, CancellationToken cancellation)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(PushLimits.Patience);
        try
        {
            var answer = await http.SendAsync(RequestOf(phone, letter, account), patience.Token);
            // RFC 8030, 7.3: the browser is gone, or has turned notices off.
            if (answer.Status is not (HttpStatusCode.NotFound or HttpStatusCode.Gone)) return answer.Ok ? ChannelAnswer.PassedOn(answer.Verdict.Text) : answer.Verdict;
            phones.Forget(phone.Id);
            return ChannelAnswer.Nobody($"HTTP {(int)answer.Status}: this phone shows notices no more");
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return ChannelAnswer.Later($"no answer within {PushLimits.Patience.TotalSeconds:0} s");
        }
    }

    private HttpRequestMessage RequestOf(PushSubscription phone, NoticeLetter letter, Account account)
    {
        var (notice, endpoint) = (letter.Notice, new Uri(phone.Endpoint));
        var isTest = notice.AlertId.Length == 0;
        var body = PushMessage.Of(letter, account, phone, isTest ? null : receipts.For(letter.Key, phone));
        var request = new HttpRequestMessage(HttpMethod.Post, endpoint)
        {
            Content = new ByteArrayContent(phone.Encrypt(body)) { Headers = { ContentType = new MediaTypeHeaderValue("application/octet-stream"), ContentEncoding = { "aes128gcm" } } },
        };
        request.Headers.TryAddWithoutValidation("Authorization", key.Authorization(endpoint, _contact, letter.Now));
        request.Headers.Add("TTL", PushLimits.Keep.TotalSeconds.ToString(CultureInfo.InvariantCulture));
        // RFC 8030, 5.3: high wakes a phone that saves its battery.
        request.Headers.Add("Urgency", isTest || notice.Priority is Priority.High ? "high" : "normal");
        // RFC 8030, 5.4: what still waits at the push service about the same alert is replaced.
        if (!isTest) request.Headers.Add("Topic", Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes(notice.AlertId)))[..32]);
        return request;
    }
}
