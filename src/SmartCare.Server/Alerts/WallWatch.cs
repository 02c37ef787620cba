using SmartCare.Domain.Decisions;
using SmartCare.GrainInterfaces;
using SmartCare.Server.Registry;

namespace SmartCare.Server.Alerts;

/// <summary>Once a second: tells each site that has a duty plan whether a wall of its duty is signed in. A wall that is gone has a while to come
/// back: browsers reload, and after a start all of them are still on their way.</summary>
internal sealed class WallWatch(WallStreams walls, RegistryIndex registry, IGrainFactory grains, TimeProvider time)
{
    private static readonly TimeSpan s_grace = TimeSpan.FromMinutes(2);
    private readonly Dictionary<string, Seen> _sites = [];

    private sealed class Seen
    {
        public bool? Told { get; set; }

        /// <summary>Since when there is none.</summary>
        public long? NoneSince { get; set; }
    }

    public void Beat()
    {
        foreach (var site in registry.Sites)
        {
            if (site.Duty is null)
            {
                _sites.Remove(site.Id.Value);
                continue;
            }

            if (!_sites.TryGetValue(site.Id.Value, out var seen)) _sites[site.Id.Value] = seen = new Seen();
            var count = walls.DutyWallsOf(site.Id.Value);
            seen.NoneSince = count > 0 ? null : seen.NoneSince ?? time.GetTimestamp();
            if (seen.Told == count > 0 || (seen.NoneSince is { } since && time.GetElapsedTime(since) < s_grace)) continue;
            seen.Told = count > 0;
            _ = TellAsync(site.Id.Value, count, seen);
        }
    }

    private async Task TellAsync(string site, int count, Seen seen)
    {
        try
        {
            await grains.GetGrain<ISiteGrain>(site).CountWalls(new WallsOf(count));
        }
        catch (Exception)
        {
            // With the next beat again, whatever kept it from being told.
            seen.Told = null;
        }
    }
}
