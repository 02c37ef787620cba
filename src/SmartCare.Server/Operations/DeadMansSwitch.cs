using SmartCare.Domain.Notices;
using SmartCare.Server.Notices;
using SmartCare.Server.Notices.Channels;

namespace SmartCare.Server.Operations;

/// <summary>
/// Calls an address outside each half minute, only while the alarm path works as <c>/readyz</c> judges it. Whoever waits there for the call notices what this
/// machine cannot tell itself: that it is gone, hangs, or cannot write.
/// </summary>
internal sealed partial class DeadMansSwitch(Settings settings, Health health, NoticeHttp http, Metrics metrics, TimeProvider time, ILogger<DeadMansSwitch> log)
{
    private static readonly TimeSpan s_between = TimeSpan.FromSeconds(30);

    private readonly Counter _calls = metrics.Counter("smartcare_watch_calls_total", "Calls of Watch:HeartbeatUrl that were answered well.");
    private readonly Counter _failures = metrics.Counter("smartcare_watch_call_failures_total", "Calls of Watch:HeartbeatUrl that were not.");
    private Task _call = Task.CompletedTask;
    private long? _calledAt;
    private bool _isFailing;

    /// <summary>Once a second, from the loop that beats for the walls: when that stops, so does this.</summary>
    /// <returns>The call under way; completed when there is none.</returns>
    public Task Beat()
    {
        if (settings.Watch.HeartbeatUrl is not { } url || !_call.IsCompleted || !health.Ready(inFull: false).Ready) return _call;
        if (_calledAt is { } last && time.GetElapsedTime(last) < s_between) return _call;
        _calledAt = time.GetTimestamp();
        return _call = CallAsync(url);
    }

    private async Task CallAsync(Uri url)
    {
        var answer = await AnswerAsync(url);
        (answer is null ? _calls : _failures).Add();
        if (answer is not null == _isFailing) return;
        _isFailing = answer is not null;
        if (answer is not null) LogUnheard(answer);
        else LogHeard();
    }

    /// <returns>Null: it was taken.</returns>
    private async Task<string?> AnswerAsync(Uri url)
    {
        using var patience = new CancellationTokenSource(NoticeLimits.Timeout(ChannelKind.Webhook), time);
        try
        {
            // The operator named it, so that it may be in the house's own network.
            var answer = await http.SendAsync(new HttpRequestMessage(HttpMethod.Get, url), patience.Token, byOperator: true);
            return answer.Ok ? null : answer.Verdict.Text;
        }
        catch (OperationCanceledException)
        {
            return "no answer in time";
        }
    }

    // Never the address: whoever knows it can call in our place.
    [LoggerMessage(1, LogLevel.Warning, "Whoever watches from outside (Watch:HeartbeatUrl) does not hear us: {Why}")]
    private partial void LogUnheard(string why);

    [LoggerMessage(2, LogLevel.Information, "Whoever watches from outside (Watch:HeartbeatUrl) hears us again")]
    private partial void LogHeard();
}
