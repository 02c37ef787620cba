using SmartCare.Domain.Decisions;
using SmartCare.Domain.Readings;
using SmartCare.Domain.Words;
using SmartCare.Grains.Store;

namespace SmartCare.Simulation.Oracles;

/// <summary>Every reading that was acknowledged, in order for each device: the journal holds the same ones in the same order, and between them only what
/// was on its way when the power went. Nothing that is lost comes back, so it is asked once, when the seed ends.</summary>
internal sealed class Acks
{
    private const string Oracle = "acknowledged means saved";

    private readonly Dictionary<DeviceId, List<ulong>> _acknowledged = [];

    public int Count { get; private set; }

    public void Acknowledged(Reading reading)
    {
        Count++;
        if (!_acknowledged.TryGetValue(reading.Device, out var keys)) _acknowledged.Add(reading.Device, keys = []);
        keys.Add(KeyOf(reading));
    }

    /// <param name="sent">Sendings of readings: what was never sent, or once, is not there twice.</param>
    /// <param name="inOrder">One silo wrote them all, so its stream has their order.</param>
    public void Close(ICareStore store, long sent, bool inOrder)
    {
        var kept = 0L;
        var journal = new Dictionary<DeviceId, List<ulong>>();
        foreach (var entry in Entries(store))
        {
            if (entry.Message is not DeviceSpoke { Reading: var reading }) continue;
            kept++;
            if (!journal.TryGetValue(reading.Device, out var keys)) journal.Add(reading.Device, keys = []);
            keys.Add(KeyOf(reading));
        }

        if (kept > sent) throw new OracleBrokenException(Oracle, $"the journal holds {kept} readings, and {sent} were sent");
        foreach (var (device, acknowledged) in _acknowledged) Check(device, acknowledged, journal.GetValueOrDefault(device) ?? [], inOrder);
    }

    private static IEnumerable<JournalEntry> Entries(ICareStore store)
    {
        foreach (var stream in store.Streams)
        {
            var next = 1L;
            foreach (var entry in store.Journal(stream, 0).SelectMany(BatchCodec.Read))
            {
                if (entry.Number != next++) throw new OracleBrokenException(Oracle, $"stream {stream} has entry {entry.Number} in place of {next - 1}");
                yield return entry;
            }
        }
    }

    private static void Check(DeviceId device, List<ulong> acknowledged, List<ulong> kept, bool inOrder)
    {
        if (!inOrder)
        {
            if (acknowledged.Except(kept).Any()) throw new OracleBrokenException(Oracle, $"an acknowledged reading of {device} is not in the journal");
            return;
        }

        var found = 0;
        foreach (var key in kept)
            if (found < acknowledged.Count && acknowledged[found] == key)
                found++;
        if (found < acknowledged.Count)
            throw new OracleBrokenException(Oracle, $"of {acknowledged.Count} acknowledged readings of {device} the journal lacks the {found + 1}th");
    }

    private static ulong KeyOf(Reading reading) => (reading.Content * 31 + reading.PacketId) * 2 + (reading.Redelivered ? 1ul : 0);
}
