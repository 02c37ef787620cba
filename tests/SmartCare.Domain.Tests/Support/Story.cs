using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using SmartCare.Domain.Decisions;
using SmartCare.Domain.Readings;
using SmartCare.Domain.Rules;
using SmartCare.Domain.Words;

namespace SmartCare.Domain.Tests.Support;

/// <summary>
/// Plays a story against the real decisions in virtual time: delivers letters between grains within the turn, fires ticks when they
/// are due, and, as a silo that restarts between any two turns, sends every message through the journal's codec and every state
/// through its JSON.
/// </summary>
internal sealed class Story : IOutbox
{
    public static readonly DateTimeOffset Midnight = new(2026, 3, 2, 0, 0, 0, TimeSpan.Zero);

    private readonly Dictionary<string, DeviceState> _devices = [];
    private readonly Dictionary<string, ElderState> _elders = [];
    private readonly Dictionary<string, PlaceState> _places = [];
    private readonly Dictionary<string, SiteState> _sites = [];
    private readonly Queue<(Subject To, CareMessage Message)> _letters = new();
    private readonly List<CareEffect> _effects = [];
    private readonly List<DateTimeOffset> _times = [];
    private bool _down;
    private int _turn;

    public Story()
    {
        Now = ListeningSince = Midnight;
        foreach (var device in Home.Devices.Values) Tell(Subject.Of(device.Id), new Register(device));
        Deliver();
        _effects.Clear();
        _times.Clear();
    }

    public DateTimeOffset Now { get; private set; }

    public DateTimeOffset ListeningSince { get; private set; }

    /// <summary>Everything that was emitted so far, in order.</summary>
    public IReadOnlyList<CareEffect> Effects => _effects;

    public IReadOnlyDictionary<string, DeviceState> Devices => _devices;

    public IReadOnlyDictionary<string, SiteState> Sites => _sites;

    public IReadOnlyDictionary<string, ElderState> Elders => _elders;

    public DateTimeOffset? DueAt => _devices.Values.Select(d => d.DueAt).Concat(_elders.Values.Select(e => e.DueAt))
        .Concat(_places.Values.Select(p => p.DueAt)).Concat(_sites.Values.Select(s => s.DueAt)).Min();

    /// <summary>The same, each with its time.</summary>
    public IEnumerable<(DateTimeOffset At, CareEffect Effect)> Timed => _times.Zip(_effects);

    public void Emit(CareEffect effect)
    {
        _effects.Add(effect);
        _times.Add(Now);
    }

    public void Tell(Subject to, CareMessage message) => _letters.Enqueue((to, message));

    public string NewAlertId() => $"0-{_turn}-{_effects.Count}";

    /// <summary>Lets time pass, firing what falls due on the way.</summary>
    public void RunTo(DateTimeOffset time)
    {
        while (!_down && DueAt is { } due && due <= time) Tick(due > Now ? due : Now);
        Now = time;
    }

    public void Hear(Reading reading) => Say(Subject.Of(reading.Device), new DeviceSpoke(reading));

    public void Say(Subject to, CareMessage message)
    {
        Tell(to, message);
        Deliver();
    }

    /// <summary>The silo is down: no tick fires, nothing is heard.</summary>
    public void Stop() => _down = true;

    public void Start()
    {
        (_down, ListeningSince) = (false, Now);
        RunTo(Now);
    }

    private void Tick(DateTimeOffset at)
    {
        Now = at;
        Ring(_devices, d => d.DueAt, DeviceDecision.Tick, CareJson.Default.DeviceState);
        Ring(_elders, e => e.DueAt, ElderDecision.Tick, CareJson.Default.ElderState);
        Ring(_places, p => p.DueAt, PlaceDecision.Tick, CareJson.Default.PlaceState);
        Ring(_sites, s => s.DueAt, SiteDecision.Tick, CareJson.Default.SiteState);
        Deliver();
    }

    private void Ring<T>(Dictionary<string, T> grains, Func<T, DateTimeOffset?> dueAt, Func<T, Policy, IOutbox, T> tick, JsonTypeInfo<T> json)
    {
        foreach (var (id, state) in grains.Where(g => dueAt(g.Value) <= Now).OrderBy(g => dueAt(g.Value)).ThenBy(g => g.Key).ToList())
        {
            grains[id] = Saved(tick(state, Policy.Default, this), json);
            Assert.False(dueAt(grains[id]) <= Now, $"{id} leaves its due time in the past: it would ring without end");
        }
    }

    private void Deliver()
    {
        _turn++;
        while (_letters.TryDequeue(out var letter))
        {
            var message = Journaled(letter.Message);
            switch (letter.To.Kind)
            {
                case SubjectKind.Device: Hand(_devices, letter.To.Key, DeviceState.New, DeviceDecision.Decide, CareJson.Default.DeviceState); break;
                case SubjectKind.Elder: Hand(_elders, letter.To.Key, ElderState.New, ElderDecision.Decide, CareJson.Default.ElderState); break;
                case SubjectKind.Place: Hand(_places, letter.To.Key, PlaceState.New, PlaceDecision.Decide, CareJson.Default.PlaceState); break;
                default: Hand(_sites, letter.To.Key, SiteState.New, SiteDecision.Decide, CareJson.Default.SiteState); break;
            }

            void Hand<T>(Dictionary<string, T> grains, string key, T asNew, Func<T, CareMessage, Policy, IOutbox, T> decide, JsonTypeInfo<T> json) =>
                grains[key] = Saved(decide(grains.GetValueOrDefault(key, asNew), message, Policy.Default, this), json);
        }
    }

    private static CareMessage Journaled(CareMessage message)
    {
        var bytes = new ArrayBufferWriter<byte>();
        CareCodec.Encode(message, bytes);
        return CareCodec.Decode(bytes.WrittenSpan);
    }

    private static T Saved<T>(T state, JsonTypeInfo<T> json) =>
        JsonSerializer.Deserialize(JsonSerializer.SerializeToUtf8Bytes(state, json), json)!;
}
