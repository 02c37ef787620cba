using System.Collections.Concurrent;

namespace SmartCare.Server.Operations;

/// <summary>What was found wrong with what is kept, since the start: it stands in the health of the silo until the next one, and rings once.</summary>
internal sealed class StoreHealth
{
    private readonly ConcurrentQueue<string> _found = new(), _toRing = new();

    /// <summary>Sentences for people.</summary>
    public IReadOnlyCollection<string> Problems => _found;

    public void Tell(string finding)
    {
        _found.Enqueue(finding);
        _toRing.Enqueue(finding);
    }

    /// <summary>One that nobody was rung about yet; null when there is none.</summary>
    public string? TakeNew() => _toRing.TryDequeue(out var finding) ? finding : null;
}
