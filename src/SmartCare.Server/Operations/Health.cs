using SmartCare.Grains.Silo;
using SmartCare.Series;
using SmartCare.Server.Notices;
using SmartCare.Server.Upstreams;
using SmartCare.Server.Webhooks;

namespace SmartCare.Server.Operations;

/// <param name="Ok">Nothing is wrong anywhere.</param>
internal sealed record HealthView(bool Ok, IReadOnlyList<string> Problems);

/// <param name="Ready">The alarm path works from the socket to the wall.</param>
/// <param name="Notes">What works and should not stay so.</param>
internal sealed record ReadyView(bool Ready, IReadOnlyList<string> Problems, IReadOnlyList<string> Notes);

/// <summary>What does not work just now, in words for the people at the wall.</summary>
internal sealed class Health(CareSilo silo, WatchClock clock, SeriesFeed series, NoticeHealth notices, StoreHealth store, KeyHealth keys, UpstreamWatch upstreams, Couriers webhooks, Settings settings)
{
    private readonly IReadOnlyList<string> _notes = Exposure.Of(settings);
    private readonly TaskCompletionSource _started = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private bool IsStarted => _started.Task.IsCompleted;

    /// <summary>Everything that belongs to a start is done: devices are let in.</summary>
    public void Started() => _started.TrySetResult();

    public Task WhenStarted => _started.Task;

    public HealthView Now
    {
        get
        {
            var problems = Problems(inFull: true);
            return new HealthView(problems.Count == 0, problems);
        }
    }

    /// <summary>The series is not in the alarm's way: a silo without it is ready all the same.</summary>
    /// <param name="inFull">Also what outside hosts answered, which is not for strangers.</param>
    public ReadyView Ready(bool inFull) => new(IsStarted && silo.Trouble is null && keys.Trouble is null, Problems(inFull), _notes);

    private List<string> Problems(bool inFull)
    {
        var problems = new List<string>();
        if (!IsStarted) problems.Add("starting");
        if (silo.Trouble is { } trouble) problems.Add(trouble);
        if (clock.Trouble is { } wrong) problems.Add(wrong);
        if (!series.Healthy) problems.Add("series: the store is away; charts lag, alarms do not");
        if (series.IsRefused) problems.Add($"series: the store refuses points; charts lack them, alarms do not ({series.LeftOut} since the start; series-refused.jsonl in the data folder has them, with its words)");
        if (series.Trouble is { } unkept) problems.Add(inFull ? $"series: {unkept}" : "series: the server does not take how long points are kept");
        problems.AddRange(notices.Problems(inFull));
        problems.AddRange(upstreams.Problems(inFull));
        problems.AddRange(webhooks.Problems(inFull));
        if (keys.Trouble is { } locked) problems.Add(locked);
        problems.AddRange(store.Problems);
        return problems;
    }
}
