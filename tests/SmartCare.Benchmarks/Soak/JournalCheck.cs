using SmartCare.Domain.Decisions;
using SmartCare.Domain.Readings;
using SmartCare.Grains.Store;
using SmartCare.Storage;

namespace SmartCare.Benchmarks.Soak;

/// <summary>What is really on the disk of a stopped silo.</summary>
/// <param name="Plain">Readings without a number: the steady devices'.</param>
internal sealed record JournalCheck(HashSet<(string Device, long N)> Numbered, long Plain, long Availability)
{
    public static JournalCheck Read(string dataPath)
    {
        using var store = new SqliteStore(Path.Combine(dataPath, "smartcare.db"));
        var (numbered, plain, availability) = (new HashSet<(string, long)>(), 0L, 0L);
        foreach (var stream in store.Streams)
        {
            foreach (var entry in store.Journal(stream, 0).SelectMany(BatchCodec.Read))
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
