namespace SmartCare.Series;

/// <summary>One kind of server that takes the line protocol: how it is written to and asked.</summary>
interface IInfluxServer : IDisposable
{
    Task<InfluxReply> WriteAsync(ReadOnlyMemory<byte> lines, CancellationToken ct);

    /// <summary>Makes the database that it said is missing.</summary>
    /// <exception cref="SeriesUnavailableException">It cannot be made from here.</exception>
    Task CreateDatabaseAsync(CancellationToken ct);

    /// <param name="query">Within its bounds.</param>
    Task<IReadOnlyList<SeriesPoint>> QueryAsync(SeriesQuery query, CancellationToken ct);

    Task<IReadOnlyList<SeriesEvent>> EventsAsync(SeriesEventQuery query, CancellationToken ct);

    /// <summary>Sees to how long what is kept, where the server has means for it. Called before the first write and once a day.</summary>
    /// <returns>What it would not take, in one line; null when all is well, or there is nothing to do.</returns>
    Task<string?> KeepAsync(CancellationToken ct);

    /// <summary>What it confirms is on its disk; if not, <see cref="LifeAsync"/> tells whether it may have forgotten some.</summary>
    bool ConfirmsWhatIsKept => true;

    /// <summary>Another answer: it was started anew.</summary>
    Task<string> LifeAsync(CancellationToken ct) => Task.FromResult("");
}
