namespace SmartCare.Server.Notices.Push;

/// <summary>Every bound of Web Push, each with its reason.</summary>
internal static class PushLimits
{
    /// <summary>Phones of one account: a house may share the account of its duty, as it does for walls.</summary>
    public const int OfUser = 30;

    /// <summary>Some 500 bytes each; two phones for every account of a district's homes.</summary>
    public const int Most = 20_000;

    /// <summary>Of the address that a browser names, in characters; those of today have 100 to 600.</summary>
    public const int Endpoint = 1_000;

    /// <summary>Of the text before it is encrypted: a push service need not take more than 4,096 bytes (RFC 8291, 4), 103 of which are not text.</summary>
    public const int PlainBytes = 3_900;

    /// <summary>Of a notice's title or text, in characters of at most 3 bytes (6 as JSON escapes them): both fit with all that stands beside them.</summary>
    public const int Title = 80, Body = 400;

    /// <summary>How long a push service keeps a notice for a phone that is off: within it others are asked, and a phone that comes back late shows what is no longer so.</summary>
    public static readonly TimeSpan Keep = TimeSpan.FromMinutes(30);

    /// <summary>One push service; another of the same person's phones may be at one that answers, so that it is less than the carrier gives them all.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(8);

    /// <summary>How long a signed statement of who sends holds; RFC 8292 lets it be a day.</summary>
    public static readonly TimeSpan Statement = TimeSpan.FromHours(12);

    /// <summary>How long a notice may be answered from itself.</summary>
    public static readonly TimeSpan Answerable = TimeSpan.FromHours(2);
}
