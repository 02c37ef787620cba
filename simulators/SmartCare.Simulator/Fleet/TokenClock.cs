namespace SmartCare.Simulator.Fleet;

/// <summary>How many messages are due by now at an even rate. What could not be sent in time is held back, not piled up for one burst.</summary>
internal sealed class TokenClock(double perSecond)
{
    /// <summary>A stalled turn is made up for; a stalled server is not.</summary>
    private readonly long _mostAtOnce = Math.Max(1, (long)(perSecond / 2));
    private long _taken;

    public long HeldBack { get; private set; }

    public int DueAt(TimeSpan elapsed)
    {
        // A little more than exact: 0.58 s at 50/s are 29, not 28.999.
        var due = (long)(elapsed.TotalSeconds * perSecond + 1e-6) - _taken;
        if (due > _mostAtOnce)
        {
            HeldBack += due - _mostAtOnce;
            _taken += due - _mostAtOnce;
            due = _mostAtOnce;
        }

        return (int)Math.Max(due, 0);
    }

    public void Take() => _taken++;
}
