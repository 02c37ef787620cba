using SmartCare.Domain.Words;

namespace SmartCare.Domain.Decisions;

/// <summary>Where a decision puts what it wants done, and the only things it may know of the moment.</summary>
public interface IOutbox
{
    /// <summary>When the entry was taken; never goes back.</summary>
    DateTimeOffset Now { get; }

    /// <summary>Since when anything could be heard; known in ticks.</summary>
    DateTimeOffset ListeningSince { get; }

    void Emit(CareEffect effect);

    /// <summary>Tells another grain of the same place, within this turn.</summary>
    void Tell(Subject to, CareMessage message);

    /// <summary>An id derived from the place in the journal: a replay makes the same one. Valid until the next effect is emitted.</summary>
    string NewAlertId();
}
