using Microsoft.AspNetCore.SignalR;
using SmartCare.Domain.Words;
using SmartCare.Server.Accounts;
using SmartCare.Server.Alerts;
using SmartCare.Server.Api;
using SmartCare.Server.Complaints;
using SmartCare.Server.District;
using SmartCare.Server.Hooks;
using SmartCare.Server.Onboarding;
using SmartCare.Server.Operations;
using SmartCare.Server.Registry;
using SmartCare.Server.Registry.Fields;
using SmartCare.Server.Thresholds;
using SmartCare.Server.Upkeep;
using SmartCare.Server.Webhooks;

namespace SmartCare.Server.Record;

/// <summary>
/// Records every call that changes something, with what was sent and what was there before, and those that read about people or take data away. It stands
/// around the whole API: a route that is added later is recorded without having to think of it.
/// </summary>
internal sealed class AuditFilter(AuditLog audit, RecordedSubjects subjects, EventLog events, TimeProvider time) : IEndpointFilter
{
    /// <summary>Reads that are a row each.</summary>
    private static readonly Dictionary<string, string> s_reads = new()
    {
        ["/api/alerts/{id}"] = "read", ["/api/alerts/{id}/notices"] = "read", ["/api/alerts/{id}/reviews"] = "read", ["/api/elders/{id}"] = "read",
        ["/api/devices/{id}"] = "read", ["/api/devices/{id}/series"] = "read", ["/api/elders/{id}/day"] = "read", ["/api/elders/{id}/habit"] = "read", ["/api/elders/{id}/family"] = "read", ["/api/notices"] = "read", ["/api/audit"] = "read", ["/api/audit/verify"] = "verify",
        ["/api/upkeep/{id}"] = "read", ["/api/complaints/{id}"] = "read", ["/api/requests/{id}"] = "read", ["/api/people/{id}"] = "read", ["/api/people/{id}/sessions"] = "read",
        ["/api/alerts/{id}/export"] = "export", ["/api/sites/{id}/export"] = "export", ["/api/registry/export"] = "export", ["/api/upkeep/export"] = "export", ["/api/elders/{id}/photo"] = "read",
        ["/api/sites/{id}/history"] = "read", ["/api/places/{id}/history"] = "read", ["/api/elders/{id}/history"] = "read", ["/api/devices/{id}/history"] = "read",
    };

    /// <summary>Reads about many people, which a wall repeats all the time: sums. By the word under which they are counted.</summary>
    private static readonly Dictionary<string, string> s_lists = new()
    {
        ["/api/alerts"] = "alerts", ["/api/places"] = "places", ["/api/elders"] = "elders", ["/api/devices"] = "devices", ["/api/quarantine"] = "quarantine", ["/api/people"] = "people", ["/api/upkeep"] = "upkeep",
        ["/api/requests"] = "requests", ["/api/sites/{id}/duty"] = "duty", ["/api/sites/{id}/handover"] = "handover",
    };

    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var (http, pattern) = (context.HttpContext, PatternOf(context.HttpContext));
        var id = http.GetRouteValue("id") as string;
        var isPut = HttpMethods.IsPut(http.Request.Method);
        var before = isPut ? subjects.Now(pattern, id) : null;
        // What is removed has no site afterwards; what is made has none before.
        var removed = HttpMethods.IsDelete(http.Request.Method) ? subjects.Of(pattern, id) : default;
        var result = await next(context);
        var status = (result as IStatusCodeHttpResult)?.StatusCode ?? http.Response.StatusCode;
        var done = status < 400;
        var isRead = HttpMethods.IsGet(http.Request.Method);
        if (isRead && done && s_lists.TryGetValue(pattern, out var list)) CountList(http, list, id);
        if (isRead && (!done || !s_reads.ContainsKey(pattern))) return result;

        var input = RequestBody.Of(context);
        var user = Short((input as SignInRequest)?.User ?? http.User.Identity?.Name);
        // Signing out without being signed in says nothing about anybody.
        if (user is null) return result;
        if (input is SignInRequest && done) events.SignedIn(user, "password", http.Connection.RemoteIpAddress);
        if (input is SignInRequest && !done)
        {
            events.Refused("password", status, http.Connection.RemoteIpAddress);
            audit.Refused.Count(user, http.Connection.RemoteIpAddress, status, time.GetUtcNow());
            return result;
        }

