using SmartCare.Domain.Decisions;
using SmartCare.Domain.Rules;
using SmartCare.Grains;
using SmartCare.Server.Care;
using SmartCare.Storage;

namespace SmartCare.Testing;

/// <summary>Reads the journal of a stopped silo: what is really on the disk.</summary>
internal static class JournalOnDisk
{
    /// <summary>How often each numbered reading stands in the journal.</summary>
    public static Dictionary<(string Device, long N), int> NumberedReadings(string dataPath)
    {
        using var store = new SqliteStore(Path.Combine(dataPath, "smartcare.db"), shards: 1);
        var found = new Dictionary<(string, long), int>();
        var catalog = new CareCatalog(Policy.Default);
        for (var shard = 0; shard < store.ShardCount; shard++)
        {
            foreach (var entry in store.Read(shard, 0).SelectMany(b => BatchCodec.Read(b, catalog)))
            {
                if (entry.Message is not DeviceSpoke { Reading: var reading } || reading.Find("n") is not { } n) continue;
                var key = (reading.Device.Value, (long)n.Number);
                found[key] = found.GetValueOrDefault(key) + 1;
            }
        }

        return found;
    }
}
