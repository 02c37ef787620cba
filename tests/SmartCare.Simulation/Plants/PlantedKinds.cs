using SmartCare.Domain.Alerts;
using SmartCare.Domain.Decisions;
using SmartCare.Domain.Duty;
using SmartCare.Domain.Incidents;
using SmartCare.Domain.Notices;
using SmartCare.Domain.Readings;
using SmartCare.Domain.Rules;
using SmartCare.Domain.Words;
using SmartCare.Grains.Core;

namespace SmartCare.Simulation.Plants;

/// <summary>The product's grains with one bug more.</summary>
internal sealed class PlantedKinds
{
    private readonly Plant _plant;
    private int _readings, _needs;

    private PlantedKinds(Plant plant) => _plant = plant;

    /// <param name="startedMs">Since when the silo runs: for a bug of what is due after a restart.</param>
    public static GrainKinds Of(GrainKinds real, Plant plant, Func<long> startedMs)
    {
        if (plant is Plant.None) return real;
        var planted = new PlantedKinds(plant);
        var (device, site) = (real.Device, real.Site);
        return real with
        {
            Device = device with
            {
                Decide = (state, message, policy, outbox) => device.Decide(state, planted.Wrong(message), policy, outbox),
                Matters = (before, after) => device.Matters(before, after) && !(plant is Plant.UnsteadyRule && ++planted._readings % 10 == 0),
            },
            Site = site with
            {
                Decide = (state, message, policy, outbox) => planted.Site(site, state, message, policy, outbox),
                Tick = (state, policy, outbox) => site.Tick(state, policy, new Changed(outbox, plant)),
                DueAt = plant is Plant.LoseTimer ? state => DueOfNew(state, startedMs()) : site.DueAt,
                FirmDueAt = plant is Plant.LoseTimer ? _ => null : site.FirmDueAt,
            },
        };
    }

    /// <summary>Of what was open before the restart it no longer knows.</summary>
    private static DateTimeOffset? DueOfNew(SiteState state, long startedMs) =>
        state.Alerts.Open.Any(a => a.RaisedAt.ToUnixTimeMilliseconds() < startedMs) ? null : state.DueAt;

    private CareMessage Wrong(CareMessage message)
    {
        if (message is not DeviceSpoke spoke) return message;
        if (_plant is Plant.DoublePress && spoke.Reading.Redelivered) return new DeviceSpoke(spoke.Reading with { Redelivered = false });
        return _plant is Plant.RingOnTest ? new DeviceSpoke(spoke.Reading with { Values = Array.FindAll(spoke.Reading.Values, v => v.Channel != Channels.Test) }) : message;
    }

    private SiteState Site(GrainKind<SiteState> real, SiteState state, CareMessage message, Policy policy, IOutbox outbox)
    {
        if (message is NeedRaised { Need: var need } && ++_needs % 17 == 0)
        {
            switch (_plant)
            {
                case Plant.LoseAlarm: return state;
                case Plant.WrongSubject:
                    message = new NeedRaised(need with { About = Subject.Of(ElderId.Of("elder-next-door")) });
                    break;
                case Plant.CryWolf:
                    state = real.Decide(state, new NeedRaised(need with { Kind = AlertKind.Gas, About = Subject.Of(need.SiteId), ElderId = null }), policy, outbox);
                    break;
                case Plant.HideHigh when need.Urgency is Priority.High:
                    outbox.Emit(new SiteStands(need.SiteId, new SiteBoard { Held = [new HeldNeed(need, "i-0-0-0", outbox.Now, 1, null)] }));
                    return state;
            }
        }

        var after = real.Decide(state, message, policy, new Changed(outbox, _plant));
        return _plant is Plant.ForgetStanding ? after with { Standing = [] } : after;
    }

    /// <summary>What is decided comes out as something else.</summary>
    private sealed class Changed(IOutbox real, Plant plant) : IOutbox
    {
        public DateTimeOffset Now => real.Now;

        public DateTimeOffset ListeningSince => real.ListeningSince;

        public string NewAlertId() => real.NewAlertId();

        public void Tell(Subject to, CareMessage message) => real.Tell(to, message);

        public void Emit(CareEffect effect)
        {
            switch (effect)
            {
                case NoticeWanted when plant is Plant.TellNobody: return;
                case NoticeWanted { Notice: { Audience: Audience.Family } notice } when plant is Plant.TellStrangers:
                    real.Emit(new NoticeWanted(notice with { Person = "daughter-next-door" }));
                    return;
                case NoticeWanted { Notice: var reused } when plant is Plant.ReuseId:
                    real.Emit(new NoticeWanted(reused with { AlertId = "0-0-0" }));
                    return;
                case NoticeWanted { Notice: { Priority: not Priority.High } notice } when plant is Plant.RingPhones:
                    for (var again = 0; again < 30; again++) real.Emit(new NoticeWanted(notice with { Id = $"{notice.Id}-{again}" }));
                    return;
                case AlertChanged { Alert.About: var about } when plant is Plant.MissFlood && about.Key.EndsWith("/flood", StringComparison.Ordinal): return;
                case AlertChanged changed:
                    Emit(changed);
                    return;
                default:
                    real.Emit(effect);
                    return;
            }
        }

        private void Emit(AlertChanged changed)
        {
            if (plant is Plant.DrillInEarnest && changed.Event.What is AlertStep.Raised) changed = changed with { Alert = changed.Alert with { Drill = true } };
            if (plant is Plant.ReuseId) changed = changed with { Alert = changed.Alert with { Id = "0-0-0" } };
            real.Emit(changed);
            if (plant is Plant.EscalateTwice && changed.Event.What is AlertStep.Escalated) real.Emit(changed);
            if (plant is Plant.LifeAfterDeath && changed.Event.What is AlertStep.Resolved)
                real.Emit(new AlertChanged(changed.Alert, changed.Event with { What = AlertStep.Noted }));
        }
    }
}
