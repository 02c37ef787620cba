using SmartCare.Server.Accounts;
using SmartCare.Server.Api.Description;

namespace SmartCare.Server.Api;

/// <param name="Password">Needed for a new person; without it the old one stays.</param>
/// <param name="External">What the OpenID Connect provider calls them; empty: they do not sign in by it.</param>
/// <param name="Organisation">Of family only: who is a volunteer, or a partner's, and no relative; empty: they are a relative.</param>
/// <param name="LevelId">Of officials: the level whose sums they see.</param>
/// <param name="Names">Of officials: they may ask for the names in service requests. Only admin says so.</param>
/// <param name="MustChangePassword">Null: when a password is set here, as another person's.</param>
internal sealed record PersonInput(
    string? Name, Role? Role, string[]? Sites, string[]? Elders, string? Password, bool? MustChangePassword, bool? Locked, string? External, string? Organisation,
    string? LevelId = null, bool? Names = null)
{
    public static readonly PersonInput Empty = new(null, null, null, null, null, null, null, null, null);
}

/// <param name="Sites">Of these, those that the reader sees.</param>
/// <param name="LastSignInAt">At a wall or a page; null: never.</param>
internal sealed record PersonView(
    string User, string Name, Role Role, IReadOnlyList<string> Sites, IReadOnlyList<string> Elders, bool Locked, bool MustChangePassword,
    bool SecondFactor, string? External, string? Organisation, DateTimeOffset? LastSignInAt, string? LevelId, bool Names);

/// <param name="LastSeenAt">When it last asked for something.</param>
internal sealed record SessionOfPersonView(string Id, DateTimeOffset CreatedAt, DateTimeOffset LastSeenAt, string? From, string? Browser);

/// <summary>By what name somebody is called.</summary>
internal sealed record ColleagueView(string User, string Name, Role Role);

/// <summary>People who may sign in: admin has all of them, a director those of their sites.</summary>
internal static class PeopleApi
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/colleagues", Colleagues).Is("listColleagues", Who.Staff, "Who works at the sites that one sees, by user: what those are called who answer alerts")
            .Gives<Page<ColleagueView>>();
        var people = api.MapGroup("/people");
        people.MapGet("", List).Is("listPeople", Who.Director, "People who may sign in, by user").Gives<Page<PersonView>>().Refuses(404);
        people.MapGet("/{id}", (string id, Viewer viewer, PeopleEdit people, AccountStore accounts) => accounts.Find(id) is var person
            && PeopleEdit.Refusal(viewer, id, person, isWritten: false) is { } refused ? refused : TypedResults.Ok(people.View(viewer, person!)))
            .Is("getPerson", Who.Director, "One person").Gives<PersonView>();
        people.MapPut("/{id}", (string id, PersonInput input, Viewer viewer, PeopleEdit people) => people.PutAsync(viewer, id, input))
            .Is("putPerson", Who.Director, "Makes or changes a person; what is not named stays as it was").Gives<PersonView>().Refuses(409);
        people.MapDelete("/{id}", (string id, Viewer viewer, PeopleEdit people) => people.RemoveAsync(viewer, id))
            .Is("removePerson", Who.Director, "Removes a person").GivesNothing().Refuses(409);
        people.MapGet("/{id}/sessions", (string id, Viewer viewer, AccountStore accounts, BrowserSessions sessions) =>
            PeopleEdit.Refusal(viewer, id, accounts.Find(id), isWritten: true) ?? TypedResults.Ok(new Page<SessionOfPersonView>(
                [.. sessions.Of(id).Select(s => new SessionOfPersonView(s.Id, s.CreatedAt, s.SeenAt, s.From, s.Browser))], null)))
            .Is("listSessionsOfPerson", Who.Director, "Where a person is signed in").Gives<Page<SessionOfPersonView>>();
        people.MapDelete("/{id}/sessions", SignOutAsync).Is("signOutPerson", Who.Director, "Signs a person out everywhere").GivesNothing();
    }

    private static IResult List(Viewer viewer, PeopleEdit people, AccountStore accounts, string? site, string? role, string? after, int? limit)
    {
        if (PeopleEdit.MayNot(viewer) is { } refused) return refused;
        if (!Pages.TryLimit(limit, out var most)) return Problems.Invalid($"limit is 1 to {Pages.Most}.");
        Role? wanted = null;
        if (role is not null && (wanted = PeopleEdit.RoleOf(role)) is null) return Problems.Invalid("role is one of duty, director, family, admin, officer.");
        if (site is not null && !viewer.FindsSite(site)) return Problems.NotFound($"There is no site {site}.");
        var found = accounts.All.Where(a => (after is null || string.CompareOrdinal(a.User, after) > 0) && (wanted is null || a.Role == wanted)
            && (site is null || a.Sites.Contains(site)) && PeopleEdit.Sees(viewer, a));
        return TypedResults.Ok(Pages.Cut([.. found.Take(most + 1).Select(a => people.View(viewer, a))], most, p => p.User));
    }

    private static IResult Colleagues(Viewer viewer, AccountStore accounts, string? after, int? limit)
    {
        if (!viewer.MayAnswer) return Problems.Forbidden("Only staff see who else works here.");
        if (!Pages.TryLimit(limit, out var most)) return Problems.Invalid($"limit is 1 to {Pages.Most}.");
        var found = accounts.All.Where(a => a.Role is not Role.Family && (after is null || string.CompareOrdinal(a.User, after) > 0) && (a.Role is Role.Admin || a.Sites.Any(viewer.SeesSite)));
        return TypedResults.Ok(Pages.Cut([.. found.Take(most + 1).Select(a => new ColleagueView(a.User, a.Name, a.Role))], most, p => p.User));
    }

    private static async Task<IResult> SignOutAsync(string id, Viewer viewer, AccountStore accounts, AccessRevocation access, BrowserSessions sessions)
    {
        if (PeopleEdit.Refusal(viewer, id, accounts.Find(id), isWritten: true) is { } refused) return refused;
        access.EndAll(id, but: null);
        await sessions.SaveAsync();
        return TypedResults.NoContent();
    }
}
