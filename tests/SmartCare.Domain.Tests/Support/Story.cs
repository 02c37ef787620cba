using System.Buffers;
using System.Text.Json;
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
    private readonly Dictionary<Subject, WatchedState> _watched = [];
    private readonly Queue<(Subject To, CareMessage Message)> _letters = new();
    private readonly List<CareEffect> _effects = [];
    private bool _down;
    private int _turn;

    public Story()
    {
        Now = ListeningSince = Midnight;
        foreach (var device in Home.Devices.Values) Tell(Subject.Of(device.Id), new Register(device));
        Deliver();
        _effects.Clear();
    }

    public DateTimeOffset Now { get; private set; }

    public DateTimeOffset ListeningSince { get; private set; }

    /// <summary>Everything that was emitted so far, in order.</summary>
    public IReadOnlyList<CareEffect> Effects => _effects;

    public IReadOnlyDictionary<string, DeviceState> Devices => _devices;

    public IReadOnlyDictionary<Subject, WatchedState> Watched => _watched;

    public DateTimeOffset? DueAt => _devices.Values.Select(d => d.DueAt).Concat(_watched.Values.Select(w => w.DueAt)).Min();

    public void Emit(CareEffect effect) => _effects.Add(effect);

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
        foreach (var (id, state) in _devices.Where(d => d.Value.DueAt <= at).OrderBy(d => d.Value.DueAt).ThenBy(d => d.Key).ToList())
        {
            _devices[id] = Saved(DeviceDecision.Tick(state, Policy.Default, this), CareJson.Default.DeviceState);
            Assert.False(_devices[id].DueAt <= at, $"{id} leaves its due time in the past: it would ring without end");
        }

        foreach (var (subject, state) in _watched.Where(w => w.Value.DueAt <= at).OrderBy(w => w.Value.DueAt).ThenBy(w => w.Key.Key).ToList())
        {
            _watched[subject] = Saved(WatchedDecision.Tick(state, this), CareJson.Default.WatchedState);
            Assert.False(_watched[subject].DueAt <= at, $"{subject} leaves its due time in the past: it would ring without end");
        }

        Deliver();
    }

    private void Deliver()
    {
        _turn++;
        while (_letters.TryDequeue(out var letter))
        {
            var message = Journaled(letter.Message);
            if (letter.To.Kind is SubjectKind.Device)
            {
                var state = _devices.GetValueOrDefault(letter.To.Key, DeviceState.New);
                _devices[letter.To.Key] = Saved(DeviceDecision.Decide(state, message, Policy.Default, this), CareJson.Default.DeviceState);
            }
            else
            {
                var state = _watched.GetValueOrDefault(letter.To, WatchedState.New);
                _watched[letter.To] = Saved(WatchedDecision.Decide(state, letter.To, message, Policy.Default, this), CareJson.Default.WatchedState);
            }
        }
    }

    private static CareMessage Journaled(CareMessage message)
    {
        var bytes = new ArrayBufferWriter<byte>();
        CareCodec.Encode(message, bytes);
        return CareCodec.Decode(bytes.WrittenSpan);
    }

    private static T Saved<T>(T state, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> json) =>
        JsonSerializer.Deserialize(JsonSerializer.SerializeToUtf8Bytes(state, json), json)!;
}
