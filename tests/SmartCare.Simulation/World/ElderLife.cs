using SmartCare.Domain.Readings;
using SmartCare.Domain.Registry;
using SmartCare.Domain.Rules;
using SmartCare.Domain.Words;
using SmartCare.Simulation.Oracles;

namespace SmartCare.Simulation.World;

/// <summary>One elder: habits of their own, a plan for each day, and what befalls them.</summary>
internal sealed class ElderLife : Actor
{
    private readonly Run _run;
    private readonly Dwelling _dwelling;
    private readonly long _wakesAt, _goesToBedAt;
    private readonly List<(long AtMs, Action Deed)> _plan = [];
    private Chance _chance;
    private int _next;
    private bool _isOut, _isFallen, _isIll;

    public ElderLife(Run run, Dwelling dwelling, Elder record, int index)
    {
        (_run, _dwelling, Record) = (run, dwelling, record);
        _chance = Chance.Of(run.Seed, 5, index);
        _wakesAt = _chance.Between(330, 430) * Spans.Minute;
        _goesToBedAt = _chance.Between(1_230, 1_330) * Spans.Minute;
        run.Agenda.Add(this, run.Agenda.NowMs);
    }

    public Elder Record { get; }

    public bool IsHere => !_isOut;

    private Subject Self => Subject.Of(Record.Id);

    private Subject Place => Subject.Of(_dwelling.Place.Id);

    /// <summary>The sensor that she wears, in a run with recordings.</summary>
    private SimDevice? Band => _run.Worn is null ? null : _run.Home.Speakers(Self).First(d => d.Record.Id.Value.StartsWith("band-", StringComparison.Ordinal));

    private SimDevice? Call => _run.Home.Speakers(Self).FirstOrDefault(d => d.Record.Model is "call" or "wearable");

    /// <summary>Does what is next in the day's plan; at midnight makes another.</summary>
    public override void Act(long nowMs)
    {
        if (_next == _plan.Count) PlanDay(nowMs);
        else _plan[_next++].Deed();
        _run.Agenda.Add(this, _next < _plan.Count ? _plan[_next].AtMs : nowMs - (nowMs - _run.Season.StartMs) % Spans.Day + Spans.Day);
    }

    /// <summary>A person came.</summary>
    public void Helped(AlertKind kind)
    {
        if (kind is AlertKind.Fall or AlertKind.Help or AlertKind.Inactivity) GetUp();
        if (kind is AlertKind.Wandering) Return();
        if (kind is AlertKind.Vitals && _isIll) Recover();
    }

    private void PlanDay(long midnight)
    {
        _plan.Clear();
        _next = 0;
        var wakes = midnight + _wakesAt + _chance.Between(-15, 15) * Spans.Minute;
        var bed = midnight + _goesToBedAt + _chance.Between(-20, 20) * Spans.Minute;
        for (var visits = _chance.Below(3); visits > 0; visits--) Plan(_chance.Between(midnight + Spans.Hour, wakes), VisitBathroom);
        Plan(wakes, Rise);
        for (var visits = 4 + _chance.Below(4); visits > 0; visits--) Plan(_chance.Between(wakes, bed), VisitBathroom);
        foreach (var meal in (long[])[7 * 60 + 20, 11 * 60 + 15, 17 * 60])
            if (_dwelling.IsHome) Plan(midnight + (meal + _chance.Between(0, 30)) * Spans.Minute, Stir);
            else GoOut(midnight + (meal + _chance.Between(0, 20)) * Spans.Minute, _chance.Between(25, 45) * Spans.Minute);
        if (_chance.Happens(0.6)) GoOut(midnight + _chance.Between(535, 560) * Spans.Minute, _chance.Between(30, 90) * Spans.Minute);
        if (_chance.Happens(0.4)) GoOut(midnight + _chance.Between(880, 910) * Spans.Minute, _chance.Between(30, 90) * Spans.Minute);
        if (_chance.Happens(0.15)) Plan(midnight + _chance.Between(600, 1_000) * Spans.Minute, () => Door());
        Plan(bed, LieDown);
        if (_dwelling.IsHome)
            for (var at = wakes; at < bed; at += _chance.Between(15, 60) * Spans.Minute) Plan(at, Stir);
        Befall(midnight);
        _plan.Sort((a, b) => a.AtMs.CompareTo(b.AtMs));
    }

