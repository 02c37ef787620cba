namespace SmartCare.Simulator.Fleet;

/// <summary>One read of the clocks per turn of the loop, handed to everyone in that turn.</summary>
/// <param name="Elapsed">Since the run began.</param>
/// <param name="UnixMs">What devices put into <c>ts</c>.</param>
internal readonly record struct Moment(TimeSpan Elapsed, long UnixMs);

/// <summary>What is to be sent, decided a turn at a time.</summary>
internal interface IWorkload
{
    void Step(Moment now);

    /// <summary>What it wants to add to the progress and the summary.</summary>
    IReadOnlyList<(string Name, string Value)> Notes { get; }
}
