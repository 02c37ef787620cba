namespace SmartCare.Simulator.Life;

internal enum LifeEventKind
{
    /// <summary>Does something else now.</summary>
    Turned,
    DoorOpened, DoorClosed,

    /// <summary>Moves about at home, and is still again.</summary>
    Stirred, Stilled,
    Pressed,

    /// <summary>The radar suspects a fall, and takes it back.</summary>
    Stumbled, Steadied,
}

/// <summary>Something that a sensor can notice.</summary>
/// <param name="At">Local time of the simulated home.</param>
/// <param name="Activity">What the elder does from then on; meant by <see cref="LifeEventKind.Turned"/> only.</param>
internal readonly record struct LifeEvent(DateTime At, Resident Who, LifeEventKind Kind, Activity Activity = default);