        var (about, site) = removed.About is null ? subjects.Of(pattern, id) : removed;
        if (site is null && input is IOfSite { SiteId: { } named } && subjects.HasSite(named)) site = named;
        if (pattern.StartsWith(ComplaintPaths, StringComparison.Ordinal))
        {
            // Who opens their own anonymous complaint would stand there beside its id.
            if (input is not ComplaintKey) audit.Add(Confidential(input, user, isRead ? s_reads[pattern] : What(http.Request.Method, pattern, done), about, done ? null : status, http));
            return result;
        }

        audit.Add(new AuditEntry(
            time.GetUtcNow(), user, isRead ? s_reads[pattern] : What(http.Request.Method, pattern, done), about, site,
            RecordedInput.Of(input, http.Request.QueryString.Value, done ? null : status, isPut && done, before, before is null ? null : subjects.Now(pattern, id)),
            http.Connection.RemoteIpAddress?.ToString()));
        return result;
    }

    /// <summary>Of a complaint the record says that it was written, read or answered, and nothing that it says. It belongs to no site, so that no director reads there what
    /// they may not read; who wrote an anonymous one is nobody.</summary>
    private AuditEntry Confidential(object? input, string user, string what, string? about, int? refused, HttpContext http)
    {
        var isAnonymous = input is ComplaintInput { Anonymous: true };
        return new AuditEntry(
            time.GetUtcNow(), isAnonymous ? "complaint/anonymous" : user, what, about, null, RecordedInput.Of(null, null, refused),
            isAnonymous ? null : http.Connection.RemoteIpAddress?.ToString());
    }

    private const string ComplaintPaths = "/api/complaints";

    /// <summary>A list of one site is about that; any other shows the people of each site that the reader sees.</summary>
    private void CountList(HttpContext http, string list, string? id)
    {
        if (http.User.Identity?.Name is not { } user) return;
        var site = id ?? (http.Request.Query["site"] is [{ Length: > 0 } asked] ? asked : null);
        // There is nobody at a site that somebody made up.
        if (site is not null && !subjects.HasSite(site)) return;
        foreach (var of in site is not null ? [site] : http.RequestServices.GetRequiredService<Viewer>().Sites ?? (IEnumerable<string?>)[null])
            audit.Lists.Count(user, http.Connection.RemoteIpAddress, of, list, time.GetUtcNow());
    }

    /// <summary>A name that could be an account's; somebody may have made it up.</summary>
    private static string? Short(string? user) =>
        user is null ? null : PlainText.Shown(user.Length > RecordLimits.NameLength ? user[..RecordLimits.NameLength] : user);

    internal static string PatternOf(HttpContext http) => "/" + (http.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText?.Trim('/');

    /// <summary>acknowledge, review, test: the last word of the route; write for a PUT.</summary>
    private static string What(string method, string pattern, bool done) => (method, pattern) switch
    {
        ("POST", "/api/session") => done ? "signIn" : "signInFailed",
        ("DELETE", "/api/session") => "signOut",
        ("DELETE", "/api/sessions" or "/api/people/{id}/sessions") => "signOutEverywhere",
        ("PUT", "/api/session/password") => "changePassword",
        ("POST", "/api/session/password") => "provePassword",
        ("POST", "/api/notices/test") => "testNotice",
        ("POST", "/api/push/phones") => "addPhone",
        ("POST", "/api/push/test") => "testPhones",
        ("POST", "/api/alerts/{id}/acknowledge-from-notice") => "acknowledgeFromNotice",
        ("POST", "/api/tokens") => "makeToken",
        ("POST", "/api/requests") => "takeRequest",
        ("POST", "/api/district/months") => "publishMonth",
        ("POST", "/api/webhooks") => "makeWebhook",
        ("POST", "/api/hooks") => "makeHook",
        ("POST", "/api/upkeep") => "addUpkeep",
        ("POST", "/api/upkeep/{id}/steps") => "stepUpkeep",
        ("POST", "/api/complaints") => "fileComplaint",
        ("POST", "/api/session/second-factor") => "beginSecondFactor",
        ("PUT", "/api/session/second-factor") => "turnOnSecondFactor",
        ("DELETE", "/api/session/second-factor" or "/api/people/{id}/second-factor") => "turnOffSecondFactor",
        ("PUT", _) when pattern.EndsWith('}') => "write",
        ("DELETE", _) when pattern.EndsWith('}') => "remove",
        _ when pattern.Split('/')[^1] is var last && !last.Contains('{', StringComparison.Ordinal) => method is "POST" ? last : $"{method.ToLowerInvariant()} {last}",
        _ => $"{method.ToLowerInvariant()} {pattern}",
    };
}

