using System.Globalization;

namespace SmartCare.Simulator.Report;

/// <summary>The end of a run: a few lines for people, and a last line for programs.</summary>
/// <param name="Lost">Sent and never acknowledged.</param>
internal sealed record Summary(
    string Title, TimeSpan Took, int ConnectionsWanted, int EverConnected, long Sent, long Acknowledged, long Lost, long Reconnects,
    double P50Ms, double P99Ms)
{
    public IReadOnlyList<(string Name, string Value)> Notes { get; init; } = [];

    public int ExitCode => Lost == 0 && EverConnected == ConnectionsWanted ? ExitCodes.Good : ExitCodes.Bad;

    public string LastLine => string.Create(
        CultureInfo.InvariantCulture,
        $"sent={Sent} acknowledged={Acknowledged} lost={Lost} reconnects={Reconnects} p50_ms={P50Ms:0.00} p99_ms={P99Ms:0.00}");

    public void Write(TextWriter output, string? lastTrouble)
    {
        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{Title}: {Took.TotalSeconds:0.0} s, {EverConnected} of {ConnectionsWanted} connections, {Sent / Math.Max(Took.TotalSeconds, 0.001):0} messages/s"));
        foreach (var (name, value) in Notes) output.WriteLine($"  {name}: {value}");
        if (lastTrouble is not null) output.WriteLine($"  last trouble: {lastTrouble}");
        output.WriteLine(LastLine);
    }
}
