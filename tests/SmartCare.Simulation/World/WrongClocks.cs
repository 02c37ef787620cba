namespace SmartCare.Simulation.World;

/// <summary>Somebody sets the clock of the machine wrong, and sometimes right again: an hour, ten years, half a minute to and fro; also while the silo is
/// down, and before its first start.</summary>
internal sealed class WrongClocks
{
    private const long TenYears = 3_652 * Spans.Day;

    private static readonly long[][] s_themes =
    [
        [Spans.Hour, -Spans.Hour], [TenYears, -TenYears], [30 * Spans.Second, -30 * Spans.Second],
        [Spans.Hour, -Spans.Hour, TenYears, -TenYears, 30 * Spans.Second, -30 * Spans.Second],
    ];

    private readonly Run _run;
    private readonly bool _isOnlySetBack;
    private readonly long[] _steps;
    private Chance _chance;

    /// <param name="isOnlySetBack">By an hour, and never put right: a bug that waits for that is given it.</param>
    public WrongClocks(Run run, bool isOnlySetBack)
    {
        (_run, _isOnlySetBack, _chance) = (run, isOnlySetBack, Chance.Of(run.Seed, 10));
        _steps = s_themes[_chance.Below(s_themes.Length)];
        if (isOnlySetBack)
        {
            Later(_chance.Wait(3 * Spans.Hour), () => Set(-Spans.Hour));
            return;
        }

        if (_chance.Happens(0.3)) Set(Any());
        Schedule();
    }

    /// <summary>The silo is down: the battery of the clock may be empty, or somebody has put it right.</summary>
    public void PerhapsSet()
    {
        if (!_isOnlySetBack && _chance.Happens(0.3)) Set(_chance.Happens(0.5) ? 0 : Any());
    }

    private void Schedule() => Later(_chance.Wait(3 * Spans.Hour), () =>
    {
        Set(Any());
        if (Math.Abs(_run.Wall.AheadMs) < Spans.Minute) ToAndFro(_chance.Below(20));
        else if (_chance.Happens(0.8)) Later(_chance.Happens(0.5) ? _chance.Between(1, 600) * Spans.Second : _chance.Between(10, 240) * Spans.Minute, () => Set(0));
        Schedule();
    });

    private void ToAndFro(int times)
    {
        if (times > 0)
            Later(_chance.Between(1, 60) * Spans.Second, () =>
            {
                Set(-_run.Wall.AheadMs);
                ToAndFro(times - 1);
            });
        else Later(_chance.Between(1, 60) * Spans.Second, () => Set(0));
    }

    private long Any() => _steps[_chance.Below(_steps.Length)];

    private void Set(long aheadMs)
    {
        _run.Wall.AheadMs = aheadMs;
        _run.ClockStepped();
    }

    private void Later(long delay, Action deed) => _run.Agenda.Add(_run.Agenda.NowMs + delay, deed);
}
