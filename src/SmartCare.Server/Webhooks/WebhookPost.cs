using System.Globalization;
using System.Net.Http.Headers;
using SmartCare.Server.Alerts;
using SmartCare.Server.Notices.Channels;

namespace SmartCare.Server.Webhooks;

/// <summary>One try of one change, under the rules of the notices: only where a house may call, the address that was judged, nothing followed, little read.</summary>
internal sealed class WebhookPost(NoticeHttp http, TimeProvider time)
{
    /// <param name="isGone">HTTP 410: it says that nobody is there any more.</param>
    /// <exception cref="OperationCanceledException">Broken off from outside; running out of time is an answer.</exception>
    public async Task<(Delivery Made, bool IsGone)> SendAsync(Subscription to, AlertDocument change, int @try, CancellationToken cancellation)
    {
        var (now, began) = (time.GetUtcNow(), time.GetTimestamp());
        using var timeout = new CancellationTokenSource(WebhookLimits.Timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellation);
        var (answer, isGone) = (default(ChannelAnswer), false);
        try
        {
            var reply = await http.SendAsync(RequestOf(to, change, now), either.Token);
            (answer, isGone) = (reply.Verdict, reply.Status is System.Net.HttpStatusCode.Gone);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            answer = ChannelAnswer.Later($"no answer within {WebhookLimits.Timeout.TotalSeconds:0} s");
        }

        return (new Delivery(change.Seq, change.Id, now, (int)time.GetElapsedTime(began).TotalMilliseconds, @try, answer.Verdict is ChannelVerdict.Taken, answer.Text), isGone);
    }

    private static HttpRequestMessage RequestOf(Subscription to, AlertDocument change, DateTimeOffset now)
    {
        var body = WebhookContent.Of(change, to.Names);
        var request = new HttpRequestMessage(HttpMethod.Post, to.Url)
        {
            Content = new ByteArrayContent(body) { Headers = { ContentType = new MediaTypeHeaderValue("application/json", "utf-8") } },
        };
        WebhookSignature.AddTo(request, to.SecretsAt(now), IdOf(to, change), now, body);
        return request;
    }

    /// <summary>The same for every try, and for the same change after a restart. The time is in it: a number that was shown unsaved and lost with a crash comes again for another change,
    /// which must not be taken for a repetition.</summary>
    internal static string IdOf(Subscription to, AlertDocument change) =>
        string.Create(CultureInfo.InvariantCulture, $"{to.Id}.{(change.Seq == 0 ? change.Id : change.Seq)}.{change.UpdatedAt.ToUnixTimeMilliseconds():x}");
}
