using System.Diagnostics;
using SmartCare.Simulator.Api;

namespace SmartCare.Simulator.Staff;

/// <summary>Somebody at a wall or a telephone, who answers as people do: after a while, one thing after the other.</summary>
/// <param name="answers">To an alert that is open.</param>
/// <param name="speed">How much faster than a person.</param>
internal sealed class Person(CareApi api, Func<string, IReadOnlyList<Answer>> answers, double speed, TextWriter output)
{
    private readonly PriorityQueue<(string Alert, IReadOnlyList<Answer> Answers, int Next), TimeSpan> _due = new();
    private readonly HashSet<string> _begun = [];
    private readonly long _began = Stopwatch.GetTimestamp();

    public int Done { get; private set; }

    /// <summary>Until it is told to stop, or the hub is gone.</summary>
    /// <returns>False when the hub went.</returns>
    public async Task<bool> LiveAsync(CancellationToken stop)
    {
        using var looks = new PeriodicTimer(Limits.Look);
        try
        {
            do
            {
                while (api.Changes.TryRead(out var change)) Hear(change);
                while (_due.TryPeek(out _, out var at) && at <= Stopwatch.GetElapsedTime(_began)) await DoAsync(_due.Dequeue()).ConfigureAwait(false);
                if (api.Changes.Completion.IsCompleted) return false;
            }
            while (await looks.WaitForNextTickAsync(stop).ConfigureAwait(false));
        }
        catch (OperationCanceledException)
        {
            // Told to stop.
        }
        return true;
    }

    private void Hear(AlertChange change)
    {
        if (change.State == "resolved") _begun.Remove(change.Id);
        // One that came back is answered anew.
        if (change.State != "open" || (!_begun.Add(change.Id) && !change.Whats.Any(w => w is "returned" or "reopened"))) return;
        Plan(change.Id, answers(change.Id), 0);
    }

    private void Plan(string alert, IReadOnlyList<Answer> all, int next)
    {
        if (next < all.Count) _due.Enqueue((alert, all, next), Stopwatch.GetElapsedTime(_began) + TimeSpan.FromSeconds(all[next].AfterS / speed));
    }

    private async Task DoAsync((string Alert, IReadOnlyList<Answer> Answers, int Next) due)
    {
        var answer = due.Answers[due.Next];
        var isTaken = await (answer.Kind switch
        {
            AnswerKind.Acknowledge => api.TryAsync("Acknowledge", due.Alert),
            AnswerKind.Arrive => api.TryAsync("Arrive", due.Alert),
            AnswerKind.Resolve => api.TryAsync("Resolve", due.Alert, answer.Outcome, null),
            _ => api.TryNoteAsync(due.Alert, "已看到，正在联系 Seen, I am calling."),
        }).ConfigureAwait(false);
        await output.WriteLineAsync($"{api.User}: {answer.Kind.ToString().ToLowerInvariant()} {due.Alert}{(isTaken ? "" : ": the house says no")}").ConfigureAwait(false);
        if (isTaken) Done++;
        // Another has answered it: whatever this one had in mind comes too late.
        if (isTaken) Plan(due.Alert, due.Answers, due.Next + 1);
    }
}
