using SmartCare.Domain.Registry;
using SmartCare.Domain.Words;
using SmartCare.Server.Alerts;
using SmartCare.Server.Registry;
using SmartCare.Storage;

namespace SmartCare.Server.Accounts;

/// <summary>What somebody must do before they may do anything else.</summary>
[Flags]
internal enum Owed
{
    Nothing = 0, NewPassword = 1, SecondFactor = 2,
}

/// <summary>What one person, or a machine with a token, may see and do. Every page, route, hub call and MQTT subscription of people asks here.</summary>
/// <param name="find">An account by its user name.</param>
internal sealed class Viewer(Account account, RegistryIndex registry, Func<string, Account?> find)
{
    private readonly FamilyLens? _lens = account.Role is Role.Family ? new FamilyLens(account, registry, find) : null;

    public Account Account => account;

    public Owed Owes { get; init; }

    /// <summary>Null: a person, whom their role alone bounds.</summary>
    public IReadOnlyCollection<TokenScope>? Scopes { get; init; }

    public bool Has(TokenScope scope) => Scopes?.Contains(scope) is not false;

    public bool IsAdmin => account.Role is Role.Admin;

    /// <summary>May acknowledge, arrive, resolve.</summary>
    public bool MayAnswer => account.Role is not (Role.Family or Role.Officer);

    /// <summary>A volunteer: of the answers to alerts of their elders they may say that they have arrived, and they may record visits. They see what tells of the call, and nothing of a life.</summary>
    public bool IsResponder => account.Organisation is not null && account.Role is Role.Family;

    /// <summary>Whom a site asks and how; at the sites that they see.</summary>
    public bool MayWriteDuty => account.Role is Role.Admin or Role.Director;

    /// <summary>Places, elders and devices at the sites that they see; sites are the admin's.</summary>
    public bool MayWriteRegistry => account.Role is Role.Admin or Role.Director;

    /// <summary>An official's level; null for everyone else.</summary>
    public string? LevelId => account.Role is Role.Officer ? account.LevelId : null;

    /// <summary>Null: every site.</summary>
    public IReadOnlyCollection<string>? Sites => IsAdmin ? null : account.Role is Role.Officer ? [] : account.Sites;

    /// <summary>Family's view; null for everyone else.</summary>
    public FamilyScope? Family => account.Role is not Role.Family ? null : new FamilyScope(
        account.Elders, [.. account.Elders.Select(registry.Elder).OfType<Elder>().Where(e => e.LivesHere).Select(e => e.PlaceId.Value)]);

    public bool SeesSite(string site) => IsAdmin || account.Role is not Role.Officer && account.Sites.Contains(site);

    /// <summary>A site that is there and that they see: what is asked of another does not exist.</summary>
    public bool FindsSite(string site) => SeesSite(site) && registry.Site(site) is not null;

    public bool Sees(AlertDocument alert)
    {
        if (!SeesSite(alert.SiteId)) return false;
        if (Family is not { } family) return true;
        return alert.Elder is { } elder ? family.Elders.Contains(elder.Id) : alert.PlaceId is { } place && family.Places.Contains(place) && IsDanger(alert);
    }

    /// <summary>As they see an alert that they see: family without what is staff's, and what a device is worth is for those who mend it.</summary>
    public AlertDocument Shown(AlertDocument alert) => _lens?.Shown(alert) ?? alert;

    /// <summary>May they see this of an elder whom they see? Family what she has agreed to.</summary>
    public bool MaySee(Elder elder, FamilySight what) => _lens is null || !IsResponder && FamilyLens.Agreed(elder, what);

    /// <summary>May they see what this channel of a device that they see says?</summary>
    public bool SeesChannel(Device device, string channel) => _lens?.SeesChannel(device, channel) is not false;

    /// <summary>What somebody is called, as they are told of it.</summary>
    public string? NameOf(string? user) => _lens is null ? user : _lens.NameOf(user);

    /// <returns>What an elder's contacts call this relative, where they are to see to the alert; null: they are not called for.</returns>
    public string? CalledFor(AlertDocument alert) => _lens?.CalledFor(alert);

    public bool SeesPlace(string site, string place) => SeesSite(site) && (Family is not { } family || family.Places.Contains(place));

    public bool SeesElder(string site, string elder) => SeesSite(site) && (account.Role is not Role.Family || account.Elders.Contains(elder));

    /// <summary>A shared room's fire is the family's too; its radar or door may be about the neighbour.</summary>
    private static bool IsDanger(AlertDocument alert) => alert.Kind is
        AlertKind.Fire or AlertKind.Gas or AlertKind.Co or AlertKind.Water;
}
