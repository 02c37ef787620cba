namespace SmartCare.Grains.Commit;

/// <summary>Many producers, one consumer that takes everything there is at once: what was decided while it worked is its next group.</summary>
internal sealed class RecordQueue
{
    private readonly object _gate = new();
    private List<GrainRecord> _waiting = [];
    private CommitTicket _ticket = new();
    private int _impatient;
    private bool _closed;

    public void Add(GrainRecord record)
    {
        lock (_gate)
        {
            record.Ticket = _ticket;
            _waiting.Add(record);
            if (!record.IsPatient && ++_impatient == 1) Monitor.Pulse(_gate);
        }
    }

    public void Close()
    {
        lock (_gate)
        {
            _closed = true;
            Monitor.Pulse(_gate);
        }
    }

    /// <summary>Moves what is waiting into <paramref name="taken"/> (cleared first); waits up to <paramref name="timeoutMs"/> (-1: without end) for
    /// the first that somebody waits for.</summary>
    /// <returns>False when the queue is closed and empty.</returns>
    public bool Take(ref List<GrainRecord> taken, int timeoutMs)
    {
        taken.Clear();
        lock (_gate)
        {
            if (_impatient == 0 && !_closed && timeoutMs != 0) Wait(timeoutMs);
            if (_waiting.Count > 0)
            {
                // The lists change places: producers do not wait while thousands of records are copied.
                (taken, _waiting) = (_waiting, taken);
                (_ticket, _impatient) = (new CommitTicket(), 0);
            }

            return taken.Count > 0 || !_closed;
        }
    }

    private void Wait(int timeoutMs)
    {
        if (_waiting.Count > 0) timeoutMs = timeoutMs < 0 ? Limits.PatienceMs : Math.Min(timeoutMs, Limits.PatienceMs);
        // A patient one that comes meanwhile does not wake it, so it looks now and then.
        else if (timeoutMs < 0) timeoutMs = Limits.PatienceMs;
        Monitor.Wait(_gate, timeoutMs);
    }
}
