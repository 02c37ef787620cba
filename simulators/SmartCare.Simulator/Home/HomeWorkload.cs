using System.Globalization;
using SmartCare.Simulator.Devices;
using SmartCare.Simulator.Fleet;
using SmartCare.Simulator.Life;

namespace SmartCare.Simulator.Home;

/// <summary>The life of the demo home as its devices tell it: heartbeats in real time, evenly spread; events in simulated time.</summary>
internal sealed class HomeWorkload : IWorkload
{
    private const int HeartbeatS = 60;
    private readonly IDeviceNetwork _network;
    private readonly DateTime _start;
    private readonly double _speed;
    private readonly int _seed;
    private readonly PlaceState[] _places = [.. DemoHouse.Places.Select(_ => new PlaceState())];
    private readonly Dictionary<(int Place, DeviceKind Kind), SimDevice> _sensors = [];
    private readonly Dictionary<Resident, SimDevice> _buttons = [];
    private readonly LifeStream _life;
    private readonly TokenClock _heartbeats = new(DemoHouse.Devices.Count / (double)HeartbeatS);
    private readonly TokenClock _budget = new(Limits.HomeRate - DemoHouse.Devices.Count / (double)HeartbeatS);
    private int _n;
    private long _beats;
    private DateTime _simulated;
    private long _presses, _stumbles, _unsaid;

    /// <param name="start">Local time of the home at which the simulation begins.</param>
    public HomeWorkload(IDeviceNetwork network, DateTime start, double speed, int seed)
    {
        (_network, _start, _simulated, _speed, _seed) = (network, start, start, speed, seed);
        foreach (var device in DemoHouse.Devices) _sensors.TryAdd((device.Place, device.Kind), device);
        foreach (var who in DemoHouse.Residents)
        {
            // The two buttons of a room follow each other in the fixed order.
            _buttons[who] = DemoHouse.Devices[_sensors[(who.Place, DeviceKind.Call)].Index + Math.Max(0, who.Bed - 1)];
            _places[who.Place].MoveIn(who, Habits.Of(who, seed), DayPlan.Of(who, DateOnly.FromDateTime(start), seed).At(start.TimeOfDay));
        }

        _life = new LifeStream(DemoHouse.Residents, start, seed);
    }

    public IReadOnlyList<(string Name, string Value)> Notes =>
    [
        ("simulated time", _simulated.ToString("yyyy-MM-dd'T'HH:mm", CultureInfo.InvariantCulture)),
        ("presses", Number(_presses)), ("suspected falls", Number(_stumbles)), ("left unsaid", Number(_unsaid)),
    ];

    public void Step(Moment now)
    {
        _simulated = _start + now.Elapsed * _speed;
        foreach (var e in _life.Until(_simulated)) Tell(e, now);
        for (var due = _heartbeats.DueAt(now.Elapsed); due > 0; due--) Beat(now);
    }

    private void Beat(Moment now)
    {
        _heartbeats.Take();
        // 7 and 380 have no common factor: neighbours in the list beat at different times and everyone has a turn.
        Say(DemoHouse.Devices[(int)(_beats++ * 7 % DemoHouse.Devices.Count)], now);
    }

    private void Tell(in LifeEvent e, Moment now)
    {
        var place = _places[e.Who.Place];
        var sawPresence = place.Presence;
        place.Apply(e);
        switch (e.Kind)
        {
            case LifeEventKind.Pressed:
                _presses++;
                _network.Send(_buttons[e.Who], DeviceVoice.Press(_buttons[e.Who], e.At, now.UnixMs, _seed, _n++));
                break;
            case LifeEventKind.Stumbled or LifeEventKind.Steadied:
                if (e.Kind is LifeEventKind.Stumbled) _stumbles++;
                SendReport(_sensors[(e.Who.Place, DeviceKind.Fall)], now);
                break;
            case LifeEventKind.Turned when sawPresence != place.Presence && !e.Who.LivesAlone:
                SayInBudget(_sensors[(e.Who.Place, DeviceKind.Fall)], now);
                break;
            case LifeEventKind.DoorOpened or LifeEventKind.DoorClosed:
                SayInBudget(_sensors[(e.Who.Place, DeviceKind.Door)], now);
                break;
            case LifeEventKind.Stirred or LifeEventKind.Stilled:
                SayInBudget(_sensors[(e.Who.Place, DeviceKind.Motion)], now);
                break;
        }
    }

    /// <summary>An alarm is sent also when the network is away: it waits in the device's buffer.</summary>
    private void SendReport(SimDevice device, Moment now) =>
        _network.Send(device, DeviceVoice.Report(device, _places[device.Place], _simulated, now.UnixMs, _seed, _n++));

    private void SayInBudget(SimDevice device, Moment now)
    {
        if (_budget.DueAt(now.Elapsed) == 0)
        {
            _unsaid++;
            return;
        }

        _budget.Take();
        Say(device, now);
    }

    /// <summary>What measures and has no network says nothing; the next value will do.</summary>
    private void Say(SimDevice device, Moment now)
    {
        if (_network.IsUp(device)) SendReport(device, now);
        else _unsaid++;
    }

    private static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);
}
