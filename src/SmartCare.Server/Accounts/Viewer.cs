using System.Security.Claims;
using SmartCare.Domain.Words;
using SmartCare.Server.Alerts;
using SmartCare.Server.Registry;
using SmartCare.Storage;

namespace SmartCare.Server.Accounts;

/// <summary>What one person may see and do. Every page, route, hub call and MQTT subscription of people asks here.</summary>
internal sealed class Viewer(Account account, RegistryIndex registry)
{
    public Account Account => account;

    public bool IsAdmin => account.Role is Role.Admin;

    /// <summary>May acknowledge, arrive, resolve.</summary>
    public bool MayAnswer => account.Role is not Role.Family;

    /// <summary>Null: every site.</summary>
    public IReadOnlyCollection<string>? Sites => IsAdmin ? null : account.Sites;

    /// <summary>Family's view; null for everyone else.</summary>
    public FamilyScope? Family => account.Role is not Role.Family ? null : new FamilyScope(
        account.Elders, [.. account.Elders.Select(registry.Elder).OfType<Domain.Registry.Elder>().Select(e => e.PlaceId.Value)]);

    public bool SeesSite(string site) => IsAdmin || account.Sites.Contains(site);

    /// <summary>It is there, and for them.</summary>
    public bool FindsSite(string site) => SeesSite(site) && registry.Site(site) is not null;

    public bool Sees(AlertDocument alert)
    {
        if (!SeesSite(alert.SiteId)) return false;
        if (Family is not { } family) return true;
        return alert.Elder is { } elder ? family.Elders.Contains(elder.Id) : alert.PlaceId is { } place && family.Places.Contains(place) && IsDanger(alert);
    }

    public bool SeesPlace(string site, string place) => SeesSite(site) && (Family is not { } family || family.Places.Contains(place));

    public bool SeesElder(string site, string elder) => SeesSite(site) && (account.Role is not Role.Family || account.Elders.Contains(elder));

    /// <summary>A shared room's fire is the family's too; its radar or door may be about the neighbour.</summary>
    private static bool IsDanger(AlertDocument alert) => alert.Kind is
        AlertKind.Fire or AlertKind.Gas or AlertKind.Co or AlertKind.Water;

    public static Viewer? Of(ClaimsPrincipal user, AccountStore accounts, RegistryIndex registry) =>
        user.Identity is { IsAuthenticated: true, Name: { } name } && accounts.Find(name) is { } account ? new Viewer(account, registry) : null;
}
