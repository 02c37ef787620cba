using System.Buffers;
using SmartCare.Domain.Alerts;
using SmartCare.Domain.Decisions;
using SmartCare.Domain.Duty;
using SmartCare.Domain.Incidents;
using SmartCare.Domain.Notices;
using SmartCare.Domain.Readings;
using SmartCare.Domain.Words;
using SmartCare.Grains;
using SmartCare.Server.Care;

namespace SmartCare.Simulation.Plants;

/// <summary>The product's grains with one bug more. All but one of the bugs depend on the entry only, so that a replay makes them again
/// and no other oracle speaks first.</summary>
internal sealed class PlantedCatalog(IGrainCatalog<CareMessage, CareEffect> real, Plant plant) : IGrainCatalog<CareMessage, CareEffect>
{
    private int _asked;

    public IGrain<CareMessage, CareEffect> Activate(GrainId id, ReadOnlySpan<byte> saved)
    {
        if (plant is Plant.LoseOldState && saved.IndexOf("addedLater"u8) >= 0) saved = [];
        return new PlantedGrain(this, real.Activate(id, saved), (SubjectKind)id.Kind);
    }

    public void Encode(CareMessage message, IBufferWriter<byte> to) => real.Encode(message, to);

    public CareMessage Decode(ReadOnlySpan<byte> body) => real.Decode(body);

    public CareEffect Faulted(GrainId grain, Exception error) => real.Faulted(grain, error);

    private sealed class PlantedGrain(PlantedCatalog catalog, IGrain<CareMessage, CareEffect> real, SubjectKind kind) : IGrain<CareMessage, CareEffect>
    {
        private readonly Plant _plant = catalog.Plant;

        public long? DueAtMs => real.DueAtMs;

        public void Save(IBufferWriter<byte> to) => real.Save(to);

        public void Receive(CareMessage message, Turn<CareMessage, CareEffect> turn)
        {
            if (kind is SubjectKind.Device && message is DeviceSpoke spoke)
            {
                if (_plant is Plant.UnsteadyRule && ++catalog._asked % 50 == 0) message = new DeviceSpoke(spoke.Reading with { Values = [.. spoke.Reading.Values.Select(Unsteady)] });
                if (_plant is Plant.DoublePress && spoke.Reading.Redelivered) message = new DeviceSpoke(spoke.Reading with { Redelivered = false });
                if (_plant is Plant.RingOnTest) message = new DeviceSpoke(spoke.Reading with { Values = Array.FindAll(spoke.Reading.Values, v => v.Channel != Channels.Test) });
            }

            if (message is NeedRaised { Need: var need })
            {
                if (_plant is Plant.LoseAlarm && turn.Entry % 17 == 0) return;
                if (_plant is Plant.WrongSubject && turn.Entry % 17 == 0) message = new NeedRaised(need with { About = Subject.Of(ElderId.Of("elder-next-door")) });
                if (_plant is Plant.CryWolf && turn.Entry % 17 == 0) turn.Send(CareCatalog.GrainOf(Subject.Of(need.SiteId)), Wolf(need));
            }

            if (_plant is Plant.HideHigh && turn.Entry % 17 == 0 && message is NeedRaised { Need: { Urgency: Priority.High } urgent })
            {
                turn.Emit(new SiteStands(urgent.SiteId, new SiteBoard { Held = [new HeldNeed(urgent, "i-0-0-0", DateTimeOffset.FromUnixTimeMilliseconds(turn.NowMs), 1, null)] }));
                return;
            }

            var before = turn.Effects.Count;
            real.Receive(message, turn);
            Change(turn, before);
        }

        public void Tick(Turn<CareMessage, CareEffect> turn)
        {
            var before = turn.Effects.Count;
            real.Tick(turn);
            Change(turn, before);
        }

        private static ChannelValue Unsteady(ChannelValue value) => value.Channel is "linkquality" ? value with { Number = value.Number + 1 } : value;

        private static NeedRaised Wolf(Need need) => new(need with { Kind = AlertKind.Gas, About = Subject.Of(need.SiteId), ElderId = null });

        private void Change(Turn<CareMessage, CareEffect> turn, int from)
        {
            var effects = (List<CareEffect>)turn.Effects;
            for (var i = effects.Count - 1; i >= from; i--)
            {
                if (_plant is Plant.TellNobody && effects[i] is NoticeWanted) effects.RemoveAt(i);
                else if (_plant is Plant.TellStrangers && effects[i] is NoticeWanted { Notice: { Audience: Audience.Family } notice })
                    effects[i] = new NoticeWanted(notice with { Person = "daughter-next-door" });
                else if (_plant is Plant.MissFlood && effects[i] is AlertChanged { Alert.About: var about } && about.Key.EndsWith("/flood", StringComparison.Ordinal))
                    effects.RemoveAt(i);
                else if (_plant is Plant.ReuseId && effects[i] is NoticeWanted { Notice: var reused })
                    effects[i] = new NoticeWanted(reused with { AlertId = "0-0-0" });
                if (i >= effects.Count || effects[i] is not AlertChanged changed) continue;
                if (_plant is Plant.DrillInEarnest && changed.Event.What is AlertStep.Raised) effects[i] = changed with { Alert = changed.Alert with { Drill = true } };
                if (_plant is Plant.EscalateTwice && changed.Event.What is AlertStep.Escalated) turn.Emit(changed);
                if (_plant is Plant.LifeAfterDeath && changed.Event.What is AlertStep.Resolved)
                    turn.Emit(new AlertChanged(changed.Alert, changed.Event with { What = AlertStep.Noted }));
                if (_plant is Plant.ReuseId) effects[i] = changed with { Alert = changed.Alert with { Id = "0-0-0" } };
            }
        }
    }

    private Plant Plant => plant;
}
