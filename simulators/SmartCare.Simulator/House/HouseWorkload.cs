using System.Globalization;
using SmartCare.Simulator.Devices;
using SmartCare.Simulator.Fleet;
using SmartCare.Simulator.Life;

namespace SmartCare.Simulator.House;

/// <summary>Every device of the house says what it last said once a minute; now and then something happens at one of them, and is over after a while.</summary>
/// <param name="eventsPerHour">Of the whole house; by chance, the same with the same seed.</param>
internal sealed class HouseWorkload(IReadOnlyList<Speaker> speakers, double eventsPerHour, int seed, TextWriter output) : IWorkload
{
    private const int HeartbeatS = 60;
    private readonly TokenClock _heartbeats = new(speakers.Count / (double)HeartbeatS);
    private readonly Speaker[] _eventful = [.. speakers.Where(s => s.Speaks.Events.Count > 0)];
    private readonly PriorityQueue<(Speaker Who, SpokenEvent What), TimeSpan> _endings = new();
    private readonly HashSet<Speaker> _busy = [];
    private Chance _chance = Chance.Of(seed, 11);
    private TimeSpan? _nextEvent;
    private long _beats, _events;

    public IReadOnlyList<(string Name, string Value)> Notes =>
        [("heartbeats", Number(_beats)), ("events", Number(_events)), ("still going on", Number(_endings.Count))];

    public void Step(Moment now)
    {
        while (_endings.TryPeek(out var over, out var at) && at <= now.Elapsed)
        {
            _endings.Dequeue();
            _busy.Remove(over.Who);
            over.Who.Say(over.What.Ends, now);
        }

        _nextEvent ??= now.Elapsed + Pause();
        for (; _nextEvent <= now.Elapsed; _nextEvent += Pause()) Happen(now);
        for (var due = _heartbeats.DueAt(now.Elapsed); due > 0; due--)
        {
            _heartbeats.Take();
            var who = speakers[(int)(_beats++ % speakers.Count)];
            // Its cached state is another one while something goes on there; that is sent again when it is over.
            if (!_busy.Contains(who)) who.Say(null, now);
        }
    }

    private void Happen(Moment now)
    {
        if (_eventful.Length == 0) return;
        var who = _eventful[(int)(_chance.Next() * _eventful.Length)];
        var what = who.Speaks.Events[(int)(_chance.Next() * who.Speaks.Events.Count)];
        var lasts = TimeSpan.FromSeconds(_chance.Between(3, 20));
        if (!_busy.Add(who)) return;
        _events++;
        who.Say(what.Says, now);
        _endings.Enqueue((who, what), now.Elapsed + lasts);
        output.WriteLine($"{who.Device.Id}{(who.Gateway is null ? "" : $" through {who.Gateway.Id}")}: {what.Name}{(what.Raises is null ? "" : $" → {what.Raises}")}");
    }

    /// <summary>Events know nothing of each other: exponential.</summary>
    private TimeSpan Pause() => eventsPerHour <= 0 ? TimeSpan.FromDays(10_000) : TimeSpan.FromHours(-Math.Log(1 - _chance.Next()) / eventsPerHour);

    private static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);
}
