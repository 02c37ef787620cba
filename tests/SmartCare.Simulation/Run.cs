using SmartCare.Domain.Decisions;
using SmartCare.Domain.Readings;
using SmartCare.Domain.Registry;
using SmartCare.Domain.Rules;
using SmartCare.Grains;
using SmartCare.Server.Care;
using SmartCare.Simulation.Oracles;
using SmartCare.Simulation.Plants;
using SmartCare.Simulation.Silo;
using SmartCare.Simulation.World;

namespace SmartCare.Simulation;

/// <summary>One seed from beginning to end: a home, its silo, and the oracles; one thread, one clock, nothing from outside.</summary>
internal sealed class Run
{
    /// <summary>One message in so many also goes through its JSON.</summary>
    private const int SampleEvery = 512;

    private readonly IGrainCatalog<CareMessage, CareEffect> _catalog;
    private readonly LeanJournal _journal;
    private readonly Disk _disk;
    private readonly Plant _plant;
    private readonly bool _isThorough;
    private readonly Obligations _turn = new();
    private SortedDictionary<GrainId, string>? _before;
    private Chance _chance;
    private bool _compares;

    public Run(long seed, HomeSize size, Rates rates, Plant plant = Plant.None)
    {
        (Seed, Rates, _plant) = (seed, rates, plant);
        _isThorough = size is not HomeSize.Large;
        _chance = Chance.Of(seed, 7);
        Agenda = new Agenda(Spans.Start);
        _catalog = plant is Plant.None ? new CareCatalog(Policy.Default) : new PlantedCatalog(new CareCatalog(Policy.Default), plant);
        // A bug that waits for bad days of the disk is given them.
        _disk = new Disk(Agenda, seed, size switch { _ when plant is Plant.WaitForDisk => 1, HomeSize.Small => 5, HomeSize.Medium => 10, _ => 40 } * Spans.Hour);
        Oracles = new OracleTable(this, _turn);
        _journal = new LeanJournal(_disk.Answer, Hang, Oracles.OnDisk);
        Truths = new Truths(Tally);
        Hearing = new Hearing(this, _turn);
        Timers = new Timers(this);
        Staff = new Staff(this);
        Phones = new Phones(this);
        Home = new Home(this, size);
        Oracles.Plan(Home.Planned, Duty.FloodAbove(size));
    }

    public long Seed { get; }

    public Rates Rates { get; }

    public string? Trace { get; init; }

    public Agenda Agenda { get; }

    /// <summary>Null while the silo is down.</summary>
    public VirtualSilo? Silo { get; private set; }

    public OracleTable Oracles { get; }

    public Hearing Hearing { get; }

    public Timers Timers { get; }

    public Acks Acks { get; } = new();

    public Staff Staff { get; }

    public Phones Phones { get; }

    public Home Home { get; }

    public Truths Truths { get; }

    public Tally Tally { get; } = new();

    /// <summary>Messages handed to the silo, redeliveries too.</summary>
    public long Spoken { get; set; }

    /// <summary>Messages that the air swallowed.</summary>
    public long Lost { get; set; }

    public int Restarts { get; private set; }

    public int Raised => Oracles.Committed.Raised;

    /// <exception cref="OracleBrokenException">What must never happen happened.</exception>
    public void Live(int days)
    {
        Start();
        // The registry is filled before anyone speaks; that day the disk is well.
        _disk.IsCalm = true;
        foreach (var record in Home.Records)
            Silo!.Submit(new Submission<CareMessage, CareEffect>(CareCatalog.GrainOf(record.Subject), new Register(record), null), null);
        foreach (var site in Home.Planned) WallCount.Tell(this, site, 1);
        RunTo(Agenda.NowMs + Spans.Second);
        _disk.IsCalm = false;
        _ = new Mishaps(this);
        ScheduleStop();
        RunTo(Spans.Start + days * Spans.Day);
        _disk.IsCalm = true;
        RunTo(Agenda.NowMs + Spans.Hour);
        while (Silo is null) RunTo(Agenda.NowMs + Spans.Minute);
        Close();
    }

    /// <summary>A message as it would come over the wire says the same.</summary>
    public void Sample(Reading reading)
    {
        if (Spoken % SampleEvery == 0) WireSample.Check(reading);
    }

    private void RunTo(long endMs)
    {
        while (true)
        {
            var (world, silo) = (Agenda.NextMs, Silo?.NextMs ?? long.MaxValue);
            if (Math.Min(world, silo) >= endMs) break;
            if (world < silo) Agenda.RunNext();
            else Turn(silo);
            Oracles.Look(Agenda.NowMs);
        }

        Agenda.PassTo(endMs);
    }

