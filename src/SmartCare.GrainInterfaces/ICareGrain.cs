namespace SmartCare.GrainInterfaces;

/// <summary>What every elder, device, place and site can be asked.</summary>
public interface ICareGrain : IGrainWithStringKey
{
    /// <summary>Its time has come, or its letters wait: it looks, and is in memory afterwards.</summary>
    [Alias("wake")]
    Task Wake();

    /// <summary>Forgets a record that was never used.</summary>
    [Alias("unregister")]
    Task<CommandOutcome> Unregister(string by);
}
