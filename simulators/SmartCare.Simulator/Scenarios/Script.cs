using SmartCare.Simulator.Devices;
using SmartCare.Simulator.Verdict;

namespace SmartCare.Simulator.Scenarios;

/// <summary>What a script makes its devices do.</summary>
internal abstract record Act
{
    /// <param name="PayloadAt">The payload for a device time in Unix ms.</param>
    public sealed record Say(SimDevice Device, Func<long, byte[]> PayloadAt) : Act;

    public sealed record PowerOff : Act;

    public sealed record PowerOn : Act;

    public sealed record Nothing : Act;
}

/// <summary>One line of a script.</summary>
/// <param name="At">After the beginning.</param>
/// <param name="Did">What happens in the home.</param>
/// <param name="Wall">What should be seen on the wall then; null: nothing worth a word.</param>
internal sealed record Step(TimeSpan At, string Did, string? Wall, Act Act)
{
    /// <summary>What the hub must show of it, or must not.</summary>
    public IReadOnlyList<Expectation> Expected { get; init; } = [];
}

/// <summary>A short story that ends as it began, so that it can be told again.</summary>
/// <param name="PlugsIn">The devices greet and leave a will, in place of those of a running home.</param>
internal sealed record Script(string Title, IReadOnlyList<SimDevice> Devices, IReadOnlyList<Step> Steps, bool PlugsIn = false)
{
    public TimeSpan Length => Steps[^1].At + TimeSpan.FromSeconds(1);
}
