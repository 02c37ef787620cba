using SmartCare.Domain.Readings;
using SmartCare.Domain.Registry;
using SmartCare.Series;
using SmartCare.Server.Api;

namespace SmartCare.Server.Series;

/// <summary>A state lasted; where the device fell silent in it, until its last word.</summary>
internal sealed record StretchOfDay(string DeviceId, DateTimeOffset From, DateTimeOffset To);

/// <param name="Open">The door was opened; false: closed.</param>
internal sealed record DoorOfDay(string DeviceId, DateTimeOffset At, bool Open);

/// <param name="Value">Of a call 1; of a fall 2 confirmed, 1 suspected.</param>
/// <param name="Word">What the device said; empty where the store keeps no texts.</param>
internal sealed record EventOfDay(string DeviceId, DateTimeOffset At, double Value, string Word);

/// <param name="Steps">[Unix ms, mean, least, most, how many].</param>
internal sealed record VitalsOfDay(string DeviceId, string Channel, string Unit, IReadOnlyList<double[]> Steps);

/// <summary>What a handful of devices said in a stretch of time, as a day of whoever they watch.</summary>
internal sealed class DayOfDevices
{
    private const int VitalsStep = 900;

    /// <summary>Values of one channel in a day: one every nine seconds.</summary>
    private const int MostPoints = 10_000;

    public List<StretchOfDay> Presence { get; } = [];

    public List<StretchOfDay> Bed { get; } = [];

    public List<DoorOfDay> Doors { get; } = [];

    public List<EventOfDay> Calls { get; } = [];

    public List<EventOfDay> Falls { get; } = [];

    public List<VitalsOfDay> Vitals { get; } = [];

    /// <param name="sees">May the reader see what this channel of this device says?</param>
    /// <exception cref="SeriesUnavailableException">The store is away.</exception>
    public static async Task<DayOfDevices> ReadAsync(ISeriesStore store, IEnumerable<Device> devices, Func<Device, string, bool> sees, long fromMs, long toMs, CancellationToken ct)
    {
        var day = new DayOfDevices();
        foreach (var device in devices)
        {
            var model = Models.All[device.Model];
            foreach (var (channel, meaning) in model.Meanings)
                if (sees(device, channel))
                    await day.AddAsync(store, device, model, channel, meaning, fromMs, toMs, ct);
            if (model.Alarms && sees(device, Channels.Fall)) day.AddEvents(device.Id.Value, await store.EventsAsync(new(SeriesReading.Event, fromMs, toMs, MostPoints, device.Id.Value), ct));
        }

        return day;
    }

    private async Task AddAsync(
        ISeriesStore store, Device device, DeviceModel model, string channel, Meaning meaning, long fromMs, long toMs, CancellationToken ct)
    {
        var step = meaning is Meaning.HeartRate or Meaning.BreathingRate or Meaning.Temperature or Meaning.Humidity ? VitalsStep : 0;
        if (step == 0 && meaning is not (Meaning.Presence or Meaning.InBed or Meaning.Contact)) return;
        var points = await store.QueryAsync(new(device.Id.Value, channel, fromMs, toMs, step, MostPoints), ct);
        if (points.Count == 0) return;
        if (step > 0) Vitals.Add(new(device.Id.Value, channel, Channels.UnitOf(channel), [.. points.Select(SeriesApi.StepOf)]));
        else if (meaning is Meaning.Contact) Doors.AddRange(Changes(device.Id.Value, points));
        else (meaning is Meaning.InBed ? Bed : Presence).AddRange(Stretches(device.Id.Value, points, model.SilenceLimit));
    }

    /// <summary>True is closed. The first word of the day tells no movement.</summary>
    private static IEnumerable<DoorOfDay> Changes(string device, IReadOnlyList<SeriesPoint> points)
    {
        for (var i = 1; i < points.Count; i++)
            if (points[i].Value != points[i - 1].Value)
                yield return new(device, TimeOf(points[i].UnixMs), points[i].Value == 0);
    }

    internal static IEnumerable<StretchOfDay> Stretches(string device, IReadOnlyList<SeriesPoint> points, TimeSpan silence)
    {
        SeriesPoint? first = null, last = null;
        foreach (var point in points)
        {
            if (first is { } began && last is { } before && point.UnixMs - before.UnixMs > silence.TotalMilliseconds)
            {
                yield return new(device, TimeOf(began.UnixMs), TimeOf(before.UnixMs));
                first = null;
            }

            if (point.Value == 0 && first is { } start)
            {
                yield return new(device, TimeOf(start.UnixMs), TimeOf(point.UnixMs));
                first = null;
            }

            if (point.Value != 0) first ??= point;
            last = point;
        }

        if (first is { } open && last is { } end) yield return new(device, TimeOf(open.UnixMs), TimeOf(end.UnixMs));
    }

    private void AddEvents(string device, IReadOnlyList<SeriesEvent> events)
    {
        foreach (var said in events)
        {
            if (said.Tags.GetValueOrDefault("kind") is not ("press" or "fall") || said.Values.GetValueOrDefault("value") is not (> 0 and var value)) continue;
            (said.Tags["kind"] == "press" ? Calls : Falls).Add(new(device, TimeOf(said.UnixMs), value, said.Texts.GetValueOrDefault("word", "")));
        }
    }

    private static DateTimeOffset TimeOf(long ms) => DateTimeOffset.FromUnixTimeMilliseconds(ms);
}
