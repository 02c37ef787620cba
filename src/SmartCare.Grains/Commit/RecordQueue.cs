namespace SmartCare.Grains.Commit;

/// <summary>Many producers, one consumer that takes everything there is at once: what was decided while it worked is its next group.</summary>
internal sealed class RecordQueue
{
    private readonly object _gate = new();
    private List<GrainRecord> _waiting = [];
    private CommitTicket _ticket = new();
    private int _impatient, _usual, _wanted = 1;
    private bool _closed;

    public void Add(GrainRecord record)
    {
        lock (_gate)
        {
            record.Ticket = _ticket;
            _waiting.Add(record);
            if (!record.IsPatient && ++_impatient == _wanted) Monitor.Pulse(_gate);
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

    /// <summary>Lets records gather, for <paramref name="timeoutMs"/> at most: until as many have come as the greater of the last groups held. Whoever waits
    /// for acknowledgements before it goes on sends no more until then.</summary>
    /// <param name="taken">Records of the last group.</param>
    public void Gather(int taken, int timeoutMs)
    {
        lock (_gate)
        {
            // An eighth less each time, so that one great group is soon forgotten.
            _usual = Math.Max(taken, _usual - (_usual + 7) / 8);
            if (_impatient >= _usual || _closed) return;
            _wanted = _usual;
            Monitor.Wait(_gate, timeoutMs);
            _wanted = 1;
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