/// <summary>The walls' answers over the hub are recorded as those over HTTP.</summary>
internal sealed class AuditHubFilter(AuditLog audit, RecordedSubjects subjects, TimeProvider time) : IHubFilter
{
    public async ValueTask<object?> InvokeMethodAsync(HubInvocationContext context, Func<HubInvocationContext, ValueTask<object?>> next)
    {
        if (context.HubMethodName is nameof(AlertHub.Resume)) return await next(context);
        try
        {
            var result = await next(context);
            Add(context, refused: null);
            return result;
        }
        catch (HubException refused)
        {
            Add(context, refused.Message);
            throw;
        }
    }

    private void Add(HubInvocationContext context, string? refused)
    {
        var arguments = context.HubMethodArguments;
        var (about, site) = subjects.Of("/api/alerts/{id}", arguments.Count > 0 ? arguments[0] as string : null);
        var detail = arguments.Count > 1 || refused is not null ? new { arguments = arguments.Skip(1), refused } : null;
        audit.Add(new AuditEntry(
            time.GetUtcNow(), context.Context.User?.Identity?.Name ?? "", context.HubMethodName.ToLowerInvariant(), about, site,
            RecordedInput.Of(detail, null, null), context.Context.GetHttpContext()?.Connection.RemoteIpAddress?.ToString()));
    }
}

/// <summary>What a route is about, and at which site that is.</summary>
internal sealed class RecordedSubjects(AlertStore alerts, RegistryIndex registry, AccountStore accounts, ApiTokens tokens, PolicyBook policies, Inbox inbox, SubscriptionBook webhooks, HookBook hooks, UpkeepBook upkeep,
    LevelBook levels, RequestBook requests)
{
    /// <summary>What a PUT writes over, as it is now; null: nothing, or it is not kept here.</summary>
    public object? Now(string pattern, string? id) => pattern is "/api/policy" ? new { Values = policies.Set } : id is null ? null : pattern switch
    {
        "/api/sites/{id}/duty" => registry.Site(id)?.Duty,
        "/api/upkeep/{id}" => upkeep.Find(id) is { } due ? due with { Events = [] } : null,
        "/api/webhooks/{id}" => webhooks.Find(id) is { } w ? new { w.Name, w.Url, w.Sites, w.Kinds, w.States, w.Names, w.Enabled } : null,
        "/api/levels/{id}" => levels.Find(id),
        "/api/people/{id}" => accounts.Find(id) is { } a ? new { a.Name, a.Role, a.Sites, a.Elders, a.Locked, a.MustChangePassword, a.External, a.Organisation, a.LevelId, a.Names } : null,
        _ => ItemKind.All.FirstOrDefault(k => pattern == $"/api/{k.Plural}/{{id}}") is { } kind && kind.Find(registry, id) is { } record ? kind.FieldsOf(record) : null,
    };

    public bool HasSite(string id) => registry.Site(id) is not null;

    public (string? About, string? Site) Of(string pattern, string? id)
    {
        if (pattern.StartsWith("/api/policy", StringComparison.Ordinal)) return ("policy", null);
        var word = pattern.Split('/') is not [_, "api", var plural, ..] ? null : plural == "people" ? "person" : plural.TrimEnd('s');
        if (word is null || id is null) return (null, null);
        return ($"{word}/{(id.Length > RecordLimits.NameLength ? id[..RecordLimits.NameLength] : id)}", word switch
        {
            "alert" => alerts.Find(id)?.Alert.SiteId,
            "elder" => registry.Elder(id)?.SiteId.Value,
            "place" => registry.Place(id)?.SiteId.Value,
            "device" => registry.Device(id)?.SiteId.Value,
            "site" => id,
            "inbox" => inbox.Find(id) is { } newcomer ? registry.SiteOfGateway(newcomer.Gateway)?.Value : null,
            "token" => tokens.Find(id)?.Sites.FirstOrDefault(),
            "webhook" => webhooks.Find(id)?.Sites.FirstOrDefault(),
            "upkeep" => upkeep.Find(id)?.SiteId,
            "hook" => hooks.Find(id) is { } hook ? registry.Device(hook.DeviceId)?.SiteId.Value : null,
            "request" => requests.Find(id)?.SiteId,
            "person" => accounts.Find(id)?.Sites.FirstOrDefault(),
            _ => null,
        });
    }
}
