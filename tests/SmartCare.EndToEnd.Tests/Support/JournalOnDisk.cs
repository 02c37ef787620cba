using SmartCare.Domain.Decisions;
using SmartCare.Grains.Store;
using SmartCare.Storage;

namespace SmartCare.Testing;

/// <summary>Reads the journal of a stopped silo: what is really on the disk.</summary>
internal static class JournalOnDisk
{
    /// <summary>How often each numbered reading stands in the journal.</summary>
    public static Dictionary<(string Device, long N), int> NumberedReadings(string dataPath)
    {
        using var store = new SqliteStore(Path.Combine(dataPath, "smartcare.db"));
        var found = new Dictionary<(string, long), int>();
        foreach (var stream in store.Streams)
        {
            foreach (var entry in store.Journal(stream, 0).SelectMany(BatchCodec.Read))
            {
                if (entry.Message is not DeviceSpoke { Reading: var reading } || reading.Find("n") is not { } n) continue;
                var key = (reading.Device.Value, (long)n.Number);
                found[key] = found.GetValueOrDefault(key) + 1;
            }
        }

        return found;
    }
}
