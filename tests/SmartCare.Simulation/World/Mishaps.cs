using SmartCare.Domain.Decisions;
using SmartCare.Domain.Readings;
using SmartCare.Domain.Words;
using SmartCare.Simulation.Oracles;

namespace SmartCare.Simulation.World;

/// <summary>What goes wrong with devices and their ways: one after the other, each with some device that the seed picks.</summary>
internal sealed class Mishaps : Actor
{
    private readonly Run _run;
    private readonly double _meanMs;
    private Chance _chance;

    public Mishaps(Run run)
    {
        _run = run;
        _chance = Chance.Of(run.Seed, 6);
        _meanMs = Spans.Day / Math.Max(run.Rates.DeviceFault * run.Home.Devices.Count, 1e-9);
        run.Agenda.Add(this, run.Agenda.NowMs + _chance.Wait(_meanMs));
        var tests = run.Rates.DetectorTest * run.Home.Dwellings.Count;
        Again(Spans.Day / Math.Max(tests, 1e-9), Test);
    }

    public override void Act(long nowMs)
    {
        var device = Any(_ => true)!;
        var until = nowMs + (_chance.Happens(0.5) ? _chance.Between(1, 60) * Spans.Minute : _chance.Between(10, 300) * Spans.Minute);
        switch (_chance.Below(20))
        {
            case 0: Die(device, until); break;
            case 1: CutOff(device, until); break;
            case 2: For(until, () => device.Faults.Loss = 0.4, () => device.Faults.Loss = 0); break;
            case 3: For(until, () => device.Faults.AckLoss = 0.4, () => device.Faults.AckLoss = Faults.Usual); break;
            case 4:
                For(until + Spans.Hour, () => device.Faults.Reorder = 0.5, () => device.Faults.Reorder = 0);
                CutOff(device, until);
                break;
            case 5: For(until, () => device.Faults.IsStuckAt = nowMs, () => device.Faults.IsStuckAt = null); break;
            case 6: Chatter(device, 5 + _chance.Below(30)); break;
            case 7:
                long? ahead = _chance.Below(6) switch
                {
                    0 => null, 1 => 10 * Spans.Minute, 2 => 700 * Spans.Day, 3 => -30 * Spans.Day, 4 => -5 * 365 * Spans.Day, _ => -90 * Spans.Second,
                };
                For(until, () => device.Faults.ClockAheadMs = ahead, () => device.Faults.ClockAheadMs = 0);
                break;
            case 8: RunDown(device); break;
            case 9: BreakOff(device); break;
            case 10: LoseGateway(until); break;
            case 11: device.BreakOff(_chance.Between(100, 30_000)); break;
            case 12: SayOld(25 * Spans.Hour); break;
            case 13: Storm(); break;
            case 14: Drill(until); break;
            case 15: LeaveTheDesk(until); break;
            case 16 or 17: PullCord(); break;
            case 18: FallSilent(until); break;
            default: SayOld(_chance.Between(3, 600) * Spans.Minute); break;
        }

        _run.Agenda.Add(this, nowMs + _chance.Wait(_meanMs));
    }

    private SimDevice? Any(Func<SimDevice, bool> which)
    {
        var fitting = _run.Home.Devices.Where(which).ToList();
        return fitting.Count == 0 ? null : fitting[_chance.Below(fitting.Count)];
    }

    private void Later(long atMs, Action deed) => _run.Agenda.Add(atMs, deed);

    private void Again(double meanMs, Action deed) => Later(_run.Agenda.NowMs + _chance.Wait(meanMs), () =>
    {
        deed();
        Again(meanMs, deed);
    });

    private void For(long until, Action begin, Action end)
    {
        begin();
        Later(until, end);
    }

    private void Die(SimDevice device, long until)
    {
        device.Faults.Die(until);
        Lose(device, until);
        Later(until, () =>
        {
            device.Connect();
            device.Beat();
        });
    }

    private void CutOff(SimDevice device, long until)
    {
        device.Faults.CutOff(until);
        Lose(device, until);
        Later(until, device.Connect);
    }

    /// <summary>It is really gone: somebody must know when it stays away longer than it may, and may know when its last word was a while ago.</summary>
    private void Lose(SimDevice device, long until)
    {
        var mustBeKnown = until - _run.Agenda.NowMs > device.SilenceLimitMs + Spans.Minute;
        _run.Truths.Begin(AlertKind.Offline, device.Record.Subject, _run.Agenda.NowMs, mustBeKnown ? device.SilenceLimitMs + Spans.Minute : long.MaxValue);
        _run.Timers.FellSilent(device);
        Later(until, () => _run.Truths.End(AlertKind.Offline, device.Record.Subject, _run.Agenda.NowMs));
    }

    private void Chatter(SimDevice device, int times)
    {
        device.Set(danger: device.Record.Model is "smoke" or "gas" or "water" && _chance.Happens(0.3) && !device.Danger, state: !device.State);
        if (times > 1) Later(_run.Agenda.NowMs + _chance.Between(300, 20_000), () => Chatter(device, times - 1));
        else device.Set(danger: false, state: true);
    }

