using SmartCare.Grains.Silo;
using SmartCare.Series;
using SmartCare.Server.Notices;

namespace SmartCare.Server.Operations;

/// <param name="Ok">Nothing is wrong anywhere.</param>
internal sealed record HealthView(bool Ok, IReadOnlyList<string> Problems);

/// <param name="Ready">The alarm path works from the socket to the wall.</param>
internal sealed record ReadyView(bool Ready, IReadOnlyList<string> Problems);

/// <summary>What does not work just now, in words for the people at the wall.</summary>
internal sealed class Health(CareSilo silo, WatchClock clock, SeriesFeed series, NoticeHealth notices, StoreHealth store, KeyHealth keys)
{
    private volatile bool _isStarted;

    /// <summary>Everything that belongs to a start is done: devices are let in.</summary>
    public void Started() => _isStarted = true;

    public HealthView Now
    {
        get
        {
            var problems = new List<string>();
            if (!_isStarted) problems.Add("starting");
            if (silo.Trouble is { } trouble) problems.Add(trouble);
            if (clock.Trouble is { } wrong) problems.Add(wrong);
            if (!series.Healthy) problems.Add("series: the store is away; charts lag, alarms do not");
            problems.AddRange(notices.Problems);
            if (keys.Trouble is { } locked) problems.Add(locked);
            problems.AddRange(store.Problems);
            return new HealthView(problems.Count == 0, problems);
        }
    }

    /// <summary>The series is not in the alarm's way: a silo without it is ready all the same.</summary>
    public ReadyView Ready => new(_isStarted && silo.Trouble is null && keys.Trouble is null, Now.Problems);
}
