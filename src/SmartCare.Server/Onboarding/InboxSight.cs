using SmartCare.Domain.Registry;
using SmartCare.Server.Accounts;
using SmartCare.Server.Registry;

namespace SmartCare.Server.Onboarding;

/// <summary>An entry as people see it.</summary>
/// <param name="Key">For the other calls; the same for as long as the device is.</param>
/// <param name="Name">What its gateway calls it.</param>
/// <param name="Via">That gateway; null: it signs in itself.</param>
/// <param name="SiteId">Of the gateway; null: it has no record, and serves all sites.</param>
/// <param name="Source">zigbee2mqtt, homeassistant, or heard.</param>
/// <param name="Times">Messages of its own.</param>
/// <param name="Alarm">It said something that may be an alarm, and nobody knows where it is.</param>
/// <param name="Existing">The same hardware is registered under this id, at another gateway.</param>
internal sealed record InboxView(
    string Key, string Name, string? Via, string? SiteId, string Source, string? Maker, string? Product, string? Description, string ProposedId, string? ProposedModel, string ProposedName,
    IReadOnlyList<string> Channels, DateTimeOffset FirstHeardAt, DateTimeOffset LastHeardAt, long Times, bool Alarm, string? Existing);

/// <summary>Who sees what of the inbox: admin all, a director what comes through the gateways of their sites.</summary>
internal sealed class InboxSight(Inbox inbox, RegistryIndex registry, AccountStore accounts)
{
    public string? SiteOf(Newcomer newcomer) => registry.SiteOfGateway(newcomer.Gateway)?.Value;

    /// <summary>The device of the house that it is.</summary>
    public Device? DeviceOf(Newcomer newcomer) => registry.Spoken(newcomer.Gateway, newcomer.Name);

    /// <summary>Also one that is known by now: the same may be sent twice.</summary>
    public Newcomer? Find(Viewer viewer, string key) => inbox.Find(key) is { IsAside: false } found && Sees(viewer, found) ? found : null;

    /// <summary>By its hardware address; the one that was heard last, where two gateways know it.</summary>
    public Newcomer? FindByAddress(Viewer viewer, string address) => inbox.Same(address).Where(n => Sees(viewer, n)).MaxBy(n => n.LastHeardAt);

    /// <summary>The device of the house that has the same hardware address, at another gateway.</summary>
    public string? ExistingOf(Newcomer newcomer) =>
        newcomer.Identity is { } identity ? inbox.Same(identity).Where(n => n.Key != newcomer.Key).Select(DeviceOf).FirstOrDefault(d => d is not null)?.Id.Value : null;

    public bool IsTaken(string id) => registry.Device(id) is not null || accounts.Find(id) is not null || id is "alerts" or "sites" or "bridge";

    public string ProposedIdOf(Newcomer newcomer, Func<string, bool> isTaken) => ProposedId.Of(newcomer.Name, newcomer.ProposedModel, newcomer.Identity, isTaken);

    /// <summary>By key.</summary>
    public IEnumerable<InboxView> All(Viewer viewer)
    {
        // Of all of them, so that an entry is proposed the same id on every page.
        var proposed = new HashSet<string>(StringComparer.Ordinal);
        foreach (var newcomer in inbox.Unknown())
        {
            var id = newcomer.Gateway == newcomer.Name ? newcomer.Name : ProposedIdOf(newcomer, i => proposed.Contains(i) || IsTaken(i));
            proposed.Add(id);
            if (Sees(viewer, newcomer)) yield return Of(newcomer, ExistingOf(newcomer) ?? id);
        }
    }

    private bool Sees(Viewer viewer, Newcomer newcomer) => viewer.IsAdmin || SiteOf(newcomer) is { } site && viewer.SeesSite(site);

    private InboxView Of(Newcomer n, string id) => new(
        n.Key, n.Name, n.Gateway == n.Name ? null : n.Gateway, SiteOf(n), n.Source.ToString().ToLowerInvariant(), n.Maker, n.Product, n.Description, id, n.ProposedModel,
        n.ProposedName, [.. n.Channels.Select(c => c.Name)], n.FirstHeardAt, n.LastHeardAt, n.Times, n.Alarm is not null, ExistingOf(n));
}
