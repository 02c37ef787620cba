using System.Text.Json.Serialization;
using SmartCare.Domain.Registry;
using SmartCare.Domain.Words;

namespace SmartCare.Domain.Decisions;

/// <summary>What a sensor can say about a person.</summary>
[JsonConverter(typeof(LowerCaseEnum<SenseKind>))]
public enum SenseKind
{
    /// <summary>Someone is there. Told when it begins and now and then while it lasts; its end is no sign of anything.</summary>
    Presence,

    /// <summary>Someone lies in the bed, or no longer.</summary>
    Bed,

    /// <summary>The door closed, or opened.</summary>
    Door,

    /// <summary>A call.</summary>
    Press,

    /// <summary>"I am fine": a press that takes back a suspected fall.</summary>
    Fine,

    /// <summary>A fall is suspected; its window is open.</summary>
    MaybeFell,
    Heart, Breath, Warmth,

    /// <summary>Someone lets water run. That it does not run is no sign of anything.</summary>
    Water,
}

/// <summary>One thing that was sensed.</summary>
/// <param name="Low">Of a rate the lowest value since the last word; of a state 1 for yes, 0 for no.</param>
/// <param name="High">Of a rate the highest; of a state the same as <paramref name="Low"/>.</param>
/// <param name="News">It changed just now; false: it is so still, or is heard of for the first time.</param>
public readonly record struct Sense(SenseKind Kind, double Low, double High, bool News)
{
    [JsonIgnore]
    public bool IsOn => High != 0;

    public static Sense Of(SenseKind kind, bool on, bool news) => new(kind, on ? 1 : 0, on ? 1 : 0, news);
}

/// <summary>A device that can see an elder move.</summary>
/// <param name="Alive">Null: it has not spoken yet.</param>
public sealed record Source(DeviceId Device, bool Presence, bool Bed, bool Door, bool? Alive)
{
    /// <summary>Its silence means stillness. A door's does not: nobody passes a door for hours.</summary>
    [JsonIgnore]
    public bool SeesMotion => Presence || Bed;
}

/// <summary>A device to its elder, or to its place: I am one of your sources, and this is how I stand.</summary>
public sealed record SourceIs(Source Source) : CareMessage;

/// <summary>A device to whom it belonged: no longer.</summary>
public sealed record SourceLeft(DeviceId Device) : CareMessage;

/// <summary>A device to its elder or its place, a place to its elders: this was sensed.</summary>
/// <param name="At">When it happened.</param>
/// <param name="Late">That was long before it was heard.</param>
/// <param name="Shared">The device watches the place, not one elder.</param>
public sealed record Sensed(DeviceId Device, DateTimeOffset At, bool Late, bool Shared, Sense[] Senses) : CareMessage;

/// <summary>An elder to their place: I live here. The place answers with <see cref="PlaceIs"/>.</summary>
public sealed record LivesHere(ElderId Elder) : CareMessage;

/// <summary>An elder to their place: I moved away.</summary>
public sealed record MovedOut(ElderId Elder) : CareMessage;

/// <summary>A place to each of its elders, when anything of it changes.</summary>
/// <param name="Alone">Nobody else lives there, so what its devices see is the elder.</param>
/// <param name="Shared">The devices that watch the place; empty when several live there.</param>
public sealed record PlaceIs(PlaceId Place, PlaceKind Kind, bool Alone, Source[] Shared) : CareMessage;

/// <summary>An elder to a device that suspects a fall: she moves, or says that she is fine.</summary>
public sealed record FallTakenBack(string Why) : CareMessage;

/// <summary>A person says what is to be expected of an elder's home.</summary>
/// <param name="Until">Null: for as long as such a mode lasts by the policy.</param>
public sealed record SetMode(WatchMode Mode, DateTimeOffset? Until, string By) : CareMessage;

/// <summary>A person has visited an elder.</summary>
public sealed record VisitDone(string By, string? Note) : CareMessage;
