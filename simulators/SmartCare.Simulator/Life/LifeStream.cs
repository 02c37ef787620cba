namespace SmartCare.Simulator.Life;

/// <summary>The life of the whole house as one stream in order of time, made a day per elder ahead.</summary>
internal sealed class LifeStream
{
    private readonly int _seed;
    private readonly PriorityQueue<Cursor, DateTime> _next = new();

    private sealed class Cursor(Resident who, DateOnly day)
    {
        public Resident Who => who;
        public DateOnly Day { get; set; } = day;
        public List<LifeEvent> Events { get; set; } = [];
        public int Index { get; set; }
    }

    public LifeStream(IEnumerable<Resident> residents, DateTime start, int seed)
    {
        _seed = seed;
        foreach (var who in residents)
        {
            var cursor = new Cursor(who, DateOnly.FromDateTime(start)) { Events = LifeDay.Of(who, DateOnly.FromDateTime(start), seed) };
            cursor.Index = cursor.Events.FindIndex(e => e.At > start);
            if (cursor.Index < 0) TurnPage(cursor);
            _next.Enqueue(cursor, cursor.Events[cursor.Index].At);
        }
    }

    /// <summary>Everything up to and including <paramref name="now"/> that was not told before.</summary>
    public IEnumerable<LifeEvent> Until(DateTime now)
    {
        while (_next.TryPeek(out var cursor, out var at) && at <= now)
        {
            yield return cursor.Events[cursor.Index++];
            if (cursor.Index == cursor.Events.Count) TurnPage(cursor);
            _next.DequeueEnqueue(cursor, cursor.Events[cursor.Index].At);
        }
    }

    /// <summary>Every day has events: one gets up and goes to bed.</summary>
    private void TurnPage(Cursor cursor)
    {
        cursor.Day = cursor.Day.AddDays(1);
        cursor.Events = LifeDay.Of(cursor.Who, cursor.Day, _seed);
        cursor.Index = 0;
    }
}
