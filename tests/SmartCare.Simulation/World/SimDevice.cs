using SmartCare.Domain.Decisions;
using SmartCare.Domain.Readings;
using SmartCare.Domain.Registry;
using SmartCare.Domain.Rules;
using SmartCare.Domain.Words;
using SmartCare.Simulation.Oracles;
using SmartCare.Simulation.Silo;

namespace SmartCare.Simulation.World;

/// <summary>A device: says how things are at its interval, and at once what happens; a client that has one message on its way and sends it
/// until it is acknowledged. Its faults are the world's to set.</summary>
internal sealed class SimDevice : Actor
{
    /// <summary>More than any buffer of real devices; beyond it heartbeats are not kept.</summary>
    private const int MostWaiting = 200;

    private readonly DeviceTraits _traits;
    private readonly Subject _grain;
    private readonly Queue<Outgoing> _waiting = new();
    private readonly ulong _salt;
    private Chance _chance;
    private Outgoing? _inFlight;
    private ChannelValue[]? _values;
    private ulong _content;
    private Says _says;
    private ushort _packetId;
    private int _age;
    private bool _connected = true;

    /// <summary>What the silo has heard of it.</summary>
    public HeardDevice Heard;

    public SimDevice(Run run, Device record, int index)
    {
        (Run, Record, _traits) = (run, record, DeviceTraits.Of(record.Model));
        _grain = record.Subject;
        _chance = Chance.Of(run.Seed, 1, index);
        _salt = _chance.Bits();
        HasClock = _chance.Happens(0.5);
        Variant = _chance.Below(3);
        Battery = 40 + _chance.Below(60);
        Spelling = _chance.Below(1_000);
        run.Agenda.Add(this, run.Agenda.NowMs + _chance.Between(1, _traits.IntervalMs));
    }

    public Run Run { get; }

    public Device Record { get; }

    public long SilenceLimitMs => _traits.SilenceLimitMs;

    public bool HasClock { get; }

    /// <summary>Which dialect its firmware speaks.</summary>
    public int Variant { get; }

    /// <summary>How its maker, its gateway or a bad line spells what it says.</summary>
    public int Spelling { get; }

    public int Battery { get; private set; }

    public Faults Faults { get; } = new();

    /// <summary>What it looks for is there.</summary>
    public bool Danger { get; private set; }

    public FallPhase Fall { get; private set; }

    /// <summary>Someone is in sight, in bed, or the door is closed.</summary>
    public bool State { get; private set; } = true;

    public int HeartRate { get; private set; } = 68;

    public override void Act(long nowMs)
    {
        Beat();
        Run.Agenda.Add(this, nowMs + _chance.Between(_traits.IntervalMs * 19 / 20, _traits.IntervalMs * 21 / 20));
    }

    public void Beat()
    {
        if (Faults.IsStuckAt is null && ++_age % 16 == 0) _values = null;
        Say(Values(), _says);
    }

    public void Set(bool? danger = null, FallPhase? fall = null, bool? state = null, int? battery = null, int? heartRate = null, bool tell = true)
    {
        if (danger == Danger || fall == Fall || state == State || battery == Battery) tell = false;
        (Danger, Fall, State) = (danger ?? Danger, fall ?? Fall, state ?? State);
        (Battery, HeartRate) = (battery ?? Battery, heartRate ?? HeartRate);
        if (Faults.IsStuckAt is null) _values = null;
        if (tell) Say(Values(), _says);
    }

    /// <summary>Somebody presses it.</summary>
    public void Press()
    {
        if (_traits.Press is not { } press) return;
        var (values, says) = press(this);
        Say(values, says);
        // A held state is let go; a momentary word is followed by the null of the gateway.
        Run.Agenda.Add(Run.Agenda.NowMs + _chance.Between(800, 3_000), Beat);
    }

    /// <summary>Says what it never says by itself: a test, an old event.</summary>
    public void Say(ChannelValue[] values, Says says, long? agoMs = null)
    {
        var nowMs = Run.Agenda.NowMs;
        if (Faults.IsDead(nowMs)) return;
        if (_chance.Happens(Faults.Loss))
        {
            Run.Lost++;
            return;
        }

        var time = HasClock || agoMs is not null ? Faults.Clock(nowMs - (agoMs ?? 0)) : (long?)null;
        var content = ReferenceEquals(values, _values) ? _content : DeviceTraits.Hash(values);
        if (time is { } ts) content = content * 31 + (ulong)ts;
        var reading = new Reading(Record.Id, time, content ^ _salt, false, ++_packetId, values);
        if (_waiting.Count >= MostWaiting && says is Says.Nothing) return;
        // What a model said is put in behind the decoder, which hears it from no device.
        if ((says & Says.Knocked) == 0) Run.Sample(reading);
        _waiting.Enqueue(new Outgoing(this, reading, says));
        Pump();
    }

    /// <summary>The broker tells for it that its connection broke.</summary>
    public void Will()
    {
        _connected = false;
        if (Run.Silo is null) return;
        var reading = new Reading(Record.Id, null, 0, false, 0, Spellings.Gone(Variant));
        Submit(new Outgoing(this, reading, Says.Will));
    }

    public void Acknowledged(Outgoing outgoing)
    {
        if (_inFlight is null || _inFlight.First != outgoing.First) return;
        if (_chance.Happens(Faults.AckLoss))
        {
            BreakOff(_chance.Between(2_000, 40_000));
            return;
        }

        _inFlight = null;
        if (_waiting.Count > 0) Pump();
    }

    /// <summary>Loses its connection, and is back after a while.</summary>
    public void BreakOff(long forMs)
    {
        _connected = false;
        Run.Agenda.Add(Run.Agenda.NowMs + forMs, Connect);
    }

    /// <summary>The silo is gone; it comes back to it by itself.</summary>
    public void LoseSilo() => _connected = false;

    public void Connect()
    {
        if (!CanReach) return;
        _connected = true;
        if (_inFlight is not null) Submit(_inFlight = _inFlight.Again());
        else Pump();
    }

    private bool CanReach => Run.Silo is not null && !Faults.IsUnreachable(Run.Agenda.NowMs) && !Faults.IsDead(Run.Agenda.NowMs);

    private void Pump()
    {
        if (_inFlight is not null || _waiting.Count == 0 || !_connected) return;
        if (!CanReach)
        {
            _connected = false;
            return;
        }

        var next = _waiting.Dequeue();
        if (_waiting.Count > 0 && _chance.Happens(Faults.Reorder)) _waiting.Enqueue(next);
        else Submit(_inFlight = next);
        if (_inFlight is null) Submit(_inFlight = _waiting.Dequeue());
    }

    private void Submit(Outgoing outgoing)
    {
        Run.Spoken++;
        // Its silo is gone and nobody has noticed: the message stays with it.
        if (!Run.Silo!.Submit(new Arrival(_grain, new DeviceSpoke(outgoing.Reading), outgoing, outgoing))) BreakOff(_chance.Between(500, 5_000));
    }

    private ChannelValue[] Values()
    {
        if (_values is not null) return _values;
        (_values, _says) = _traits.Compose(this, ref _chance);
        _content = DeviceTraits.Hash(_values);
        return _values;
    }
}
