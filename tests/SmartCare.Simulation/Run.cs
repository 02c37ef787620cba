using SmartCare.Domain.Decisions;
using SmartCare.Domain.Notices;
using SmartCare.Domain.Readings;
using SmartCare.Domain.Words;
using SmartCare.Grains.Core;
using SmartCare.Grains.Store;
using SmartCare.Simulation.Oracles;
using SmartCare.Simulation.Plants;
using SmartCare.Simulation.Silo;
using SmartCare.Simulation.World;

namespace SmartCare.Simulation;

/// <summary>One seed from beginning to end: a home, its silos, and the oracles; one thread, one clock, nothing from outside.</summary>
internal sealed class Run
{
    /// <summary>One message in so many also goes through its JSON.</summary>
    private const int SampleEvery = 512;

    private readonly Disk _disk;
    private readonly Plant _plant;
    private readonly bool _isThorough;
    private readonly Cluster _cluster;
    private readonly NodeLives _lives;
    private Chance _chance;

    public Run(long seed, HomeSize size, Rates rates, Plant plant = Plant.None, int silos = 1, bool wrongClocks = false, WornMotions? worn = null)
    {
        (Seed, Rates, _plant, HasWrongClocks, Worn) = (seed, rates, plant, wrongClocks, worn);
        Season = wrongClocks ? Season.Of(seed) : Season.Ordinary;
        _isThorough = size is not HomeSize.Large;
        _chance = Chance.Of(seed, 7);
        Agenda = new Agenda(Season.StartMs);
        (Wall, Clocks) = (new WallClock(Agenda), new ClockLedger(Agenda));
        // A bug that waits for bad days of the disk is given them.
        _disk = new Disk(Agenda, seed, size switch { _ when plant is Plant.WaitForDisk => 1, HomeSize.Small => 5, HomeSize.Medium => 10, _ => 40 } * Spans.Hour);
        Oracles = new OracleTable(this, Obligations);
        _cluster = new Cluster(this, Oracles, new MemoryCareStore { Written = Oracles.OnDisk }, silos, plant) { Disk = _ => _disk.Answer(), Hang = Hang };
        _lives = new NodeLives(this, _cluster, _disk, _isThorough, plant);
        Truths = new Truths(Tally);
        Readings = new ReadingOracle(this, Obligations);
        Timers = new Timers(this);
        Staff = new Staff(this);
        Phones = new Phones(this);
        Home = new Home(this, size);
        Oracles.Plan(Home.Planned, Duty.FloodAbove(size));
    }

    public long Seed { get; }

    public Rates Rates { get; }

    /// <summary>What worn sensors feel; null: nobody wears one.</summary>
    public WornMotions? Worn { get; }

    public string? Trace { get; init; }

    public bool HasWrongClocks { get; }

    public Season Season { get; }

    /// <summary>The clock of the machine.</summary>
    public WallClock Wall { get; }

    /// <summary>How far the watch's time may be from the agenda's.</summary>
    public ClockLedger Clocks { get; }

    /// <summary>Null while the clocks are right.</summary>
    public WrongClocks? WrongClocks { get; private set; }

    public Agenda Agenda { get; }

    /// <summary>Null while no silo is up.</summary>
    public Cluster? Silo => _cluster.IsUp ? _cluster : null;

    public Obligations Obligations { get; } = new();

    public OracleTable Oracles { get; }

    public ReadingOracle Readings { get; }

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

    public int Restarts => _lives.Restarts;

    public int Raised => Oracles.Committed.Raised;

    /// <exception cref="OracleBrokenException">What must never happen happened.</exception>
    public void Live(int days)
    {
        if (HasWrongClocks) WrongClocks = new WrongClocks(this, isOnlySetBack: _plant is Plant.FreezeClock or Plant.TrustClock);
        foreach (var node in _cluster.Nodes) _lives.Start(node);
        // The registry is filled before anyone speaks; that day the disk is well.
        _disk.IsCalm = true;
        foreach (var record in Home.Records) _cluster.Submit(new Arrival(record.Subject, new Register(record), null, null));
        foreach (var site in Home.Planned) WallCount.Tell(this, site, 1);
        foreach (var site in (SiteId[])[Home.Institution, Home.Neighbourhood]) Commands.Tell(this, site, new WaysOut([ChannelKind.Webhook, ChannelKind.Mail]));
        RunTo(Agenda.NowMs + Spans.Minute);
        _disk.IsCalm = false;
        _ = new Mishaps(this);
        _lives.Schedule();
        if (!Home.IsPlanned(Home.Neighbourhood)) Timers.Unplanned(Home.Neighbourhood);
        RunTo(Season.StartMs + days * Spans.Day);
        _disk.IsCalm = true;
        _lives.IsOver = true;
        RunTo(Agenda.NowMs + Spans.Hour);
        while (Array.Exists(_cluster.Nodes, n => !n.IsUp)) RunTo(Agenda.NowMs + Spans.Minute);
        RunTo(Agenda.NowMs + Spans.Minute);
        Close();
    }

    /// <summary>A message as it would come over the wire says the same.</summary>
    public void Sample(Reading reading)
    {
        if (Spoken % SampleEvery == 0) WireSample.Check(reading);
    }

    /// <summary>Somebody restarts a silo in the very minute in which it rings.</summary>
    public void PerhapsStopSoon()
    {
        if (_chance.Happens(_isThorough ? 0.04 : 0.002)) Agenda.Add(Agenda.NowMs + _chance.Between(1, 55) * Spans.Second, _lives.StopOne);
    }

    /// <summary>Somebody has set the clock of the machine.</summary>
    public void ClockStepped()
    {
        if (Trace is not null) Console.WriteLine($"{Spans.Show(Agenda.NowMs)} the wall clock is {Wall.AheadMs / 1_000} s ahead");
        if (!_cluster.IsUp) return;
        Clocks.Stepped(Wall.AheadMs);
        _cluster.ClockStepped();
    }

    private void RunTo(long endMs)
    {
        while (true)
        {
            var (world, silos) = (Agenda.NextMs, _cluster.NextMs);
            if (Math.Min(world, silos) >= endMs) break;
            if (world < silos) Agenda.RunNext();
            else Turn(silos);
            Oracles.Look(Agenda.NowMs);
        }

        Agenda.PassTo(endMs);
    }

    private void Turn(long atMs)
    {
        Agenda.PassTo(atMs);
        try
        {
            _cluster.Turn();
        }
        catch (PowerLostException lost)
        {
            _lives.PowerLost(lost.Node);
        }
    }

    /// <summary>The disk does not come back for a while: the world and the grains go on, and the host looks after it each second.</summary>
    private void Hang(Node node)
    {
        var until = Agenda.NowMs + _disk.HangMs;
        for (var second = Agenda.NowMs + Spans.Second; second < until; second += Spans.Second)
        {
            RunTo(second);
            if (_plant is not Plant.WaitForDisk) _cluster.Watch(node);
        }

        RunTo(until);
    }

    private void Close()
    {
        foreach (var node in _cluster.Nodes) FreshActivation.Check(node.Silo!, isExact: false);
        SiteAlertsCheck.Check([.. Home.Records.Where(r => r.Subject.Kind is SubjectKind.Site).Select(r => SiteOf(r.Subject))], Oracles.Committed);
        Acks.Close(_cluster.Nodes[0].Writer!, Spoken, inOrder: _cluster.Nodes.Length == 1);
        Truths.Close(Agenda.NowMs);
    }

    private SiteState SiteOf(Subject id) => ((GrainCore<SiteState>)_cluster.HomeOf(id)!.Silo!.Awaken(id)).Now;
}
