using SmartCare.Server.Api;

namespace SmartCare.Server.Webhooks;

/// <summary>What the routes of webhooks have in common.</summary>
internal static class WebhookRoutes
{
    /// <summary>What the OpenAPI document says of a route besides its shape.</summary>
    /// <param name="name">The operation's id.</param>
    /// <param name="errors">Besides 401 and 403, which every route of people has.</param>
    public static RouteHandlerBuilder Describe(this RouteHandlerBuilder route, string name, string summary, params int[] errors)
    {
        route.WithName(name).WithSummary(summary);
        foreach (var status in (int[])[StatusCodes.Status401Unauthorized, StatusCodes.Status403Forbidden, .. errors]) route.ProducesProblem(status);
        return route;
    }

    /// <summary>The answer of a call that writes; 503 where the disk takes nothing.</summary>
    public static IResult Written(Func<IResult> write)
    {
        try
        {
            return write();
        }
        catch (IOException away)
        {
            return Problems.Unavailable($"Nothing has changed: {away.Message}");
        }
    }
}
