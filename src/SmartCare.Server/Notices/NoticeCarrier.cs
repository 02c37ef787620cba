using SmartCare.Domain.Notices;
using SmartCare.Server.Notices.Channels;

namespace SmartCare.Server.Notices;

/// <summary>One try: the text as things stand now, through the right channel, within its time. Whatever goes wrong is an answer.</summary>
internal sealed partial class NoticeCarrier(IEnumerable<INoticeChannel> channels, NoticeWriter writer, TimeProvider time, ILogger<NoticeCarrier> log)
{
    private readonly Dictionary<ChannelKind, INoticeChannel> _channels = channels.SelectMany(c => c.Kinds.Select(k => (k, c))).ToDictionary(c => c.k, c => c.c);

    public Task<(NoticeTry Made, ChannelVerdict Verdict)> CarryAsync(StoredNotice notice, CancellationToken abandon) =>
        CarryAsync(new NoticeLetter(notice.Notice, notice.Key, notice.Tries.Count + 1, time.GetUtcNow(), TextOf(notice)), abandon);

    /// <exception cref="OperationCanceledException">Abandoned from outside; running out of time is an answer.</exception>
    public async Task<(NoticeTry Made, ChannelVerdict Verdict)> CarryAsync(NoticeLetter letter, CancellationToken abandon)
    {
        var (channel, began) = (letter.Notice.Channel, time.GetTimestamp());
        var answer = await AskAsync(letter, abandon);
        var delivered = answer.Verdict is ChannelVerdict.Taken or ChannelVerdict.PassedOn;
        if (!delivered) LogFailed(letter.Notice.Id, channel.Kind, letter.Try, answer.Text);
        return (new NoticeTry(letter.Now, (int)time.GetElapsedTime(began).TotalMilliseconds, delivered, answer.Text), answer.Verdict);
    }

    /// <summary>The full text may need the disk. People are told all the same when that cannot be read.</summary>
    private NoticeText TextOf(StoredNotice notice)
    {
        try
        {
            return writer.TextOf(notice.Notice);
        }
        catch (Exception bug)
        {
            LogPlain(notice.Notice.Id, bug.Message);
            return writer.Plain(notice.Notice);
        }
    }

    private async Task<ChannelAnswer> AskAsync(NoticeLetter letter, CancellationToken abandon)
    {
        var kind = letter.Notice.Channel.Kind;
        if (!_channels.TryGetValue(kind, out var channel)) return ChannelAnswer.Refused($"there is no channel {kind}");
        using var timeout = new CancellationTokenSource(NoticeLimits.Timeout(kind), time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, abandon);
        try
        {
            // Should a channel not obey the token, it is left behind.
            return await channel.SendAsync(letter, either.Token).WaitAsync(either.Token);
        }
        catch (OperationCanceledException) when (!abandon.IsCancellationRequested)
        {
            return ChannelAnswer.Later($"no answer within {NoticeLimits.Timeout(kind).TotalSeconds:0} s");
        }
        catch (Exception bug) when (bug is not OperationCanceledException)
        {
            // A bug in one channel must not silence the others, nor this one for ever.
            LogBug(bug, letter.Notice.Id, kind);
            return ChannelAnswer.Later("it went wrong on this side; the log says more");
        }
    }

    [LoggerMessage(2, LogLevel.Error, "Notice {Notice} goes out with the barest text: {Why}")]
    private partial void LogPlain(string notice, string why);

    [LoggerMessage(3, LogLevel.Error, "Notice {Notice} met a bug of channel {Channel}")]
    private partial void LogBug(Exception bug, string notice, ChannelKind channel);

    [LoggerMessage(1, LogLevel.Warning, "Notice {Notice} by {Channel}, try {Try}, was not taken: {Answer}")]
    private partial void LogFailed(string notice, ChannelKind channel, int @try, string answer);
}
