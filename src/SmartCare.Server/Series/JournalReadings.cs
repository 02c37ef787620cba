using System.Text.Json;
using SmartCare.Domain.Decisions;
using SmartCare.Domain.Readings;
using SmartCare.Domain.Registry;
using SmartCare.Domain.Rules;
using SmartCare.Grains.Store;
using SmartCare.Series;
using SmartCare.Server.Operations;
using SmartCare.Server.Registry;
using SmartCare.Storage;

namespace SmartCare.Server.Series;

/// <summary>Reads the journal behind everyone's back and gives its readings, the events in them, and the changes of alerts to the series.</summary>
internal sealed class JournalReadings(ICareStore store, Tables tables, RegistryIndex registry, StoreHealth health, TimeProvider time) : IReadingSource
{
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(500);

    private readonly DevicePast _past = new(tables, registry);
    private readonly AlertPoints _alerts = new(tables);
    private readonly List<DeviceEvent> _events = [];
    private readonly Dictionary<int, (string? Text, EventMemory Memory)> _memories = [];

    /// <summary>A shard of the series is a stream of the journal, and one more is the alerts.</summary>
    public IReadOnlyList<int> Shards { get; } = [.. Enumerable.Range(0, store.Streams.Append(store.Stream).Max() + 1), AlertPoints.Shard];

    public ValueTask<(IReadOnlyList<SeriesReading> Readings, SeriesCursor Next)> ReadAsync(SeriesCursor after, int max, CancellationToken ct)
    {
        if (after.Shard == AlertPoints.Shard) return ValueTask.FromResult(_alerts.Read(after, max));
        var (heard, last) = Heard(after, max, ct);
        if (heard.Count == 0) return ValueTask.FromResult(((IReadOnlyList<SeriesReading>)[], after with { Entry = last }));
        _past.Refresh();
        var memory = MemoryAt(after);
        var readings = new List<SeriesReading>(heard.Count);
        foreach (var entry in heard) Add(readings, entry, ((DeviceSpoke)entry.Message!).Reading, memory);
        DeviceEvents.Forget(memory, DateTimeOffset.FromUnixTimeMilliseconds(heard[^1].AtMs));
        var next = new SeriesCursor(after.Shard, last, memory.ToText());
        _memories[after.Shard] = (next.Memory, memory);
        return ValueTask.FromResult(((IReadOnlyList<SeriesReading>)readings, next));
    }

    /// <summary>The feed is behind by nature; half a second keeps it from asking an idle disk all the time.</summary>
    public Task WaitAsync(CancellationToken ct) => Task.Delay(s_pause, time, ct);

    /// <summary>At most so many readings after the cursor, and the last entry that was looked at.</summary>
    private (List<JournalEntry> Heard, long Last) Heard(SeriesCursor after, int max, CancellationToken ct)
    {
        var heard = new List<JournalEntry>();
        var last = after.Entry;
        foreach (var batch in store.Journal(after.Shard, after.Entry))
        {
            ct.ThrowIfCancellationRequested();
            foreach (var entry in EntriesOf(batch))
            {
                if (entry.Number <= last) continue;
                if (heard.Count == max) return (heard, last);
                if (entry.Message is DeviceSpoke { Reading.Replayed: false }) heard.Add(entry);
                last = entry.Number;
            }

            last = batch.Last;
        }

        return (heard, last);
    }

    /// <summary>The memory that goes with a cursor: the one at hand when the feed goes on from it, else what is written there.</summary>
    private EventMemory MemoryAt(SeriesCursor cursor) =>
        _memories.Remove(cursor.Shard, out var held) && ReferenceEquals(held.Text, cursor.Memory) ? held.Memory : EventMemory.Of(cursor.Memory);

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

    private void Add(List<SeriesReading> to, in JournalEntry entry, Reading reading, EventMemory memory)
    {
        var (device, heardAt) = (reading.Device.Value, DateTimeOffset.FromUnixTimeMilliseconds(entry.AtMs));
        var timing = TimingRule.Judge(reading, heardAt, Policy.Default);
        var there = _past.At(device, entry.AtMs);
        var point = new SeriesReading(device, there.Place, there.Site, TimeNs(entry, reading, timing), FieldsOf(reading)) { Elder = there.Elder, Model = there.Model };
        if (point.Fields.Count > 0) to.Add(point);
        _events.Clear();
        DeviceEvents.AddTo(_events, Models.All.GetValueOrDefault(there.Model ?? ""), reading, heardAt, memory);
        foreach (var said in _events)
            to.Add(point with
            {
                Measurement = SeriesReading.Event,
                Tags = [new("kind", said.Kind)],
                Fields = [new("value", said.Value), new("late", timing is Timing.Late or Timing.TooOld or Timing.Doubted ? 1 : 0)],
                Texts = [new("word", said.Word)],
            });
    }

    private static List<KeyValuePair<string, double>> FieldsOf(Reading reading)
    {
        var fields = new List<KeyValuePair<string, double>>(reading.Values.Length);
        foreach (var value in reading.Values)
        {
            if (value.Kind is ValueKind.Bool or ValueKind.Number) fields.Add(new(value.Channel, value.Number));
            else if (value.Channel == Channels.Availability) fields.Add(new("online", value.Text == Channels.Online ? 1 : 0));
        }

        return fields;
    }

    /// <summary>The device's time when it can be believed, else ours. Below the millisecond stands what makes it unique: of a reading
    /// with a time of its own the content, so that its redelivery is the same point; else the entry.</summary>
    private static long TimeNs(in JournalEntry entry, Reading reading, Timing timing) =>
        reading.DeviceTimeMs is { } ms && timing is not (Timing.WrongClock or Timing.Doubted)
            ? ms * 1_000_000 + (long)(reading.Content % 1_000_000)
            : entry.AtMs * 1_000_000 + entry.Number % 1_000_000;
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
