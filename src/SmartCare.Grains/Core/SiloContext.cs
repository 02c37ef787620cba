using SmartCare.Domain.Rules;
using SmartCare.Grains.Commit;
using SmartCare.Grains.Store;

namespace SmartCare.Grains.Core;

/// <summary>What a grain must know of the silo that it lives in.</summary>
/// <param name="Queue">Takes its records to the store.</param>
/// <param name="ListeningSinceMs">Since when somebody has listened for a grain whose row was written by this stream, or by none (null): Unix ms. For
/// what another silo wrote that died, since this one noticed it.</param>
/// <param name="Stream">The one that it writes.</param>
public sealed record SiloContext(Policy Policy, GrainKinds Kinds, IRecordQueue Queue, int Stream, Func<int?, long> ListeningSinceMs)
{
    /// <summary>The numbers that every grain decides by, from its next message on.</summary>
    public Policy Policy { get; internal set; } = Policy;

    /// <summary>Did another silo write it?</summary>
    public bool IsStrange(GrainRow row) => row.Version > 0 && row.Writer != Stream;
}
