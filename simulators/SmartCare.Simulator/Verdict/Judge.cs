using System.Diagnostics;
using System.Globalization;
using SmartCare.Simulator.Api;

namespace SmartCare.Simulator.Verdict;

/// <summary>Holds what the hub showed against what a script said that it must.</summary>
/// <param name="changes">What the hub shows; completed when it is gone.</param>
internal sealed class Judge(System.Threading.Channels.ChannelReader<AlertChange> changes)
{
    private readonly List<AlertChange> _seen = [];

    /// <summary>Of those that are about devices of the script.</summary>
    public IReadOnlyList<AlertChange> Seen => _seen;

    /// <summary>Waits for each that must come, at most as long as it may take, and for the end of each silence.</summary>
    /// <param name="playedAt"><see cref="Stopwatch.GetTimestamp"/> of its step.</param>
    /// <returns>True when all came that must, and nothing that must not.</returns>
    public async Task<bool> RuleAsync(IReadOnlyList<(Expectation What, long PlayedAt)> expectations, TextWriter output)
    {
        var isGood = expectations.Count > 0;
        foreach (var (what, playedAt) in expectations.OrderBy(e => DeadlineOf(e.What, e.PlayedAt)))
        {
            var shown = await FindAsync(what, playedAt).ConfigureAwait(false);
            var isMet = shown is null == what.IsNever;
            isGood &= isMet;
            output.WriteLine($"{(isMet ? "as it must be" : "NOT AS IT MUST BE")}  {what.Title}: {Told(what, playedAt, shown)}");
        }
        return isGood;
    }

    private async Task<AlertChange?> FindAsync(Expectation what, long playedAt)
    {
        var deadline = DeadlineOf(what, playedAt);
        for (var next = 0; ; next++)
        {
            if (next == _seen.Count && !await HearAsync(deadline).ConfigureAwait(false)) return null;
            if (_seen[next].ShownAt > playedAt && _seen[next].ShownAt <= deadline && what.Fits(_seen[next])) return _seen[next];
        }
    }

    /// <returns>False: nothing more came until then.</returns>
    private async Task<bool> HearAsync(long deadline)
    {
        if (changes.TryRead(out var change) is false)
        {
            var left = Stopwatch.GetElapsedTime(Stopwatch.GetTimestamp(), deadline);
            if (left <= TimeSpan.Zero) return false;
            using var patience = new CancellationTokenSource(left);
            try
            {
                change = await changes.ReadAsync(patience.Token).ConfigureAwait(false);
            }
            catch (Exception e) when (e is OperationCanceledException or System.Threading.Channels.ChannelClosedException)
            {
                return false;
            }
        }
        _seen.Add(change!);
        return true;
    }

    private static long DeadlineOf(Expectation what, long playedAt) => playedAt + (long)(what.WithinS * Stopwatch.Frequency);

    private static string Told(Expectation what, long playedAt, AlertChange? shown) => shown is null
        ? string.Create(CultureInfo.InvariantCulture, $"nothing in {what.WithinS:0.#} s")
        : string.Create(CultureInfo.InvariantCulture, $"{string.Join(", ", shown.Whats)} after {Stopwatch.GetElapsedTime(playedAt, shown.ShownAt).TotalSeconds:0.00} s, {shown.State}, x{shown.Occurrences}");
}
