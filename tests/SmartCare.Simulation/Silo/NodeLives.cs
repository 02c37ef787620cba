using SmartCare.Grains;
using SmartCare.Simulation.Oracles;
using SmartCare.Simulation.Plants;

namespace SmartCare.Simulation.Silo;

/// <summary>Starts, orderly stops, crashes and freezes of the silos, and what the others make of them.</summary>
internal sealed class NodeLives(Run run, Cluster cluster, Disk disk, bool isThorough, Plant plant)
{
    private Chance _chance = Chance.Of(run.Seed, 9);

    public int Restarts { get; private set; }

    /// <summary>No more of it: what is down comes up.</summary>
    public bool IsOver { get; set; }

    private bool IsCluster => cluster.Nodes.Length > 1;

    public void Start(Node node, Action? beforeItWrites = null)
    {
        var gather = _chance.Below(4) switch { 0 => 0, 1 => 5, 2 => 50, _ => 500 };
        cluster.Start(node, gather);
        Trace(node, "starts");
        beforeItWrites?.Invoke();
        if (IsCluster) Rebalance();
    }

    /// <summary>An orderly stop now and then: an update; in a cluster also a silo that stands still.</summary>
    public void Schedule()
    {
        run.Agenda.Add(run.Agenda.NowMs + _chance.Wait(isThorough ? Spans.Day : 3 * Spans.Day), () =>
        {
            Schedule();
            StopOne();
        });
        if (IsCluster) ScheduleFreeze();
    }

    public void StopOne()
    {
        var node = cluster.Nodes[_chance.Below(cluster.Nodes.Length)];
        if (IsOver || !node.IsUp || !cluster.IsQuiet) return;
        try
        {
            node.Silo!.Close(node.NowMs);
            cluster.RunDry();
        }
        catch (PowerLostException)
        {
            // Also a way to go.
            PowerLost(node);
            return;
        }

        if (cluster.IsQuiet) FreshActivation.Check(node.Silo!, isExact: true);
        PowerLost(node, isInOrder: true);
    }

    /// <summary>What is not on disk was never decided; what is on disk counts, though nobody was told.</summary>
    public void PowerLost(Node node, bool isInOrder = false)
    {
        Trace(node, isInOrder ? "stops" : "crashes");
        Restarts++;
        if (!isInOrder) FreshActivation.Check(node.Silo!, isExact: false);
        Forget(node);
        node.Silo = null;
        node.FrozenUntil = 0;
        // Devices find out by and by.
        foreach (var device in run.Home.Devices) device.LoseSilo();
        var down = _chance.Happens(0.7) || IsOver ? _chance.Between(300, 20_000) : _chance.Between(20, 1_500) * Spans.Second;
        if (IsCluster && !node.IsGivenUp)
        {
            var noticed = run.Agenda.NowMs + (isInOrder ? 0 : _chance.Between(2_000, 8_000));
            run.Agenda.Add(noticed, () => GiveUp(node));
        }

        run.Agenda.Add(run.Agenda.NowMs + Math.Max(down, IsCluster ? 9_000 : 0), () => Recover(node));
        if (IsCluster) Reconnect();
    }

    private void ScheduleFreeze() => run.Agenda.Add(run.Agenda.NowMs + _chance.Wait(isThorough ? 12 * Spans.Hour : Spans.Day), () =>
    {
        ScheduleFreeze();
        Freeze(cluster.Nodes[_chance.Below(cluster.Nodes.Length)]);
    });

    /// <summary>It stands still with decisions that are not on disk, and does not know that time passes.</summary>
    private void Freeze(Node node)
    {
        if (IsOver || !node.IsUp || cluster.Nodes.Count(n => n.IsUp) < 2 || !cluster.IsQuiet) return;
        var until = run.Agenda.NowMs + _chance.Between(1, 60) * Spans.Second;
        cluster.Take(node, run.Agenda.NowMs);
        node.FrozenUntil = until;
        Trace(node, $"stands still until {Spans.Show(until)}");
        run.Agenda.Add(run.Agenda.NowMs + _chance.Between(2_000, 8_000), () => GiveUp(node));
        run.Agenda.Add(until, () => Thaw(node));
    }

    /// <summary>The others have heard nothing of it for too long: its grains live elsewhere from now on, and nothing that it may still try is written.</summary>
    private void GiveUp(Node node)
    {
        if (node.IsGivenUp || node.IsUp || Array.TrueForAll(cluster.Nodes, n => n == node || !n.IsUp)) return;
        node.NoticedAt = run.Agenda.NowMs;
        node.IsGivenUp = true;
        Trace(node, "is given up");
        if (node.Silo is not null) Forget(node);
        cluster.Store.Fence(node.Stream);
        cluster.Letters.GiveUp(node);
        cluster.Noticed();
        Reconnect();
    }

    private void Thaw(Node node)
    {
        node.FrozenUntil = 0;
        if (!node.IsGivenUp || node.Silo is not { } silo)
        {
            cluster.TurnSoon();
            return;
        }

        // It goes on as if nothing had been: what waited in its sockets is decided, what is due in its memory too, and all of it is tried to write.
        var nowMs = node.NowMs;
        foreach (var arrival in node.Arrived) silo.Hear(arrival.To, arrival.Message, nowMs);
        node.Arrived = [];
        silo.WakeDue(nowMs);
        var wants = silo.Committer.PendingRecords > 0;
        try
        {
            silo.Step(nowMs);
        }
        catch (PowerLostException)
        {
        }

        if (wants && silo.Committer is { IsFenced: false, Trouble: null })
            throw new OracleBrokenException("who was given up never writes", $"silo {node.Stream} has written after it was given up");
        node.Silo = null;
        Restarts++;
        run.Agenda.Add(run.Agenda.NowMs + _chance.Between(1_000, 60_000), () => Recover(node));
    }

    private void Trace(Node node, string what)
    {
        if (run.Trace is not null) Console.WriteLine($"{Spans.Show(run.Agenda.NowMs)} silo {node.Stream} {what}");
    }

    private void Recover(Node node)
    {
        if (node.Silo is not null) return;
        var before = cluster.Store.Grains.ToDictionary(r => r.Id, r => FreshActivation.Show(cluster.Read(r), isExact: true));
        if (_chance.Happens(0.3)) OtherVersion.Older(cluster.Store);
        if (_chance.Happens(0.3)) OtherVersion.Newer(cluster.Store);
        run.WrongClocks?.PerhapsSet();
        Start(node, () => FreshActivation.CheckOtherVersion(node.Silo!, before));
        run.Oracles.Restarted();
        Reconnect();
    }

    private void Reconnect()
    {
        foreach (var device in run.Home.Devices) run.Agenda.Add(run.Agenda.NowMs + _chance.Between(50, 20_000), device.Connect);
    }

    private void Forget(Node node)
    {
        cluster.Letters.Lose(node);
        // What the others have decided in this moment is not forgotten with it.
        var calm = disk.IsCalm;
        disk.IsCalm = true;
        cluster.CommitOthers(node);
        disk.IsCalm = calm;
        if (plant is Plant.DropEntry) cluster.Store.LoseNewest(node.Stream);
        cluster.ForgetUncommitted(node);
        run.Oracles.Forget();
    }

    /// <summary>Grains that live elsewhere from now on leave memory in good order.</summary>
    private void Rebalance()
    {
        var calm = disk.IsCalm;
        disk.IsCalm = true;
        foreach (var node in cluster.Nodes.Where(n => n.IsUp)) cluster.Release(node);
        cluster.Look();
        disk.IsCalm = calm;
    }
}
