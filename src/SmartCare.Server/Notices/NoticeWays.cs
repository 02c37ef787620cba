using SmartCare.Domain.Decisions;
using SmartCare.Domain.Notices;
using SmartCare.Server.Care;
using SmartCare.Server.Registry;

namespace SmartCare.Server.Notices;

/// <summary>Once a second: tells each site that has a duty plan, once, by which ways this silo can send notices.</summary>
internal sealed class NoticeWays(NoticeSettings settings, RegistryIndex registry, CareSilo silo)
{
    private readonly HashSet<string> _told = [];

    private readonly ChannelKind[] _ways =
        [.. Enum.GetValues<ChannelKind>().Where(k => k switch { ChannelKind.Sms => settings.Sms is not null, ChannelKind.Mail => settings.Smtp is not null, _ => true })];

    public void Beat()
    {
        foreach (var site in registry.Sites)
            if (site.Duty is null) _told.Remove(site.Id.Value);
            else if (!_told.Contains(site.Id.Value) && silo.TryTell(site.Subject, site.Partition, new WaysOut(_ways), receipt: null, urgent: true))
                _told.Add(site.Id.Value);
    }
}
