using SmartCare.Domain.Words;
using SmartCare.Grains.Store;
using SmartCare.Server.Accounts;
using SmartCare.Server.District;
using SmartCare.Server.Intake;
using SmartCare.Server.Registry;
using SmartCare.Server.Registry.Fields;

namespace SmartCare.Server.Api;

/// <summary>Who sees and writes which people, and what a person must be like.</summary>
internal sealed class PeopleEdit(AccountStore accounts, RegistryIndex registry, PasswordCheck passwords, BrowserSessions sessions, LevelBook levels)
{
    private const int LongestName = 100;

    /// <summary>Before anything is looked up: who may see nobody learns nothing of who there is.</summary>
    public static IResult? MayNot(Viewer viewer) =>
        viewer.Account.Role is Role.Admin or Role.Director ? null : Problems.Forbidden("Only admin and the director see people.");

    /// <summary>A director sees whoever works or has family at a site of theirs.</summary>
    public static bool Sees(Viewer viewer, Account person) => viewer.IsAdmin || person.Sites.Any(viewer.SeesSite);

    /// <summary>A director writes duty and family whose sites are all theirs.</summary>
    private static bool Writes(Viewer viewer, Role role, IReadOnlyCollection<string> sites) =>
        viewer.IsAdmin || role is Role.Duty or Role.Family && sites.Count > 0 && sites.All(viewer.SeesSite);

    public static Role? RoleOf(string text) => text switch
    {
        "duty" => Role.Duty, "director" => Role.Director, "family" => Role.Family, "admin" => Role.Admin, "officer" => Role.Officer, _ => null,
    };

    public PersonView View(Viewer viewer, Account person) => new(
        person.User, person.Name, person.Role, [.. person.Sites.Where(viewer.SeesSite)],
        [.. person.Elders.Where(e => registry.Elder(e) is { } elder && viewer.SeesElder(elder.SiteId.Value, e))],
        person.Locked, person.MustChangePassword, person.SecondFactor is not null, person.External, person.Organisation, sessions.LastSignIn(person.User), person.LevelId, person.Names);

    /// <param name="person">Of this name; null: there is none.</param>
    /// <returns>Null: the viewer may see them, or write them.</returns>
    public static IResult? Refusal(Viewer viewer, string user, Account? person, bool isWritten) => MayNot(viewer)
        ?? (person is null || !Sees(viewer, person) ? Problems.NotFound($"There is nobody {user}.")
            : isWritten && !Writes(viewer, person.Role, person.Sites) ? Problems.Forbidden("A director changes duty and family whose sites are all theirs.") : null);

    public async Task<IResult> PutAsync(Viewer viewer, string user, PersonInput input)
    {
        var before = accounts.Find(user);
        if ((before is null ? MayNot(viewer) : Refusal(viewer, user, before, isWritten: true)) is { } refused) return refused;
        if ((input.Role ?? before?.Role) is not { } role) return Problems.Invalid("role is one of duty, director, family, admin, officer.");
        // Who is family no more has no elders, without anybody having to say so.
        var (name, sites, elders) = (input.Name ?? before?.Name, input.Sites ?? (role is Role.Officer ? [] : before?.Sites) ?? [], input.Elders ?? (role is Role.Family ? before?.Elders : null) ?? []);
        if (Trouble(viewer, user, name, role, sites, elders) is { } trouble) return Problems.Invalid(trouble);
        var level = input.LevelId is { Length: > 0 } named ? named : role is Role.Officer ? before?.LevelId : null;
        if (LevelTrouble(role, level, input.Names) is { } above) return Problems.Invalid(above);
        if (!Writes(viewer, role, sites)) return Problems.Forbidden("A director makes duty and family.");
        if (PasswordTrouble(viewer, user, before, input) is { } weak) return Problems.Invalid(weak);
        if (before is null && IsDevice(user)) return Problems.Conflict("A device has this name.");
        if (before is null && accounts.IsFull) return Problems.Conflict("There are too many people; remove some first.");
        if (input.Organisation is { Length: > 0 } organisation && (role is not Role.Family || !FieldText.IsName(organisation))) return Problems.Invalid($"organisation is family's alone, at most {FieldText.LongestName} characters.");
        if (input.External is { Length: > Account.LongestExternal }) return Problems.Invalid($"external has at most {Account.LongestExternal} characters.");
        if (input.External is { Length: > 0 } external && accounts.OfExternal(external) is { } other && other.User != user) return Problems.Conflict("Somebody else signs in as this external.");
        var hash = input.Password is null ? null : await Task.Run(() => passwords.Hash(input.Password));
        return await WriteAsync(viewer, user, now =>
        {
            var person = now ?? new Account(user, name!, role, sites, [], "", Demo: false);
            return person with
            {
                Name = input.Name ?? person.Name, Role = role, Sites = [.. sites.Distinct()], Elders = [.. elders.Distinct()],
                PasswordHash = hash ?? person.PasswordHash, Locked = input.Locked ?? person.Locked,
                MustChangePassword = input.MustChangePassword ?? (hash is not null || person.MustChangePassword),
                External = input.External is { } named ? named.Length == 0 ? null : named : person.External,
                Organisation = role is not Role.Family ? null : input.Organisation is { } of ? FieldText.OrNull(of) : person.Organisation,
                LevelId = level, Names = role is Role.Officer && (input.Names ?? person.Names),
                // Everyone knows the demo's passwords, and nobody this one.
                Demo = person.Demo && hash is null,
            };
        });
    }

