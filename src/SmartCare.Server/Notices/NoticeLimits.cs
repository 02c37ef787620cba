using SmartCare.Domain.Notices;

namespace SmartCare.Server.Notices;

/// <summary>Every bound of the notices, each with its reason.</summary>
internal static class NoticeLimits
{
    /// <summary>Tries of one notice. With the waits below they span about ten minutes: a gateway that restarts is outlived, and whoever
    /// waits for the answer to ask the next person is not left alone for longer.</summary>
    public const int Tries = 9;

    /// <summary>Tries when the channel says that it never will (unknown address, wrong signature). Not one: a proxy that has
    /// just lost its backend says the same for some seconds.</summary>
    public const int TriesWhenRefused = 3;

    /// <summary>Tries of one channel kind at a time: gateways that hang fill their own places, never those of another kind.</summary>
    public const int AtOnce = 8;

    /// <summary>Notices that are not finished, in memory. A site with a thousand alerts asks some thousand people; this is a bug or an attack.</summary>
    public const int Unfinished = 50_000;

    /// <summary>Read of an answer's body, in bytes: enough for the longest error of any robot.</summary>
    public const int AnswerBytes = 4_096;

    /// <summary>One text message: longer ones are cut by gateways, or billed as several.</summary>
    public const int ShortText = 140;

    /// <summary>Tests that one silo sends a minute: each may cost money and wake somebody. And so many to the phones of one account.</summary>
    public const int TestsPerMinute = 10;

    /// <summary>A phone that is on and has a network shows a push within some seconds; the next way of its owner is not kept waiting for longer.</summary>
    public static readonly TimeSpan ShownWithin = TimeSpan.FromSeconds(30);

    /// <summary>First wait between two tries; doubled each time.</summary>
    public static readonly TimeSpan FirstWait = TimeSpan.FromSeconds(5);

    public static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(160);

    /// <summary>A failing address is left alone so long at most for an alarm that is high and has been tried there: three tries a minute find a
    /// gateway that has restarted. What is new and high waits the first wait only.</summary>
    public static readonly TimeSpan LongestHighPause = TimeSpan.FromSeconds(20);

    /// <summary>A notice that has waited so long for an address which has taken nothing all the while ends untold, whether or not its own tries are used up:
    /// the tries of one notice alone are over by then.</summary>
    public static readonly TimeSpan GiveUpAfter = TimeSpan.FromMinutes(15);

    /// <summary>How long tries on their way may take when the silo stops; what is broken off is sent again at the next start.</summary>
    public static readonly TimeSpan Goodbye = TimeSpan.FromSeconds(3);

    /// <summary>A clock that was set is noticed after this long.</summary>
    public static readonly TimeSpan LongestSleep = TimeSpan.FromSeconds(30);

    /// <summary>Between two tries to write down what happened while the disk is away.</summary>
    public static readonly TimeSpan RecordAgain = TimeSpan.FromSeconds(1);

    /// <summary>A channel that has failed this long is told to the people at the wall...</summary>
    public static readonly TimeSpan FailingAfter = TimeSpan.FromMinutes(5);

    /// <summary>...as long as it was tried within this: an old failure is no news.</summary>
    public static readonly TimeSpan FailingKnownFor = TimeSpan.FromHours(1);

    /// <summary>One try. A mail server may look at a sender for long before it answers; a robot that has not answered by then will not.</summary>
    public static TimeSpan Timeout(ChannelKind kind) => kind is ChannelKind.Mail ? TimeSpan.FromSeconds(30) : TimeSpan.FromSeconds(10);
}
