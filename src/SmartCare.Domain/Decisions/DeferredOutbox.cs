using SmartCare.Domain.Words;

namespace SmartCare.Domain.Decisions;

/// <summary>Keeps what is emitted until something else has been: a change names the people who are asked with it, and comes before their notices.</summary>
internal sealed class DeferredOutbox(IOutbox real) : IOutbox
{
    private readonly List<CareEffect> _kept = [];

    public DateTimeOffset Now => real.Now;

    public DateTimeOffset ListeningSince => real.ListeningSince;

    public void Emit(CareEffect effect) => _kept.Add(effect);

    public void Tell(Subject to, CareMessage message) => real.Tell(to, message);

    public string NewAlertId() => real.NewAlertId();

    public void Release()
    {
        foreach (var effect in _kept) real.Emit(effect);
    }
}
