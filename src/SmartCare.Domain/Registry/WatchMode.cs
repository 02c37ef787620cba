using System.Text.Json.Serialization;
using SmartCare.Domain.Words;

namespace SmartCare.Domain.Registry;

/// <summary>What is expected of an elder's home now.</summary>
[JsonConverter(typeof(LowerCaseEnum<WatchMode>))]
public enum WatchMode
{
    Home,

    /// <summary>Nobody is there.</summary>
    Away,

    /// <summary>There, and may be still as long as in a night.</summary>
    Asleep, Hospital,

    /// <summary>Others are there: what moves or goes out need not be the elder.</summary>
    Visitors,
}

/// <param name="Until">Then it is home again by itself, so that no forgotten word leaves an elder unwatched; null: for good.</param>
/// <param name="By">Who said so; null when the watch concluded it.</param>
public sealed record ModeNow(WatchMode Mode, DateTimeOffset? Since, DateTimeOffset? Until, string? By)
{
    public static readonly ModeNow Home = new(WatchMode.Home, null, null, null);

    /// <summary>Is the elder to be expected there?</summary>
    [JsonIgnore]
    public bool ExpectsLife => Mode is WatchMode.Home or WatchMode.Asleep;

    /// <summary>The watch saw the door, and nobody after it.</summary>
    [JsonIgnore]
    public bool LeftUnsaid => Mode is WatchMode.Away && By is null;
}
