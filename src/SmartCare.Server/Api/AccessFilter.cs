using SmartCare.Server.Accounts;
using SmartCare.Server.Record;

namespace SmartCare.Server.Api;

/// <summary>What is asked of everybody before a route is asked: around the whole API, so a route that is added later is closed too.</summary>
internal sealed class AccessFilter(Viewers viewers) : IEndpointFilter
{
    public ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next) =>
        Refusal(context.HttpContext) is { } refused ? ValueTask.FromResult<object?>(refused) : next(context);

    private IResult? Refusal(HttpContext http) => viewers.Of(http.User) switch
    {
        { Scopes: not null } machine => TokenRoutes.Of(http.Request.Method, AuditFilter.PatternOf(http)) switch
        {
            null => Problems.Forbidden("This is for people, not for tokens."),
            { } scope when !machine.Has(scope) => Problems.Forbidden($"This token has not the scope {scope.ToString().ToLowerInvariant()}."),
            _ => null,
        },
        { } person when person.Owes.HasFlag(Owed.NewPassword) && !Opens(http, s_session) => Problems.Special(
            StatusCodes.Status403Forbidden, "password-change", "Somebody else has set your password; set one of your own first: PUT /api/session/password."),
        { Account.Role: Role.Officer } when !OfficerRoutes.Opens(http.Request.Method, AuditFilter.PatternOf(http)) => Problems.Forbidden("Officials see sums and service requests: /api/district, /api/requests."),
        { } person when person.Owes.HasFlag(Owed.SecondFactor) && !Opens(http, [.. s_session, "/api/session/second-factor"]) => Problems.Special(
            StatusCodes.Status403Forbidden, "second-factor-needed", "Your role needs a second factor; turn it on first: POST /api/session/second-factor."),
        _ => null,
    };

    /// <summary>Who one is, the way out, and the way to make good what is owed.</summary>
    private static readonly string[] s_session = ["/api/session", "/api/session/password", "/api/session/ways"];

    private static bool Opens(HttpContext http, string[] open) => open.Contains(http.Request.Path.Value);
}
