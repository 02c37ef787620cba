namespace SmartCare.Testing;

/// <summary>When a silo was down, for judging what was late: nobody can be told while it is.</summary>
internal sealed class Outages
{
    private readonly List<(DateTimeOffset From, DateTimeOffset Until)> _all = [];

    public void Begin(DateTimeOffset at) => _all.Add((at, DateTimeOffset.MaxValue));

    /// <summary>Of a first start there is none to end.</summary>
    public void End(DateTimeOffset at)
    {
        if (_all.Count > 0) _all[^1] = (_all[^1].From, at);
    }

    public bool Covers(DateTimeOffset instant) => _all.Exists(o => o.From <= instant && instant < o.Until);

    /// <summary>How long what was due was not done although the silo was up. A start does it even before its ports are open: then zero.</summary>
    public TimeSpan Late(DateTimeOffset due, DateTimeOffset done)
    {
        var down = _all.Select(o => (Min(o.Until, done) - Max(o.From, due)).Ticks).Where(t => t > 0).Sum();
        return TimeSpan.FromTicks(Math.Max(0, (done - due).Ticks - down));
    }

    /// <summary>For whoever has to find out why something was late: when the silo was down from shortly before to the end.</summary>
    public string Between(DateTimeOffset due, DateTimeOffset done) => string.Join(", ", _all.Where(o => o.Until > due.AddSeconds(-1) && o.From < done)
        .Select(o => $"down {(o.From - due).TotalSeconds:0.0} to {(o.Until - due).TotalSeconds:0.0} s"));

    private static DateTimeOffset Min(DateTimeOffset a, DateTimeOffset b) => a < b ? a : b;

    private static DateTimeOffset Max(DateTimeOffset a, DateTimeOffset b) => a > b ? a : b;
}
