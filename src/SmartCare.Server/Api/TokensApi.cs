using System.Text.Json.Serialization;
using SmartCare.Grains.Store;
using SmartCare.Server.Accounts;
using SmartCare.Server.Api.Description;
using SmartCare.Server.District;

namespace SmartCare.Server.Api;

/// <param name="Sites">Empty: everywhere, by admin only.</param>
/// <param name="Days">Until it expires.</param>
/// <param name="LevelId">In place of sites, by admin only: what it may ask for is that level's, with what is below it.</param>
internal sealed record TokenInput(string? Name, TokenScope[]? Scopes, string[]? Sites, int? Days, string? LevelId = null);

/// <param name="Sites">Empty: everywhere.</param>
/// <param name="Secret">Shown once, to whoever had it made; else not there.</param>
internal sealed record TokenView(
    string Id, string Name, IReadOnlyList<TokenScope> Scopes, IReadOnlyList<string> Sites, string CreatedBy, DateTimeOffset CreatedAt, DateTimeOffset ExpiresAt,
    DateTimeOffset? LastUsedAt, string? LevelId, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Secret)
{
    public static TokenView Of(ApiToken t) => Of(t, secret: null);

    public static TokenView Of(ApiToken t, string? secret) => new(t.Id, t.Name, t.Scopes, t.Sites, t.CreatedBy, t.CreatedAt, t.ExpiresAt, t.LastUsedAt, t.LevelId, secret);
}

/// <summary>Tokens of machines: admin has all of them, a director those of their sites.</summary>
internal static class TokensApi
{
    private const int LongestName = 100;

    public static void Map(IEndpointRouteBuilder api)
    {
        var tokens = api.MapGroup("/tokens");
        tokens.MapGet("", (Viewer viewer, ApiTokens all) => MayNot(viewer)
            ?? TypedResults.Ok(new Page<TokenView>([.. all.All.Where(t => Sees(viewer, t)).Select(TokenView.Of)], null)))
            .Is("listTokens", Who.Director, "Tokens of machines, the oldest first").Gives<Page<TokenView>>();
        tokens.MapPost("", MakeAsync).Is("makeToken", Who.Director, "A token for a machine; its secret is shown once").Gives<TokenView>(201).Refuses(409);
        tokens.MapDelete("/{id}", RemoveAsync).Is("removeToken", Who.Director, "A token is over, with its hub connections").GivesNothing();
    }

    private static IResult? MayNot(Viewer viewer) =>
        viewer.Account.Role is Role.Admin or Role.Director ? null : Problems.Forbidden("Only admin and the director have tokens made.");

    private static bool Sees(Viewer viewer, ApiToken token) => viewer.IsAdmin || token.Sites.Length > 0 && token.Sites.All(viewer.SeesSite);

    private static async Task<IResult> MakeAsync(TokenInput input, Viewer viewer, ApiTokens tokens, LevelBook levels)
    {
        if (MayNot(viewer) is { } refused) return refused;
        if (input.Name is not { Length: <= LongestName } name || string.IsNullOrWhiteSpace(name)) return Problems.Invalid($"name is needed, at most {LongestName} characters.");
        if (input.Scopes is not { Length: > 0 } scopes) return Problems.Invalid("scopes is one or more of read, alerts, registry, export, webhooks, figures, requests.");
        if (input.Sites is not { } sites || !sites.All(s => s is not null && viewer.FindsSite(s))) return Problems.Invalid("sites: each is the id of a site.");
        if (input.Days is not (>= 1 and <= ApiTokens.MostDays) || input.Days is not { } days) return Problems.Invalid($"days is 1 to {ApiTokens.MostDays}.");
        if (input.LevelId is { Length: > 0 } level && LevelTrouble(viewer, level, scopes, sites, levels) is { } wrong) return wrong;
        if (sites.Length == 0 && !viewer.IsAdmin) return Problems.Forbidden("A director's token names its sites.");
        try
        {
            return await Task.Run(() => tokens.Make(name, scopes, sites, days, viewer.Account.User, input.LevelId is { Length: > 0 } at ? at : null)) is { } made
                ? TypedResults.Created($"/api/tokens/{made.Token.Id}", TokenView.Of(made.Token, made.Secret))
                : Problems.Conflict("There are too many tokens; remove some first.");
        }
        catch (StoreUnavailableException away)
        {
            return Problems.Unavailable($"The token could not be written: {away.Message}");
        }
    }

    private static IResult? LevelTrouble(Viewer viewer, string level, TokenScope[] scopes, string[] sites, LevelBook levels) =>
        !viewer.IsAdmin ? Problems.Forbidden("Only admin has tokens of levels made.")
        : levels.Find(level) is not { Archived: false } ? Problems.Invalid("levelId is the id of a level that is not archived (GET /api/levels).")
        : sites.Length > 0 ? Problems.Invalid("sites: a token of a level has none.")
        : scopes.Any(s => s is not (TokenScope.Figures or TokenScope.Requests)) ? Problems.Invalid("scopes: a token of a level has figures, requests, or both.") : null;

    private static async Task<IResult> RemoveAsync(string id, Viewer viewer, ApiTokens tokens)
    {
        if (MayNot(viewer) is { } refused) return refused;
        try
        {
            return tokens.Find(id) is { } token && Sees(viewer, token) && await Task.Run(() => tokens.Remove(id)) ? TypedResults.NoContent() : Problems.NotFound($"There is no token {id}.");
        }
        catch (StoreUnavailableException away)
        {
            return Problems.Unavailable($"The token is still there: {away.Message}");
        }
    }
}
