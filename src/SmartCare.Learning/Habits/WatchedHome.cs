using SmartCare.Domain.Alerts;
using SmartCare.Domain.Decisions;
using SmartCare.Domain.Registry;
using SmartCare.Domain.Rules;
using SmartCare.Domain.Words;
using SmartCare.Learning.Recordings;

namespace SmartCare.Learning.Habits;

/// <summary>An elder who lives alone, decided on by the product's own rules, hearing a recording.</summary>
internal sealed class WatchedHome : IOutbox
{
    private static readonly ElderId s_elder = ElderId.Of("recorded");
    private static readonly PlaceId s_place = PlaceId.Of("recorded");
    private static readonly DeviceId s_motion = DeviceId.Of("motion"), s_door = DeviceId.Of("door");

    /// <summary>Whoever is not missed within this is not missed.</summary>
    private static readonly TimeSpan s_longest = TimeSpan.FromDays(3);

    private readonly Policy _policy;
    private ElderState _state;
    private bool _raised;

    public WatchedHome(DateTimeOffset from, Policy policy)
    {
        (_policy, Now, ListeningSince) = (policy, from, from);
        var site = SiteId.Of("recorded");
        _state = Decide(ElderState.New, new Register(new Elder(s_elder, site, s_place, "recorded", null, CareLevel: 1)));
        _state = Decide(_state, new PlaceIs(s_place, PlaceKind.Home, Alone: true, [
            new Source(s_door, Presence: false, Bed: false, Door: true, Alive: true), new Source(s_motion, Presence: true, Bed: false, Door: false, Alive: true)]));
    }

    private WatchedHome(WatchedHome other) => (_policy, _state, Now, ListeningSince) = (other._policy, other._state, other.Now, other.ListeningSince);

    public DateTimeOffset Now { get; private set; }

    public DateTimeOffset ListeningSince { get; }

    /// <summary>The last sign.</summary>
    public DateTimeOffset SignAt { get; private set; }

    /// <summary>The door to the outside moved last.</summary>
    public DateTimeOffset DoorAt { get; private set; }

    /// <summary>Time passes until then.</summary>
    /// <returns>When she was missed, each time.</returns>
    public IEnumerable<DateTimeOffset> Wait(DateTimeOffset until)
    {
        while (_state.DueAt is { } due && due <= until)
        {
            if (due > Now) Now = due;
            _state = ElderDecision.Tick(_state, _policy, this);
            if (_raised) yield return Now;
            _raised = false;
        }

        Now = until;
    }

    public void Hear(LifeSign sign)
    {
        SignAt = sign.At;
        if (sign.Door is { } closed)
        {
            _state = Decide(_state, new Sensed(s_door, Now, Late: false, Shared: true, [Sense.Of(SenseKind.Door, closed, news: true)]));
            DoorAt = sign.At;
        }
        else
        {
            _state = Decide(_state, new Sensed(s_motion, Now, Late: false, Shared: true, [Sense.Of(SenseKind.Presence, on: true, news: true)]));
        }

        _raised = false;
    }

    /// <returns>How long it takes until someone is called, should she never move again.</returns>
    public TimeSpan FallsSilent()
    {
        foreach (var at in new WatchedHome(this).Wait(Now + s_longest)) return at - Now;
        return s_longest;
    }

    void IOutbox.Emit(CareEffect effect)
    {
    }

    void IOutbox.Tell(Subject to, CareMessage message) => _raised |= message is NeedRaised { Need.Kind: AlertKind.Inactivity };

    string IOutbox.NewAlertId() => "1";

    private ElderState Decide(ElderState state, CareMessage message) => ElderDecision.Decide(state, message, _policy, this);
}
