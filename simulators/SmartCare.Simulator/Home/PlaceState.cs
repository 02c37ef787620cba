using SmartCare.Simulator.Devices;
using SmartCare.Simulator.Life;

namespace SmartCare.Simulator.Home;

/// <summary>What the sensors of one room or home would see now.</summary>
internal sealed class PlaceState
{
    private readonly List<(Resident Who, Habits Habits, Activity Doing)> _residents = [];

    public bool DoorOpen { get; private set; }
    public bool Stirring { get; private set; }
    public string Fall { get; private set; } = FallRadar.None;

    public bool Presence => _residents.Exists(r => r.Doing.IsInSight(r.Who.LivesAlone));

    /// <summary>Who lies still, if anyone; the radar follows one.</summary>
    public (Habits Habits, Activity Doing)? Resting => _residents.Find(r => r.Doing.IsResting()) is { Who: not null } r ? (r.Habits, r.Doing) : null;

    public void MoveIn(Resident who, Habits habits, Activity doing) => _residents.Add((who, habits, doing));

    public void Apply(in LifeEvent e)
    {
        var who = e.Who;
        switch (e.Kind)
        {
            case LifeEventKind.Turned:
                var index = _residents.FindIndex(r => r.Who == who);
                _residents[index] = _residents[index] with { Doing = e.Activity };
                break;
            case LifeEventKind.DoorOpened or LifeEventKind.DoorClosed:
                DoorOpen = e.Kind is LifeEventKind.DoorOpened;
                break;
            case LifeEventKind.Stirred or LifeEventKind.Stilled:
                Stirring = e.Kind is LifeEventKind.Stirred;
                break;
            case LifeEventKind.Stumbled or LifeEventKind.Steadied:
                Fall = e.Kind is LifeEventKind.Stumbled ? FallRadar.Suspected : FallRadar.None;
                break;
        }
    }
}