    private void Befall(long midnight)
    {
        var rates = _run.Rates;
        Perhaps(rates.Press, NeedHelp);
        Perhaps(rates.WrongPress, () => Call?.Press());
        Perhaps(rates.Fall, Fall);
        Perhaps(rates.Stumble, Stumble);
        Perhaps(rates.Illness, FallIll);
        if (_run.Worn is { } worn) Perhaps(WornMotions.KnocksPerDay, () => Knock(worn.Daily));
        if (Record.Plan.Dementia && _chance.Happens(rates.Wandering)) Plan(midnight + _chance.Between(60, 300) * Spans.Minute, Wander);
        Perhaps(rates.Fire / _dwelling.Elders.Count, () => Danger(AlertKind.Fire, "smoke", isReal: true));
        Perhaps(rates.Steam / _dwelling.Elders.Count, () => Danger(AlertKind.Fire, "smoke", isReal: false));
        Perhaps(rates.Leak / _dwelling.Elders.Count, () => Danger(AlertKind.Water, "water", isReal: true));
        Perhaps(rates.Gas / _dwelling.Elders.Count, () => Danger(AlertKind.Gas, "gas", isReal: true));

        void Perhaps(double rate, Action deed)
        {
            for (; rate > 1 || _chance.Happens(rate); rate--) Plan(midnight + _chance.Between(0, Spans.Day), deed);
        }
    }

    private void Plan(long atMs, Action deed) => _plan.Add((atMs, deed));

    private void Later(long delay, Action deed) => _run.Agenda.Add(_run.Agenda.NowMs + delay, deed);

    private void Rise()
    {
        foreach (var bed in _dwelling.Of("bed")) bed.Set(state: false);
        Stir();
    }

    private void LieDown()
    {
        if (_isFallen) return;
        if (!_isOut)
            foreach (var bed in _dwelling.Of("bed")) bed.Set(state: true);
        Stir();
    }

    private void VisitBathroom()
    {
        if (_isOut || _isFallen) return;
        Stir();
    }

    /// <summary>Moves about: the motion sensor sees it and calms down after a minute and a half.</summary>
    private void Stir()
    {
        if (_isOut || _isFallen) return;
        foreach (var motion in _dwelling.Of("motion"))
        {
            motion.Set(state: true);
            Later(90 * Spans.Second, () => motion.Set(state: false));
        }
    }

    private void GoOut(long atMs, long forMs)
    {
        // Around the house, and back.
        if (Record.Plan.Dementia) forMs = Math.Min(forMs, _chance.Between(5, 20) * Spans.Minute);
        Plan(atMs, () => Leave());
        Plan(atMs + forMs, Return);
    }

    private void Leave()
    {
        if (_isOut || _isFallen || _isIll) return;
        Stir();
        _isOut = true;
        Door();
        _dwelling.SeeWhoIsThere();
    }

    private void Return()
    {
        if (!_isOut) return;
        _isOut = false;
        Door();
        // Nobody comes home without passing the hall.
        Later(20 * Spans.Second, Stir);
        _dwelling.SeeWhoIsThere();
        _run.Truths.End(AlertKind.Wandering, Self, _run.Agenda.NowMs);
    }

    private void Door()
    {
        foreach (var door in _dwelling.Of("door"))
        {
            door.Set(state: false);
            Later(8 * Spans.Second, () => door.Set(state: true));
        }
    }

    /// <summary>Presses, and presses again while nobody comes.</summary>
    private void NeedHelp()
    {
        if (_isOut || _isFallen || Call is not { } call) return;
        _run.Truths.Begin(AlertKind.Help, Self, _run.Agenda.NowMs, 60 * Spans.Second);
        PressUntilSomeoneComes(call, 1 + _chance.Below(5));
    }

    private void PressUntilSomeoneComes(SimDevice call, int times)
    {
        if (!_run.Truths.Lasts(AlertKind.Help, Self)) return;
        call.Press();
        if (times > 1) Later(_chance.Between(3, 90) * Spans.Second, () => PressUntilSomeoneComes(call, times - 1));
    }

