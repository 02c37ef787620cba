namespace SmartCare.GrainInterfaces;

/// <summary>Wakes whoever is due or has letters waiting and is not in memory; the key is a partition's number.</summary>
[Alias("smartcare.due-clock")]
public interface IDueClockGrain : IGrainWithIntegerKey
{
    /// <summary>Told by every silo several times a second: so the clock runs as long as one of them lives.</summary>
    [Alias("pulse")]
    Task Pulse();
}
