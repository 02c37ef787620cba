namespace SmartCare.Simulation.Silo;

/// <summary>A disk with bad days: full for a while, slow to come back, silent about what it did; and a power plug.</summary>
internal sealed class Disk(Agenda agenda, long seed, double meanTroubleMs)
{
    private Chance _chance = Chance.Of(seed, 3);
    private long _fullUntil, _troubleAt;

    /// <summary>Nothing goes wrong any more.</summary>
    public bool IsCalm { get; set; }

    public long HangMs { get; private set; }

    public DiskAnswer Answer()
    {
        var nowMs = agenda.NowMs;
        if (IsCalm) return DiskAnswer.Fine;
        if (_troubleAt == 0) _troubleAt = nowMs + _chance.Wait(meanTroubleMs);
        if (nowMs >= _troubleAt)
        {
            _troubleAt = nowMs + _chance.Wait(meanTroubleMs);
            switch (_chance.Below(8))
            {
                case 0 or 1: return DiskAnswer.CrashBefore;
                case 2 or 3: return DiskAnswer.CrashAfter;
                case 4: return DiskAnswer.Unknown;
                case 5:
                    HangMs = _chance.Between(500, 30_000);
                    return DiskAnswer.Hang;
                default:
                    _fullUntil = nowMs + _chance.Wait(2 * Spans.Minute);
                    // A full disk is often followed by an impatient restart.
                    if (_chance.Happens(0.3)) _troubleAt = nowMs + _chance.Between(1, 60_000);
                    break;
            }
        }

        return nowMs < _fullUntil ? DiskAnswer.Full : DiskAnswer.Fine;
    }
}
