using System.Text.Json.Serialization;
using SmartCare.Domain.Alerts;
using SmartCare.Domain.Readings;
using SmartCare.Domain.Registry;
using SmartCare.Domain.Words;

namespace SmartCare.Domain.Decisions;

/// <summary>What may be told to a grain: by devices and people, which the journal keeps, or by another grain, in a letter.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "is")]
[JsonDerivedType(typeof(Register), "register")]
[JsonDerivedType(typeof(AlertCommand), "command")]
[JsonDerivedType(typeof(FamilyAnswered), "family")]
[JsonDerivedType(typeof(NeedRaised), "raise")]
[JsonDerivedType(typeof(NeedStands), "stand")]
[JsonDerivedType(typeof(NeedCleared), "clear")]
[JsonDerivedType(typeof(NeedNoted), "noted")]
[JsonDerivedType(typeof(Notices.NoticeAnswered), "noticeAnswered")]
[JsonDerivedType(typeof(ElderIs), "elderIs")]
[JsonDerivedType(typeof(ElderLeft), "elderLeft")]
[JsonDerivedType(typeof(SiteIs), "siteIs")]
[JsonDerivedType(typeof(SourceIs), "sourceIs")]
[JsonDerivedType(typeof(SourceLeft), "sourceLeft")]
[JsonDerivedType(typeof(Sensed), "sensed")]
[JsonDerivedType(typeof(LivesHere), "livesHere")]
[JsonDerivedType(typeof(MovedOut), "movedOut")]
[JsonDerivedType(typeof(PlaceIs), "placeIs")]
[JsonDerivedType(typeof(FallTakenBack), "fallTakenBack")]
[JsonDerivedType(typeof(SetMode), "mode")]
[JsonDerivedType(typeof(VisitDone), "visit")]
[JsonDerivedType(typeof(WallsOf), "walls")]
[JsonDerivedType(typeof(WaysOut), "ways")]
[JsonDerivedType(typeof(ShelveAlert), "shelve")]
[JsonDerivedType(typeof(StartDrill), "startDrill")]
[JsonDerivedType(typeof(EndDrill), "endDrill")]
[JsonDerivedType(typeof(SignHandover), "handover")]
[JsonDerivedType(typeof(RecordCheck), "check")]
[JsonDerivedType(typeof(DeviceTested), "tested")]
[JsonDerivedType(typeof(SpeaksThrough), "through")]
[JsonDerivedType(typeof(Retire), "retire")]
[JsonDerivedType(typeof(Unregister), "unregister")]
public abstract record CareMessage;

/// <summary>In journals of 0.1: its record went to another site, and what it was here is forgotten. No decision hears it any more.</summary>
public sealed record Retire : CareMessage;

/// <summary>A device said something.</summary>
public sealed record DeviceSpoke(Reading Reading) : CareMessage;

/// <summary>A gateway spoke for a device: it is remembered in the device's record.</summary>
public sealed record SpeaksThrough(DeviceId Gateway) : CareMessage;

/// <summary>Takes up a new or changed record.</summary>
public sealed record Register(RegistryRecord Record) : CareMessage
{
    /// <summary>Who wrote it; null: the silo itself.</summary>
    public string? By { get; init; }
}

/// <summary>Forgets a record that was never used.</summary>
public sealed record Unregister(string? By) : CareMessage;

[JsonConverter(typeof(LowerCaseEnum<AlertVerb>))]
public enum AlertVerb
{
    Acknowledge, Arrive, Resolve, Note,
}

/// <summary>A person answers an alert.</summary>
public sealed record AlertCommand(string AlertId, AlertVerb Verb, string By, Outcome? Outcome, string? Note) : CareMessage
{
    /// <summary>How many occurrences of the alert the person knew of; null: they did not say. Who resolves without knowing the last press is refused.</summary>
    public int? Knowing { get; init; }

    /// <summary>With a resolve: what the family may read of how it ended; null: nothing.</summary>
    public string? Release { get; init; }
}

/// <summary>A relative is with the elder, or calls her. No further relative is asked; staff are asked as before, and it stays open.</summary>
/// <param name="Name">As the elder's contacts have it.</param>
public sealed record FamilyAnswered(string AlertId, FamilyAct Act, string By, string Name) : CareMessage;

/// <summary>A rule, or the silo about itself, says that someone is needed.</summary>
public sealed record NeedRaised(Need Need) : CareMessage;

/// <summary>A state that calls for someone still stands; it was said before. Raises only what no alert covers any more.</summary>
public sealed record NeedStands(Need Need) : CareMessage;

/// <summary>What was raised no longer holds. For needs of people it is only shown; for needs of devices it ends the alert.</summary>
/// <param name="Ends">True: the alert is resolved by it.</param>
public sealed record NeedCleared(AlertKind Kind, Subject About, DeviceId? Device, string? Note, bool Ends) : CareMessage;

/// <summary>Something about a need that stands, for its alert's history (the detector was muted); says nothing where no alert is open.</summary>
public sealed record NeedNoted(AlertKind Kind, Subject About, DeviceId? Device, string Note) : CareMessage;

/// <summary>An elder to their site: I live here, and these are to be told of me. The site answers with <see cref="SiteIs"/>.</summary>
public sealed record ElderIs(ElderId Elder, Notices.Household Household) : CareMessage
{
    /// <summary>Where: dangers of the place are the family's too.</summary>
    public PlaceId? Place { get; init; }
}

/// <summary>An elder to their site: I moved away.</summary>
public sealed record ElderLeft(ElderId Elder) : CareMessage;

/// <summary>A site to each of its elders, when they come and when its record changes.</summary>
public sealed record SiteIs(Site Site) : CareMessage;

/// <summary>The silo to a site that has a duty plan: so many walls of its duty people are connected.</summary>
public sealed record WallsOf(int Count) : CareMessage;

/// <summary>The silo to a site that has a duty plan: by these ways it can send notices, whatever the site has of its own.</summary>
public sealed record WaysOut(Notices.ChannelKind[] Kinds) : CareMessage
{
    /// <summary>Who may see this site and has a phone with notices on, in order of their user names; null: not told, as before there were any.</summary>
    public string[]? Phones { get; init; }
}

/// <summary>A person puts an alert aside. A time in the past takes it back.</summary>
/// <param name="Everything">Whatever else its subject says too; only what is not urgent.</param>
public sealed record ShelveAlert(string AlertId, DateTimeOffset Until, bool Everything, string By, string? Note) : CareMessage;

/// <param name="Drill">Of the same name there is one; a later one takes its place.</param>
public sealed record StartDrill(Duty.Drill Drill) : CareMessage;

public sealed record EndDrill(string Name, string By) : CareMessage;

/// <summary>A person signs the hand-over of a duty: first who leaves, then who comes.</summary>
public sealed record SignHandover(string By, bool Incoming, string? Note) : CareMessage;

/// <summary>The round of a safety check that is due was done, or will not be.</summary>
public sealed record RecordCheck(string Check, bool Skipped, string By, string? Note) : CareMessage;

/// <summary>A device to its site: somebody tested me.</summary>
public sealed record DeviceTested(DeviceId Device, PlaceId Place) : CareMessage;
