using SmartCare.Domain.Words;

namespace SmartCare.Domain.Decisions;

/// <summary>Where a decision puts what it wants done, and the only things it may know of the moment.</summary>
public interface IOutbox
{
    /// <summary>When the message was taken; read once for it.</summary>
    DateTimeOffset Now { get; }

    /// <summary>Since when anything could be heard.</summary>
    DateTimeOffset ListeningSince { get; }

    void Emit(CareEffect effect);

    /// <summary>Writes a letter to another grain: it goes out once this decision is safe, and is taken once.</summary>
    void Tell(Subject to, CareMessage message);

    /// <summary>An id of no other alert. Valid until the next effect is emitted.</summary>
    string NewAlertId();
}