    /// <summary>The cell: five percent an hour, down to nothing.</summary>
    private void RunDown(SimDevice device)
    {
        if (device.Battery <= 4)
        {
            device.Set(battery: 0, tell: false);
            Die(device, _run.Agenda.NowMs + 20 * Spans.Hour);
            return;
        }

        if (device.Battery is > 90 and < 100) return;
        // What hangs on the mains fails in the same way, but has no cell to tell of.
        if (device.Battery > 20 && device.Record.Model is not ("fall-radar" or "gas" or "bed" or "gateway")) _run.Truths.Begin(AlertKind.Battery, device.Record.Subject, _run.Agenda.NowMs, Spans.Day);
        device.Set(battery: device.Battery - 5, tell: false);
        Later(_run.Agenda.NowMs + Spans.Hour, () =>
        {
            // Somebody changed it.
            if (device.Battery < 100) RunDown(device);
        });
    }

    /// <summary>The connection breaks and the broker says so; mostly it is back within the minute.</summary>
    private void BreakOff(SimDevice device)
    {
        device.Will();
        var away = _chance.Happens(0.6) ? _chance.Between(2, 50) * Spans.Second : _chance.Between(70, 900) * Spans.Second;
        device.Faults.CutOff(_run.Agenda.NowMs + away);
        _run.Timers.BrokeOff(device);
        Lose(device, _run.Agenda.NowMs + away);
        Later(_run.Agenda.NowMs + away, () =>
        {
            device.Connect();
            device.Beat();
        });
    }

    private void LoseGateway(long until)
    {
        var gateways = _run.Home.Devices.Where(d => d.Record.Model == "gateway").ToList();
        var gateway = gateways[_chance.Below(gateways.Count)];
        CutOff(gateway, until);
        foreach (var device in _run.Home.Devices.Where(d => d.Record.Via == gateway.Record.Id)) CutOff(device, until);
    }

    /// <summary>A batch of bad cells, or a cold night: more alerts than one desk can answer.</summary>
    private void Storm()
    {
        var site = AnySite();
        var cells = _run.Home.Devices.Where(d => d.Record.SiteId == site && d.Record.Model is "door" or "smoke" && d.Battery is > 20 and < 90).ToList();
        foreach (var device in cells.Take(4 + _chance.Below(20)))
            Later(_run.Agenda.NowMs + _chance.Between(0, 400) * Spans.Second, () =>
            {
                _run.Truths.Begin(AlertKind.Battery, device.Record.Subject, _run.Agenda.NowMs, Spans.Day);
                device.Set(battery: 9);
            });
    }

    /// <summary>In the bathroom: it stays pulled until somebody sets it back.</summary>
    private void PullCord()
    {
        if (Any(d => d is { Danger: false, Record.Model: "cord" }) is not { } cord) return;
        _run.Truths.Begin(Domain.Words.AlertKind.Help, Subject.Of(cord.Record.PlaceId), _run.Agenda.NowMs, Spans.Minute);
        cord.Set(danger: true);
    }

    /// <summary>A flood, and while it stands the house falls silent for longer than that.</summary>
    private void FallSilent(long until)
    {
        Storm();
        var site = AnySite();
        foreach (var device in _run.Home.Devices.Where(d => d.Record.SiteId == site && d.SilenceLimitMs < Spans.Hour && _chance.Happens(0.7)).ToList()) CutOff(device, until + Spans.Hour);
    }

    /// <summary>Somebody practises, in one place or everywhere, and sometimes forgets to end it.</summary>
    private void Drill(long until)
    {
        var site = AnySite();
        PlaceId? place = _chance.Happens(0.5) ? _run.Home.Dwellings.Where(d => d.Place.SiteId == site).Select(d => d.Place.Id).First() : null;
        var name = $"drill {_run.Agenda.NowMs}";
        var drill = new Domain.Duty.Drill(name, place, DateTimeOffset.FromUnixTimeMilliseconds(_run.Clocks.ByWatch(until)), "li");
        Commands.Tell(_run, site, new StartDrill(drill));
        if (_chance.Happens(0.7)) Later(_run.Agenda.NowMs + (until - _run.Agenda.NowMs) / 2, () => Commands.Tell(_run, site, new EndDrill(name, "li")));
    }

    /// <summary>The last wall of the duty is signed out for a while.</summary>
    private void LeaveTheDesk(long until)
    {
        var site = AnySite();
        WallCount.Tell(_run, site, 0);
        Later(until, () => WallCount.Tell(_run, site, 1));
    }

    private SiteId AnySite() => _run.Home.Planned.Order(Comparer<SiteId>.Create((a, b) => string.CompareOrdinal(a.Value, b.Value))).ElementAt(_chance.Below(_run.Home.Planned.Count));

    /// <summary>The monthly test: smoke is said, and it is a test.</summary>
    private void Test()
    {
        if (Any(d => d is { Danger: false, Record.Model: "smoke" }) is not { } detector) return;
        detector.Say([DeviceTraits.Flag(Channels.Smoke, true), DeviceTraits.Flag(Channels.Test, true)], Says.Danger | Says.Test);
        Later(_run.Agenda.NowMs + _chance.Between(2_000, 20_000), detector.Beat);
    }

    /// <summary>A buffer gives back what happened long ago.</summary>
    private void SayOld(long agoMs)
    {
        var button = Any(d => d.Record.Model == "call" && d.Variant != 2);
        button?.Say([DeviceTraits.Text(Channels.Action, "emergency")], Says.Press, agoMs);
    }
}
