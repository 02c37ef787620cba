using System.Buffers;
using System.Text;
using SmartCare.Domain.Decisions;
using SmartCare.Domain.Readings;
using SmartCare.Domain.Words;
using SmartCare.Grains.Core;
using SmartCare.Grains.Virtual;

namespace SmartCare.Simulation.Oracles;

/// <summary>A fresh activation knows what the old one had committed: its state, the letters that were not answered, and those that it had.</summary>
internal static class FreshActivation
{
    private const string Oracle = "a fresh activation knows what was committed";

    /// <param name="isExact">The grains left memory in good order: then their rows lack nothing.</param>
    public static void Check(VirtualSilo silo, bool isExact)
    {
        foreach (var (id, core) in silo.Awake)
        {
            if (core.IsFenced || core.Last is { Ticket.Safe.IsCompleted: false }) continue;
            var fresh = silo.Fresh(id);
            Same(core, "its state", Show(core, isExact), Show(fresh, isExact));
            Same(core, "letters had", Had(core), Had(fresh));
            // One that was answered may stand there still: it is sent once more, and dropped.
            if (core.Letters.Any(l => fresh.Letters.All(f => f.Number != l.Number)))
                throw new OracleBrokenException(Oracle, $"{id.Kind} {id.Key}: a letter that was not answered is not in its row");
        }
    }

    private static void Same(GrainCore core, string what, string old, string fresh)
    {
        if (old == fresh) return;
        var at = 0;
        while (at < old.Length && at < fresh.Length && old[at] == fresh[at]) at++;
        throw new OracleBrokenException(Oracle, $"{core.Id.Kind} {core.Id.Key}, {what}: {Around(old, at)} | {Around(fresh, at)}");
    }

    private static string Around(string text, int at) => text.Substring(Math.Max(0, at - 40), Math.Min(100, text.Length - Math.Max(0, at - 40)));

    private static string Had(GrainCore core) => string.Join(' ', core.Had.OrderBy(h => h.Key.Key, StringComparer.Ordinal).Select(h => $"{h.Key.Kind}/{h.Key.Key}:{h.Value}"));

    /// <summary>Rows that another version of the program wrote say the same.</summary>
    public static void CheckOtherVersion(VirtualSilo silo, IReadOnlyDictionary<Subject, string> before)
    {
        foreach (var (id, state) in before)
            if (silo.Fresh(id) is var fresh)
                Same(fresh, "its state by another version", state, Show(fresh, isExact: true));
    }

    public static string Show(GrainCore core, bool isExact)
    {
        var memory = core.Memory is DeviceState device && !isExact ? WithoutWhatMayFollow(device) : core.Memory;
        var bytes = new ArrayBufferWriter<byte>();
        core.WriteState(memory, bytes);
        return Encoding.UTF8.GetString(bytes.WrittenSpan);
    }

    /// <summary>The list of what a crash may take, written down apart from the product's.</summary>
    private static DeviceState WithoutWhatMayFollow(DeviceState state) => state with
    {
        LastSeenAt = null, SilenceDueAt = null, Senses = SenseMemory.None, Recent = default, Upkeep = state.Upkeep with { BatteryDueAt = null },
        // Words that some rule reads; in these homes no other channel has flags or words but the model's reasons, which are written with the suspicion they led to.
        Values = Array.FindAll(state.Values, v => v.Kind is not ValueKind.Number && !Channels.IsOurs(v.Channel)),
    };
}
