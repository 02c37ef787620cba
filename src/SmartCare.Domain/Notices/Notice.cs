using System.Text.Json.Serialization;
using SmartCare.Domain.Decisions;
using SmartCare.Domain.Words;

namespace SmartCare.Domain.Notices;

[JsonConverter(typeof(LowerCaseEnum<Audience>))]
public enum Audience
{
    Duty, Director, Family, Emergency,
}

/// <summary>What a notice says.</summary>
[JsonConverter(typeof(LowerCaseEnum<NoticeTopic>))]
public enum NoticeTopic
{
    /// <summary>Somebody is needed.</summary>
    Alarm,

    /// <summary>To family that was told: somebody is there now.</summary>
    There,

    /// <summary>To family that was told: it is over.</summary>
    Over,
}

/// <summary>One person is to be told of one alert by one channel.</summary>
/// <param name="Id">Derived from the alert and its count of notices: a replay makes the same one.</param>
/// <param name="NotBefore">Quiet hours end then; null: at once.</param>
public sealed record Notice(
    string Id, SiteId SiteId, string AlertId, AlertKind Kind, Priority Priority, int Tier, Audience Audience, string Person, NoticeChannel Channel,
    DateTimeOffset? NotBefore)
{
    public NoticeTopic Topic { get; init; }
}

/// <summary>Into the outbox, with the decision that wants it.</summary>
public sealed record NoticeWanted(Notice Notice) : CareEffect;

/// <summary>Someone came, or it is over: what was not sent yet about this alert need not be any more. Notices wanted after it
/// still are.</summary>
public sealed record NoticesWithdrawn(string AlertId) : CareEffect;

/// <summary>What became of a notice at last: its channel took it, or every try failed.</summary>
/// <param name="Answer">What the channel said, for people.</param>
public sealed record NoticeAnswered(string NoticeId, string AlertId, bool Delivered, string Answer) : CareMessage;
