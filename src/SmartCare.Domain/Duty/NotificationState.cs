using SmartCare.Domain.Notices;

namespace SmartCare.Domain.Duty;

/// <summary>Who was asked about one open alert outside the wall, and who is next.</summary>
public sealed record NotificationState(string AlertId)
{
    /// <summary>The newest notices, oldest first.</summary>
    public Asked[] Asked { get; init; } = [];

    /// <summary>Family that is asked one after the other and was not yet.</summary>
    public Contact[] Waiting { get; init; } = [];

    /// <summary>When the next of them is asked, unless somebody acknowledges.</summary>
    public DateTimeOffset? NextAt { get; init; }
}

/// <summary>One notice to one person.</summary>
/// <param name="Channel">Which of the person's channels; when it fails, the next is tried.</param>
/// <param name="Delivered">Null until it was answered.</param>
/// <param name="InOrder">When all channels of this one failed, the next of the family is asked at once.</param>
public sealed record Asked(string NoticeId, Audience Audience, Contact Person, int Channel, int Tier, bool InOrder, bool? Delivered);
