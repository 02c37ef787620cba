using SmartCare.Domain.Notices;

namespace SmartCare.Server.Notices.Channels;

internal enum ChannelVerdict
{
    Taken,

    /// <summary>Taken by somebody who passes it on to a phone; that it has come is still to be heard.</summary>
    PassedOn,

    /// <summary>Away, slow or too busy: worth another try.</summary>
    Later,

    /// <summary>It says that this will never be taken.</summary>
    Refused,

    /// <summary>There is nobody at the address, and no other try would find anybody.</summary>
    Nobody,
}

/// <param name="Text">For people: a status and words of our own. Never what the other side wrote: it may repeat a secret, or be what somebody wanted to
/// read through this machine.</param>
internal readonly record struct ChannelAnswer(ChannelVerdict Verdict, string Text)
{
    public static ChannelAnswer Taken(string text) => new(ChannelVerdict.Taken, text);

    public static ChannelAnswer PassedOn(string text) => new(ChannelVerdict.PassedOn, text);

    public static ChannelAnswer Nobody(string text) => new(ChannelVerdict.Nobody, text);

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
