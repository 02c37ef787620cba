using SmartCare.Domain.Decisions;
using SmartCare.Domain.Notices;
using SmartCare.GrainInterfaces;
using SmartCare.Server.Operations;
using SmartCare.Server.Registry;

namespace SmartCare.Server.Notices;

/// <summary>Once a second: tells each site, once, by which ways this silo can send notices; those without a plan then ring that they have none. Not in the
/// demo, whose houses call nobody outside this machine.</summary>
internal sealed class NoticeWays(Settings settings, RegistryIndex registry, IGrainFactory grains)
{
    private readonly HashSet<string> _told = new();

    private readonly ChannelKind[] _ways =
        [.. Enum.GetValues<ChannelKind>().Where(k => k switch { ChannelKind.Sms => settings.Notices.Sms is not null, ChannelKind.Mail => settings.Notices.Smtp is not null, _ => true })];

    public void Beat()
    {
        foreach (var site in registry.Sites)
            if (site.Duty is null && settings.Demo) Forget(site.Id.Value);
            else if (Remember(site.Id.Value)) _ = TellAsync(site.Id.Value);
    }

    private async Task TellAsync(string site)
    {
        try
        {
            await grains.GetGrain<ISiteGrain>(site).KnowWays(new WaysOut(_ways));
        }
        catch (Exception)
        {
            // With the next beat again, whatever kept it from being told.
            Forget(site);
        }
    }

    private bool Remember(string site)
    {
        lock (_told) return _told.Add(site);
    }

    private void Forget(string site)
    {
        lock (_told) _told.Remove(site);
    }
}
