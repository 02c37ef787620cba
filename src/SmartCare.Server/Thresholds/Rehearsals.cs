using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Serialization;
using SmartCare.Domain.Words;
using SmartCare.Server.Operations;
using SmartCare.Server.Rehearsal;

namespace SmartCare.Server.Thresholds;

[JsonConverter(typeof(LowerCaseEnum<RehearsalState>))]
internal enum RehearsalState
{
    Running, Done, Failed,
}

/// <param name="Result">Null until it is done.</param>
/// <param name="Why">Of one that failed.</param>
internal sealed record RehearsalView(string Id, RehearsalState State, int Days, DateTimeOffset StartedAt, RehearsalResult? Result, string? Why);

/// <summary>
/// Rehearsals that somebody asked for at a page: the last days lived once more under other thresholds. By another process, with a low priority and a bounded
/// memory: whatever a month's journal takes, the watch loses neither its turn nor its room.
/// </summary>
internal sealed partial class Rehearsals(DataFolder folder, TimeProvider time, ILogger<Rehearsals> log) : IDisposable
{
    /// <summary>Kept to be looked at until the next start.</summary>
    private const int MostKept = 20;

    /// <summary>A gigabyte: forty thousand grains and a day's batches take a quarter of it.</summary>
    private const string MostMemory = "0x40000000";

    /// <summary>A month of a district. Whoever asks for more has the command.</summary>
    private static readonly TimeSpan s_longest = TimeSpan.FromMinutes(30);

    private readonly LinkedList<RehearsalView> _kept = [];
    private readonly CancellationTokenSource _stopping = new();
    private long _number;

    /// <summary>Ends with the last one that was begun.</summary>
    internal Task Ended { get; private set; } = Task.CompletedTask;

    public RehearsalView? Find(string id)
    {
        lock (_kept) return _kept.FirstOrDefault(r => r.Id == id);
    }

    /// <returns>Null: another one runs.</returns>
    public RehearsalView? Begin(IReadOnlyDictionary<string, double> before, IReadOnlyDictionary<string, double> after, int days, bool trialDecides)
    {
        lock (_kept)
        {
            if (_kept.First?.Value.State is RehearsalState.Running) return null;
            var begun = new RehearsalView($"r-{++_number}", RehearsalState.Running, days, time.GetUtcNow(), null, null);
            _kept.AddFirst(begun);
            if (_kept.Count > MostKept) _kept.RemoveLast();
            Ended = RunAsync(begun, before, after, trialDecides);
            return begun;
        }
    }

    public void Dispose()
    {
        _stopping.Cancel();
        _stopping.Dispose();
    }

    private async Task RunAsync(RehearsalView begun, IReadOnlyDictionary<string, double> before, IReadOnlyDictionary<string, double> after, bool trialDecides)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(_stopping.Token);
        limit.CancelAfter(s_longest);
        RehearsalView ended;
        try
        {
            ended = begun with { State = RehearsalState.Done, Result = await LiveAsync(before, after, trialDecides, begun.StartedAt.AddDays(-begun.Days), limit.Token) };
        }
        catch (Exception error) when (error is InvalidOperationException or JsonException or OperationCanceledException or IOException or System.ComponentModel.Win32Exception)
        {
            LogFailed(error);
            ended = begun with { State = RehearsalState.Failed, Why = error is OperationCanceledException ? "It took too long, or the silo stopped." : error.Message };
        }

        lock (_kept)
            if (_kept.Find(begun) is { } place) place.Value = ended;
    }

    private async Task<RehearsalResult> LiveAsync(
        IReadOnlyDictionary<string, double> before, IReadOnlyDictionary<string, double> after, bool trialDecides, DateTimeOffset from, CancellationToken cancellation)
    {
        using var process = Process.Start(new ProcessStartInfo("dotnet")
        {
            ArgumentList =
            {
                typeof(Rehearsals).Assembly.Location, RehearseCommand.Name, $"--Data:Path={folder.Path}", $"--thresholds={JsonSerializer.Serialize(after)}",
                $"--before={JsonSerializer.Serialize(before)}", $"--from={from.UtcDateTime:O}",
                $"--trial={(trialDecides ? "true" : "false")}", "--json=true",
            },
            Environment = { ["DOTNET_GCHeapHardLimit"] = MostMemory },
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        await using var killing = cancellation.Register(() => Kill(process));
        Lower(process);
        var (said, wrong) = (process.StandardOutput.ReadToEndAsync(CancellationToken.None), process.StandardError.ReadToEndAsync(CancellationToken.None));
        await process.WaitForExitAsync(CancellationToken.None);
        cancellation.ThrowIfCancellationRequested();
        if (process.ExitCode != 0) throw new InvalidOperationException((await wrong).Split('\n')[0]);
        return JsonSerializer.Deserialize<RehearsalResult>(await said, RehearsalResult.Json)!;
    }

    private static void Lower(Process process)
    {
        try
        {
            process.PriorityClass = ProcessPriorityClass.BelowNormal;
        }
        catch (Exception gone) when (gone is InvalidOperationException or System.ComponentModel.Win32Exception)
        {
            // It is over already.
        }
    }

    private static void Kill(Process process)
    {
        try
        {
            process.Kill();
        }
        catch (InvalidOperationException)
        {
            // It is over already.
        }
    }

    [LoggerMessage(1, LogLevel.Warning, "A rehearsal of other thresholds failed.")]
    private partial void LogFailed(Exception why);
}