    private void Turn(long atMs)
    {
        Agenda.PassTo(atMs);
        var silo = Silo!;
        try
        {
            silo.Turn();
        }
        catch (PowerLostException)
        {
            PowerLost(silo, isQuiet: false);
        }
    }

    /// <summary>The disk does not come back for a while: the world and the shard go on, and the host looks after it each second.</summary>
    private void Hang()
    {
        var (silo, until) = (Silo!, Agenda.NowMs + _disk.HangMs);
        for (var second = Agenda.NowMs + Spans.Second; second < until; second += Spans.Second)
        {
            RunTo(second);
            if (_plant is not Plant.WaitForDisk) silo.Watch();
        }

        RunTo(until);
    }

    private void Start()
    {
        var gather = _chance.Below(4) switch { 0 => 0, 1 => 5, 2 => 50, _ => 500 };
        Silo = new VirtualSilo(Agenda, _journal, _catalog, Oracles, gather, _plant);
    }

    /// <summary>Somebody restarts the silo in the very minute in which it rings.</summary>
    public void PerhapsStopSoon()
    {
        if (_chance.Happens(_isThorough ? 0.04 : 0.002)) Agenda.Add(Agenda.NowMs + _chance.Between(1, 55) * Spans.Second, Stop);
    }

    /// <summary>An orderly stop now and then: an update.</summary>
    private void ScheduleStop() => Agenda.Add(Agenda.NowMs + _chance.Wait(_isThorough ? Spans.Day : 3 * Spans.Day), () =>
    {
        ScheduleStop();
        Stop();
    });

    private void Stop()
    {
        if (Silo is not { IsQuiet: true } silo) return;
        try
        {
            silo.Stop();
        }
        catch (PowerLostException)
        {
            // Also a way to go.
        }

        PowerLost(silo, silo.IsQuiet);
    }

    private void PowerLost(VirtualSilo silo, bool isQuiet)
    {
        Restarts++;
        // Comparing costs a replay more; of a big home's restarts one in five shows the same bugs.
        _compares = _isThorough || _chance.Happens(0.2);
        _before = isQuiet && _compares ? States.Of(silo.Shard, _journal.Grains, _catalog) : null;
        Silo = null;
        silo.Forget(_journal.LastEntry);
        Oracles.Forget();
        if (_plant is Plant.DropEntry) _journal.LoseNewest();
        foreach (var device in Home.Devices) device.LoseSilo();
        Agenda.Add(Agenda.NowMs + (_chance.Happens(0.7) ? _chance.Between(300, 20_000) : _chance.Between(20, 1_500) * Spans.Second), Recover);
    }

    private void Recover()
    {
        if (_compares) CompareReplay();
        Start();
        Oracles.Restarted();
        foreach (var device in Home.Devices) Agenda.Add(Agenda.NowMs + _chance.Between(50, 20_000), device.Connect);
    }

    /// <summary>What the journal leads to is what the silo was, also when another version of the program wrote the snapshots.</summary>
    private void CompareReplay()
    {
        var expected = _before ?? States.Of(Replayed(_journal), _journal.Grains, _catalog);
        if (_chance.Happens(0.3)) _journal.Rewrite(OtherVersion.Older);
        if (_chance.Happens(0.3)) _journal.Rewrite(OtherVersion.Newer);
        Compare(expected, Replayed(_journal), "recovered from snapshot and journal");
    }

    private void Close()
    {
        var silo = Silo!;
        var live = States.Of(silo.Shard, _journal.Grains, _catalog);
        DeskCheck.Check(live, Oracles.Committed);
        var whole = Replayed(new FromTheFirstEntry(_journal), (entry, _) => Acks.Kept(entry));
        Acks.Close(Spoken);
        Compare(live, whole, "replayed from the first entry", whole: true);
        Truths.Close(Agenda.NowMs);
    }

    private void Compare(SortedDictionary<GrainId, string> expected, Shard<CareMessage, CareEffect> replayed, string how, bool whole = false)
    {
        var actual = States.Of(replayed, whole ? new Dictionary<GrainId, SavedGrain>() : _journal.Grains, _catalog);
        if (States.Difference(expected, actual) is { } difference) throw new OracleBrokenException("replay gives the same state", $"{how}: {difference}");
    }

    private Shard<CareMessage, CareEffect> Replayed(IJournal journal, Action<Entry<CareMessage>, IReadOnlyList<CareEffect>>? each = null)
    {
        var shard = new Shard<CareMessage, CareEffect>(0, _catalog, journal);
        try
        {
            shard.Recover(each);
        }
        catch (InvalidDataException error)
        {
            throw new OracleBrokenException("acknowledged means saved", error.Message);
        }

        return shard;
    }
}
