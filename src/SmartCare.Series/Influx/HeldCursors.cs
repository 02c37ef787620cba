namespace SmartCare.Series;

/// <summary>Cursors of a server that confirms before it keeps: each moves once the server has lived so long after the batch that it must be on its disk.</summary>
sealed class HeldCursors(IInfluxServer server, TimeProvider time)
{
    readonly Queue<(SeriesCursor Cursor, long At)> _held = [];
    string? _life;
    long _askedAt;
    bool _suspect = true;

    /// <summary>The server did not answer: who answers next may be another process.</summary>
    public void Suspect() => _suspect = true;

    /// <summary>Before a batch is written.</summary>
    /// <returns>The cursors whose points are kept, in order.</returns>
    /// <exception cref="SeriesLostException">It was started anew, and what is held may be lost.</exception>
    public async Task<IReadOnlyList<SeriesCursor>> KeptAsync(CancellationToken ct)
    {
        if (!_suspect && time.GetElapsedTime(_askedAt) < Limits.BetweenLifeChecks) return [];
        var life = await server.LifeAsync(ct);
        var lost = _life is not null && life != _life && _held.Count > 0;
        (_life, _askedAt, _suspect) = (life, time.GetTimestamp(), false);
        if (lost)
        {
            _held.Clear();
            throw new SeriesLostException("the server was started anew, and may not have kept what it had confirmed last");
        }

        var kept = new List<SeriesCursor>();
        while (_held.TryPeek(out var oldest) && time.GetElapsedTime(oldest.At) >= Limits.KeptAfter) kept.Add(_held.Dequeue().Cursor);
        return kept;
    }

    public void Hold(SeriesCursor cursor) => _held.Enqueue((cursor, time.GetTimestamp()));
}
