using SmartCare.Domain.Readings;
using SmartCare.Domain.Registry;

namespace SmartCare.Domain.Rules;

public enum FallPhase
{
    None, Suspected, Confirmed,
}

public enum FallStep
{
    Nothing,

    /// <summary>A fall may have happened: the cancel window opens.</summary>
    OpenWindow,

    /// <summary>It was taken back inside the window: recorded only.</summary>
    Cancel,

    /// <summary>Someone lies on the floor: raise.</summary>
    Raise,

    /// <summary>The sensor no longer sees it: shown on the alert.</summary>
    Clear,
}

/// <summary>Fall sensor: suspected → confirmed, with a window in which movement takes it back.</summary>
/// <remarks>The sensor's own "none" takes it back, the word "fine" on a device of the same elder, and movement that another device of hers sees
/// begin. A presence that merely lasts does not: who lies on the floor is present too. Nothing takes back a confirmed fall.</remarks>
public static class FallRule
{
    /// <summary>The spellings of real radars; null when the value says nothing about falls. A word that is not known is a suspicion: it rings unless the
    /// radar, or somebody who moves, takes it back.</summary>
    public static FallPhase? PhaseOf(in ChannelValue value)
    {
        if (value.Text is not { } word) return null;
        return Known(word, out var phase) ? phase : IsAboutFalls(value.Channel, word) ? FallPhase.Suspected : null;
    }

    public static bool IsKnown(string word) => Known(word, out _);

    /// <summary>"status" may tell of anything, unless its word tells of a fall.</summary>
    private static bool IsAboutFalls(string channel, string word) => channel != Channels.Status || word.Contains("fall", StringComparison.OrdinalIgnoreCase);

    private static bool Known(string word, out FallPhase? phase)
    {
        (var known, phase) = AlarmWords.Plain(word) switch
        {
            "none" or "false" or "normal" or "no_fall" or "0" or "no" or "off" or "ok" or "clear" or "idle" or "standing" or "sitting" or "walking" or "upright" or "not_detected"
                or "no_alarm" or "canceled" or "cancelled" or "finished" or "fall_exit" or "recovered" or "stood_up" or "got_up" => (true, FallPhase.None),
            "suspected" or "maybe" or "maybe_fall" or "1" or "fall_warning" or "warning" or "possible" or "possible_fall" or "fall_suspected" or "suspected_fall" or "prealarm"
                or "pre_alarm" => (true, FallPhase.Suspected),
            // A wearable's first two thirds of a fall; the stillness after them is the window in which nothing moves.
            "impact" or "free_fall" or "freefall" => (true, FallPhase.Suspected),
            "confirmed" or "fall" or "falling" or "true" or "2" or "fall_alarm" or "alarm" or "fall_detected" or "detected" or "fallen" or "fall_down" or "falldown" or "fell"
                or "fall_confirmed" or "calling" or "on_floor" or "on_ground" or "yes" or "on" or "triggered" or "sos" => (true, FallPhase.Confirmed),
            "" or "unknown" or "unavailable" or "calibrating" or "learning" or "online" or "ready" or "monitoring" or "occupied" or "vacant" or "empty" or "presence"
                or "absence" => (true, null),
            _ => (false, (FallPhase?)null),
        };
        return known;
    }

    /// <summary>What a message says about falls; of several channels the worst is believed. Null: nothing.</summary>
    public static FallPhase? WorstOf(DeviceModel model, ReadOnlySpan<ChannelValue> values)
    {
        FallPhase? worst = null;
        foreach (var value in values)
            if (model.MeaningOf(value.Channel) is Meaning.Fall && PhaseOf(value) is { } phase && !(phase <= worst))
                worst = phase;
        return worst;
    }

    /// <summary>What a new phase means after the one before; a repeated phase is a cached state. A confirmed fall that is only suspected
    /// now is the same fall: it ends when the sensor sees none.</summary>
    public static FallStep Judge(FallPhase before, FallPhase now) => (before, now) switch
    {
        (FallPhase.None, FallPhase.Suspected) => FallStep.OpenWindow,
        (FallPhase.Suspected, FallPhase.None) => FallStep.Cancel,
        (FallPhase.None or FallPhase.Suspected, FallPhase.Confirmed) => FallStep.Raise,
        (FallPhase.Confirmed, FallPhase.None) => FallStep.Clear,
        _ => FallStep.Nothing,
    };
}
