namespace SmartCare.Server.Complaints;

/// <summary>An abuse report or a complaint. Who wrote an anonymous one is not kept anywhere.</summary>
/// <param name="By">The user; null: anonymous.</param>
/// <param name="About">Users who are the subject of it: they never read it, whatever they may read else.</param>
/// <param name="KeyHash">SHA-256 of what an anonymous writer was given, in hex; null: not anonymous.</param>
/// <param name="AdminOnly">No director of the site reads it: for who knows no user names, and fears one of them.</param>
internal sealed record Complaint(string Id, string SiteId, ComplaintKind Kind, DateTimeOffset FiledAt, string? By, string[] About, string Text, DateTimeOffset DueAt, string? KeyHash, bool AdminOnly)
{
    /// <summary>The oldest first; the first one ends the deadline.</summary>
    public ComplaintAnswer[] Answers { get; init; } = [];

    public DateTimeOffset? AnsweredAt => Answers is [var first, ..] ? first.At : null;

    public bool IsOverdue(DateTimeOffset now) => Answers.Length == 0 && now >= DueAt;
}

[System.Text.Json.Serialization.JsonConverter(typeof(Domain.Words.LowerCaseEnum<ComplaintKind>))]
internal enum ComplaintKind
{
    Complaint,

    /// <summary>Somebody is hurt, threatened, neglected, or robbed.</summary>
    Abuse,
}

internal sealed record ComplaintAnswer(DateTimeOffset At, string By, string Text);

/// <summary>How many there may be, and how soon each is answered.</summary>
internal static class ComplaintLimits
{
    /// <summary>Of one site: one a day for years. Beyond it something else is wrong, and the authority's telephone is there.</summary>
    public const int MostOfSite = 2_000;

    /// <summary>Of a site and a day: a quarrel, and not a flood that hides the one that matters.</summary>
    public const int MostOfDay = 50;

    public const int LongestText = 8_000;

    /// <summary>Named as its subjects: a shift.</summary>
    public const int MostAbout = 10;

    public const int MostAnswers = 50;

    /// <summary>Abuse is looked into within three days.</summary>
    public static readonly TimeSpan AbuseWithin = TimeSpan.FromDays(3);

    /// <summary>A complaint is answered within fifteen days, half of what petitions to an authority are given.</summary>
    public static readonly TimeSpan ComplaintWithin = TimeSpan.FromDays(15);
}