    private void Fall()
    {
        if (_isOut || _isFallen) return;
        _isFallen = true;
        var radar = _dwelling.Of("fall-radar").FirstOrDefault();
        if (radar is not null) _run.Truths.Begin(AlertKind.Fall, Oracles.ReadingOracle.PersonOf(radar), _run.Agenda.NowMs, 2 * Spans.Minute);
        if (_run.Worn is { } worn)
        {
            _run.Truths.Begin(AlertKind.Fall, Self, _run.Agenda.NowMs, 2 * Spans.Minute);
            // The burst is sent when its last second is over.
            if (_chance.Happens(0.9)) Later(5 * Spans.Second, () => Knock(worn.Falls));
        }

        // Nine in ten are seen; of the others one or the other can reach the button.
        if (radar is not null && _chance.Happens(0.9))
        {
            Later(2 * Spans.Second, () => radar.Set(fall: FallPhase.Suspected));
            if (_chance.Happens(0.7)) Later(_chance.Between(5, 40) * Spans.Second, () => Confirm(radar));
        }
        else if (_chance.Happens(0.5))
        {
            Later(_chance.Between(1, 20) * Spans.Minute, NeedHelpOnTheFloor);
        }

        Later(6 * Spans.Hour, GetUp);
    }

    private void Knock(ChannelValue[][] motions) => Band?.Say(motions[_chance.Below(motions.Length)], Says.Knocked);

    private void Confirm(SimDevice radar)
    {
        if (_isFallen && radar.Fall is FallPhase.Suspected) radar.Set(fall: FallPhase.Confirmed);
    }

    private void NeedHelpOnTheFloor()
    {
        if (_isFallen) Call?.Press();
    }

    private void GetUp()
    {
        _run.Truths.End(AlertKind.Help, Self, _run.Agenda.NowMs);
        if (!_isFallen) return;
        _isFallen = false;
        _run.Truths.End(AlertKind.Fall, Self, _run.Agenda.NowMs);
        foreach (var radar in _dwelling.Of("fall-radar"))
        {
            radar.Set(fall: FallPhase.None);
            _run.Truths.End(AlertKind.Fall, Oracles.ReadingOracle.PersonOf(radar), _run.Agenda.NowMs);
        }
    }

    /// <summary>Sits down fast; the radar thinks of a fall and takes it back in time.</summary>
    private void Stumble()
    {
        if (_isOut || _isFallen || _dwelling.Of("fall-radar").FirstOrDefault() is not { Fall: FallPhase.None } radar) return;
        radar.Set(fall: FallPhase.Suspected);
        Later(_chance.Between(4, 28) * Spans.Second, () =>
        {
            if (radar.Fall is FallPhase.Suspected) radar.Set(fall: FallPhase.None);
        });
    }

    private void FallIll()
    {
        if (_isOut || _isIll) return;
        _isIll = true;
        foreach (var sensor in Vitals()) sensor.Set(heartRate: 135, tell: false);
        if (Vitals().Any()) _run.Truths.Begin(AlertKind.Vitals, Self, _run.Agenda.NowMs, 20 * Spans.Minute);
        Later(_chance.Between(60, 600) * Spans.Minute, Recover);
    }

    private void Recover()
    {
        _isIll = false;
        foreach (var sensor in Vitals()) sensor.Set(heartRate: 68, tell: false);
        _run.Truths.End(AlertKind.Vitals, Self, _run.Agenda.NowMs);
    }

    private IEnumerable<SimDevice> Vitals() => _run.Home.Speakers(Self).Where(d => d.Record.Model is "bed" or "wearable");

    /// <summary>Leaves at night and does not know the way back.</summary>
    private void Wander()
    {
        if (_isOut || _isFallen || _isIll) return;
        Leave();
        _run.Truths.Begin(AlertKind.Wandering, Self, _run.Agenda.NowMs, 10 * Spans.Minute);
        Later(_chance.Between(30, 240) * Spans.Minute, Return);
    }

    private void Danger(AlertKind kind, string model, bool isReal)
    {
        if (_dwelling.Of(model).FirstOrDefault() is not { Danger: false } detector) return;
        if (isReal) _run.Truths.Begin(kind, Place, _run.Agenda.NowMs, 60 * Spans.Second);
        Later(_chance.Between(1, 20) * Spans.Second, () => detector.Set(danger: true));
        // While it burns the detector says so again and again; steam goes away by itself.
        for (var again = 1; again < 6; again++) Later(again * _chance.Between(40, 400) * Spans.Second, detector.Beat);
        if (!isReal) Later(_chance.Between(3, 60) * Spans.Minute, () => detector.Set(danger: false));
    }
}
