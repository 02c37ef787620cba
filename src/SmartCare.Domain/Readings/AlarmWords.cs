using System.Collections.Frozen;

namespace SmartCare.Domain.Readings;

/// <summary>What a word says on a channel that can mean danger or a call: one that is not known counts as an alarm, for nobody can ask the device.</summary>
public static class AlarmWords
{
    private static readonly FrozenSet<string> s_quiet = new[]
    {
        "", "false", "off", "0", "no", "none", "normal", "ok", "okay", "good", "well", "fine", "clear", "cleared", "idle", "standby", "ready", "safe", "dry", "quiet", "inactive",
        "no_alarm", "no_smoke", "no_fire", "no_gas", "no_leak", "no_water", "no_sos", "not_detected", "undetected", "not_triggered", "untriggered", "closed", "canceled", "cancelled", "cancel",
        // The detector looks at itself, or for smoke.
        "detecting", "monitoring", "test", "testing", "self_test", "selftest", "checking", "calibrating", "preheating", "warming_up",
        "正常", "无报警", "关", "否",
    }.ToFrozenSet();

    private static readonly FrozenSet<string> s_nothing = new[] { "unknown", "unavailable", "null", "nan", "undefined", "n/a" }.ToFrozenSet();

    private static readonly FrozenSet<string> s_alarm = new[]
    {
        "true", "on", "1", "yes", "alarm", "alarmed", "alarming", "alert", "detected", "triggered", "active", "present", "smoke", "fire", "gas", "co", "leak", "leaking", "leakage", "wet",
        "flood", "flooded", "heat", "sos", "help", "call", "emergency", "panic", "press", "pressed", "prealarm", "pre_alarm", "warning", "warning_alarm", "critical", "critical_alarm", "danger", "burning",
        // The sound is off, the danger stands.
        "silenced", "muted", "hush", "mute",
        "报警", "告警", "是", "开",
    }.ToFrozenSet();

    /// <returns>Null: it says nothing.</returns>
    /// <param name="known">False: the word is in no list.</param>
    public static bool? Says(string word, out bool known)
    {
        var plain = Plain(word);
        known = true;
        if (s_alarm.Contains(plain)) return true;
        if (s_quiet.Contains(plain)) return false;
        if (s_nothing.Contains(plain)) return null;
        // FrankEver's valve says water_leakage_yes and water_leakage_no.
        if (Array.Exists(s_no, plain.EndsWith)) return false;
        if (plain.EndsWith("_yes", StringComparison.Ordinal)) return true;
        known = false;
        return true;
    }

    /// <summary>As devices write it and as it is meant: "No Alarm", "no-alarm" and " NO_ALARM\0" are one word.</summary>
    public static string Plain(string word) => word.Trim(s_air).ToLowerInvariant().Replace(' ', '_').Replace('-', '_');

    private static readonly string[] s_no = ["_no", "_off", "_normal", "_none", "_clear", "_cleared", "_ok"];

    private static readonly char[] s_air = [' ', '\t', '\r', '\n', '\0', '.', '!', '\uFEFF'];
}
