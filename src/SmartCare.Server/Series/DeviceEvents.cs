using SmartCare.Domain.Readings;
using SmartCare.Domain.Registry;
using SmartCare.Domain.Rules;
using SmartCare.Domain.Words;

namespace SmartCare.Server.Series;

/// <param name="Kind">As the contract of the series has it.</param>
internal readonly record struct DeviceEvent(string Kind, double Value, string Word);

/// <summary>The events in what a device said: each once, by the same rules that decide on them, and by nothing but the journal.</summary>
internal static class DeviceEvents
{
    private const string Press = "press", Said = "said", Held = "held", Fall = "fall", Tamper = "tamper", Test = "test", Availability = "availability";

    private static readonly (Meaning Meaning, string Kind)[] s_dangers =
        [(Meaning.Fire, "fire"), (Meaning.Gas, "gas"), (Meaning.Co, "co"), (Meaning.Water, "water")];

    /// <summary>What a reading must tell for there to be an event in it, but for availability.</summary>
    private const ulong Telling = 1UL << (int)Meaning.Fire | 1UL << (int)Meaning.Gas | 1UL << (int)Meaning.Co | 1UL << (int)Meaning.Water | 1UL << (int)Meaning.Press
        | 1UL << (int)Meaning.PressHeld | 1UL << (int)Meaning.Fall | 1UL << (int)Meaning.ImpactPeak | 1UL << (int)Meaning.Tamper | 1UL << (int)Meaning.Test;

    public static void AddTo(List<DeviceEvent> events, DeviceModel? model, Reading reading, DateTimeOffset heardAt, EventMemory memory)
    {
        var device = reading.Device.Value;
        var isOffline = reading.Find(Channels.Availability) is { Text: Channels.Offline };
        if (memory.Set(device, Availability, isOffline ? 1 : 0)) events.Add(new(Availability, isOffline ? 0 : 1, ""));
        if (model is null || (model.ToldBy(reading.Values) & Telling) == 0) return;
        if (IsTest(events, Says(model, Meaning.Test, reading.Values) is true, device, heardAt, memory)) return;
        foreach (var (meaning, kind) in s_dangers) Change(events, device, kind, Says(model, meaning, reading.Values), memory);
        Change(events, device, Tamper, Says(model, Meaning.Tamper, reading.Values), memory);
        AddPress(events, model, reading, heardAt, memory);
        AddFall(events, model, reading, memory);
    }

    /// <summary>A press of long ago tells nothing of what comes now.</summary>
    public static void Forget(EventMemory memory, DateTimeOffset now)
    {
        var old = now - Policy.Default.RedeliveryWindow - Policy.Default.PressEndsWithin;
        foreach (var device in memory.Where(Press, value => value < old.ToUnixTimeMilliseconds()))
        {
            memory.Set(device, Press, 0);
            memory.Set(device, Said, 0);
        }
    }

    /// <summary>A test flag that got stuck is believed as long as the watch believes it.</summary>
    private static bool IsTest(List<DeviceEvent> events, bool says, string device, DateTimeOffset heardAt, EventMemory memory)
    {
        var since = memory[device, Test];
        if (says && since == 0) events.Add(new(Test, 1, ""));
        if (!says || since == 0) memory.Set(device, Test, since = says ? heardAt.ToUnixTimeMilliseconds() : 0);
        return says && TestRule.IsTest(DateTimeOffset.FromUnixTimeMilliseconds(since), heardAt, Policy.Default);
    }

    private static void Change(List<DeviceEvent> events, string device, string kind, bool? says, EventMemory memory)
    {
        if (says is { } stands && memory.Set(device, kind, stands ? 1 : 0)) events.Add(new(kind, stands ? 1 : 0, ""));
    }

    /// <summary>Of several channels any that says so; null when none says anything.</summary>
    private static bool? Says(DeviceModel model, Meaning meaning, ChannelValue[] values)
    {
        bool? says = null;
        foreach (var value in values)
            if (value.Kind is ValueKind.Bool && model.MeaningOf(value.Channel) == meaning)
                says = says is true || value.IsTrue;
        return says;
    }

    private static void AddPress(List<DeviceEvent> events, DeviceModel model, Reading reading, DateTimeOffset heardAt, EventMemory memory)
    {
        var device = reading.Device.Value;
        var last = memory[device, Press];
        var lastAt = last == 0 ? (DateTimeOffset?)null : DateTimeOffset.FromUnixTimeMilliseconds(last);
        foreach (var value in reading.Values)
        {
            var meaning = model.MeaningOf(value.Channel);
            if (meaning is Meaning.PressHeld && value.Kind is ValueKind.Bool)
            {
                if (memory.Set(device, Held, value.IsTrue ? 1 : 0)) events.Add(new(Press, value.IsTrue ? 1 : 0, value.Channel));
            }
            else if (meaning is Meaning.Press && HelpCallRule.IsPress(meaning, value, null) && !HelpCallRule.IsEndOfPress(value, lastAt, heardAt, Policy.Default)
                && !(reading.Redelivered && memory[device, Said] == (long)reading.Content && heardAt - lastAt <= Policy.Default.RedeliveryWindow))
            {
                memory.Set(device, Press, heardAt.ToUnixTimeMilliseconds());
                memory.Set(device, Said, (long)reading.Content);
                events.Add(new(Press, 1, value.Text ?? value.Channel));
            }
        }
    }

    private static void AddFall(List<DeviceEvent> events, DeviceModel model, Reading reading, EventMemory memory)
    {
        var phase = FallRule.WorstOf(model, reading.Values);
        if (phase is null or FallPhase.None && ImpactRule.IsFall(model, reading.Values, [], Policy.Default)) phase = FallPhase.Suspected;
        if (phase is { } now && memory.Set(reading.Device.Value, Fall, (long)now)) events.Add(new(Fall, (double)now, ""));
    }
}