    public Task<IResult> RemoveAsync(Viewer viewer, string user) => TryAsync(() =>
    {
        var refused = Refusal(viewer, user, accounts.Find(user), isWritten: true);
        if (refused is not null) return refused;
        accounts.Remove(user, unless: now => (refused = Refusal(viewer, user, now, isWritten: true) ?? LastAdmin(now, after: null)) is not null);
        return refused ?? TypedResults.NoContent();
    });

    /// <summary>What was allowed is asked once more while nobody else changes it: they may be somebody else by now.</summary>
    private Task<IResult> WriteAsync(Viewer viewer, string user, Func<Account?, Account> change) => TryAsync(() =>
    {
        IResult? refused = null;
        var written = accounts.Set(user, now =>
        {
            var after = change(now);
            refused = now is null ? null : Refusal(viewer, user, now, isWritten: true) ?? LastAdmin(now, after);
            return refused is null ? after : now;
        });
        return refused ?? TypedResults.Ok(View(viewer, written!));
    });

    /// <summary>On a thread that may wait for the disk.</summary>
    private static async Task<IResult> TryAsync(Func<IResult> write)
    {
        try
        {
            return await Task.Run(write);
        }
        catch (StoreUnavailableException away)
        {
            return Problems.Unavailable($"Nothing was changed: {away.Message}");
        }
    }

    /// <param name="after">What becomes of them; null: they are removed.</param>
    private IResult? LastAdmin(Account now, Account? after) =>
        accounts.IsLastAdmin(now) && after is not { IsUnlockedAdmin: true } ? Problems.Conflict("This is the last admin who is not locked; make another one first.") : null;

    /// <remarks>A site that the viewer does not see is not there.</remarks>
    private string? Trouble(Viewer viewer, string user, string? name, Role role, string[] sites, string[] elders)
    {
        if (!IdText.IsValid(user) || user == AccountStore.Reserved) return $"A user name has 1 to {IdText.Longest} letters, digits, '-', '_', '.', ':', and is not '{AccountStore.Reserved}'.";
        if (name is not { Length: <= LongestName } || string.IsNullOrWhiteSpace(name)) return $"name is needed, at most {LongestName} characters.";
        if (!sites.All(s => s is not null && viewer.FindsSite(s))) return "sites: each is the id of a site.";
        if (role is Role.Officer && sites.Length > 0) return "sites: an official has a level, and no sites.";
        if (role is not (Role.Admin or Role.Officer) && sites.Length == 0) return "sites: everyone but admin and officials belongs to at least one.";
        if (role is not Role.Family && elders.Length > 0) return "elders are family's alone.";
        return elders.All(e => e is not null && registry.Elder(e) is { } elder && sites.Contains(elder.SiteId.Value)) ? null : "elders: each is the id of an elder at one of the sites.";
    }

    private string? LevelTrouble(Role role, string? level, bool? names) => role is not Role.Officer
        ? level is { Length: > 0 } || names is true ? "levelId and names are officials' alone." : null
        : level is null || levels.Find(level) is not { Archived: false } ? "levelId is the id of a level that is not archived (GET /api/levels)." : null;

    private static string? PasswordTrouble(Viewer viewer, string user, Account? before, PersonInput input)
    {
        if (input.Password is null) return before is null && string.IsNullOrEmpty(input.External) ? "password is needed for a new person, or external." : null;
        return user == viewer.Account.User ? "Your own password is changed with PUT /api/session/password." : PasswordRules.Trouble(user, input.Password);
    }

    private bool IsDevice(string user) => user == CareAuthenticator.Gateway || registry.Device(user) is not null || !accounts.IsFree(user);
}
