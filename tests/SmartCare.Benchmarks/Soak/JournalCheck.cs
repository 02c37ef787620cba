using SmartCare.Domain.Decisions;
using SmartCare.Domain.Readings;
using SmartCare.Domain.Rules;
using SmartCare.Grains;
using SmartCare.Server.Care;
using SmartCare.Storage;

namespace SmartCare.Benchmarks.Soak;

/// <summary>What is really on the disk of a stopped silo.</summary>
/// <param name="Plain">Readings without a number: the steady devices'.</param>
internal sealed record JournalCheck(HashSet<(string Device, long N)> Numbered, long Plain, long Availability)
{
    public static JournalCheck Read(string dataPath)
    {
        using var store = new SqliteStore(Path.Combine(dataPath, "smartcare.db"), shards: 1);
        var (numbered, plain, availability) = (new HashSet<(string, long)>(), 0L, 0L);
        var catalog = new CareCatalog(Policy.Default);
        for (var shard = 0; shard < store.ShardCount; shard++)
        {
            foreach (var entry in store.Read(shard, 0).SelectMany(b => BatchCodec.Read(b, catalog)))
            {
                if (entry.Message is not DeviceSpoke { Reading: var reading }) continue;
                if (reading.Find("n") is { } n) numbered.Add((reading.Device.Value, (long)n.Number));
                else if (reading.Find(Channels.Availability) is not null) availability++;
                else plain++;
            }
        }

        return new JournalCheck(numbered, plain, availability);
    }
}
