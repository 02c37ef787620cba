using System.Text.Json;
using SmartCare.Domain.Decisions;
using SmartCare.Domain.Readings;
using SmartCare.Domain.Rules;
using SmartCare.Grains.Store;
using SmartCare.Series;
using SmartCare.Server.Operations;
using SmartCare.Server.Registry;

namespace SmartCare.Server.Series;

/// <summary>Reads the journal behind everyone's back and gives its readings to the series.</summary>
internal sealed class JournalReadings(ICareStore store, RegistryIndex registry, StoreHealth health, TimeProvider time) : IReadingSource
{
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(500);

    /// <summary>A shard of the series is a stream of the journal.</summary>
    public int ShardCount { get; } = store.Streams.Append(store.Stream).Max() + 1;

    public ValueTask<(IReadOnlyList<SeriesReading> Readings, SeriesCursor Next)> ReadAsync(SeriesCursor after, int max, CancellationToken ct)
    {
        var readings = new List<SeriesReading>();
        var last = after.Entry;
        foreach (var batch in store.Journal(after.Shard, after.Entry))
        {
            ct.ThrowIfCancellationRequested();
            foreach (var entry in EntriesOf(batch))
            {
                if (entry.Number <= last) continue;
                if (readings.Count == max) return ValueTask.FromResult(((IReadOnlyList<SeriesReading>)readings, new SeriesCursor(after.Shard, last)));
                if (entry.Message is DeviceSpoke spoke && ToSeries(entry.Number, entry.AtMs, spoke.Reading) is { } reading) readings.Add(reading);
                last = entry.Number;
            }

            last = batch.Last;
        }

        return ValueTask.FromResult(((IReadOnlyList<SeriesReading>)readings, new SeriesCursor(after.Shard, last)));
    }

    /// <summary>A batch that cannot be believed must not hold up those after it.</summary>
    private List<JournalEntry> EntriesOf(JournalBatch batch)
    {
        try
        {
            return BatchCodec.Read(batch);
        }
        catch (Exception error) when (error is InvalidDataException or JsonException)
        {
            health.Tell($"store: {batch.Count} journal entries from {batch.First} on are damaged, and their readings are not in the series");
            return [];
        }
    }

    /// <summary>The feed is behind by nature; half a second keeps it from asking an idle disk all the time.</summary>
    public Task WaitAsync(CancellationToken ct) => Task.Delay(s_pause, time, ct);

    private SeriesReading? ToSeries(long entry, long receivedAtMs, Reading reading)
    {
        var fields = new List<KeyValuePair<string, double>>(reading.Values.Length);
        foreach (var value in reading.Values)
        {
            if (value.Kind is ValueKind.Bool or ValueKind.Number) fields.Add(new(value.Channel, value.Number));
            else if (value.Channel == Channels.Availability) fields.Add(new("online", value.Text == Channels.Online ? 1 : 0));
        }

        if (fields.Count == 0) return null;
        var device = registry.Device(reading.Device.Value);
        return new SeriesReading(reading.Device.Value, device?.PlaceId.Value ?? "", device?.SiteId.Value ?? "", TimeNs(entry, receivedAtMs, reading), fields);
    }

    /// <summary>The device's time when it can be believed, else ours. Below the millisecond stands what makes it unique: of a reading
    /// with a time of its own the content, so that its redelivery is the same point; else the entry.</summary>
    private static long TimeNs(long entry, long receivedAtMs, Reading reading)
    {
        var timing = TimingRule.Judge(reading.DeviceTimeMs, DateTimeOffset.FromUnixTimeMilliseconds(receivedAtMs), Policy.Default);
        return reading.DeviceTimeMs is { } ms && timing is not Timing.WrongClock
            ? ms * 1_000_000 + (long)(reading.Content % 1_000_000)
            : receivedAtMs * 1_000_000 + entry % 1_000_000;
    }
}

/// <summary>Runs the feed for the life of the host.</summary>
internal sealed class SeriesRunner(SeriesFeed feed) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        await feed.RunAsync(stoppingToken);
    }
}
