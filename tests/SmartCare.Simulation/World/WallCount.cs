using SmartCare.Domain.Decisions;
using SmartCare.Domain.Words;
using SmartCare.Simulation.Oracles;
using SmartCare.Simulation.Silo;

namespace SmartCare.Simulation.World;

/// <summary>The host tells a site how many walls of its duty are signed in.</summary>
internal sealed class WallCount(SiteWatch watch, int walls) : IArrival
{
    private int? _before;

    public static void Tell(Run run, SiteId site, int walls)
    {
        if (run.Oracles.WatchOf(site) is { } watch) Commands.Tell(run, site, new WallsOf(walls), told: new WallCount(watch, walls));
    }

    public void Heard(long atMs)
    {
        _before = watch.Walls;
        watch.Hears(walls, this);
    }

    public void Forgotten() => watch.Forgets(_before, this);
}
