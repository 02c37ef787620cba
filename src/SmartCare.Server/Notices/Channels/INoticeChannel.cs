using SmartCare.Domain.Notices;

namespace SmartCare.Server.Notices.Channels;

internal enum ChannelVerdict
{
    Taken,

    /// <summary>Away, slow or too busy: worth another try.</summary>
    Later,

    /// <summary>It says that this will never be taken.</summary>
    Refused,
}

/// <param name="Text">For people: a status and words of our own. Never what the other side wrote: it may repeat a secret, or be what somebody wanted to
/// read through this machine.</param>
internal readonly record struct ChannelAnswer(ChannelVerdict Verdict, string Text)
{
    public static ChannelAnswer Taken(string text) => new(ChannelVerdict.Taken, text);

    public static ChannelAnswer Later(string text) => new(ChannelVerdict.Later, text);

    public static ChannelAnswer Refused(string text) => new(ChannelVerdict.Refused, text);
}

/// <summary>One try of one notice.</summary>
/// <param name="Key">The same for every try: a receiver that has it already drops the repetition.</param>
/// <param name="Try">From 1.</param>
internal sealed record NoticeLetter(Notice Notice, string Key, int Try, DateTimeOffset Now, NoticeText Text);

/// <summary>A way to tell people something. Not being able to is an answer, not an exception.</summary>
internal interface INoticeChannel
{
    IReadOnlyList<ChannelKind> Kinds { get; }

    Task<ChannelAnswer> SendAsync(NoticeLetter letter, CancellationToken cancellation);
}
