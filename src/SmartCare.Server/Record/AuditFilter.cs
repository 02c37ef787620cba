using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.SignalR;
using SmartCare.Server.Alerts;
using SmartCare.Server.Api;
using SmartCare.Server.Registry;

namespace SmartCare.Server.Record;

/// <summary>
/// Records every call that changes something, and those that read about one person or take data away. It stands around the whole API: a
/// route that is added later is recorded without having to think of it.
/// </summary>
internal sealed class AuditFilter(AuditLog audit, RecordedSubjects subjects, TimeProvider time) : IEndpointFilter
{
    /// <summary>Reads that are recorded; lists of many are not.</summary>
    private static readonly Dictionary<string, string> s_reads = new()
    {
        ["/api/alerts/{id}"] = "read", ["/api/alerts/{id}/notices"] = "read", ["/api/alerts/{id}/reviews"] = "read", ["/api/elders/{id}"] = "read",
        ["/api/devices/{id}/series"] = "read", ["/api/notices"] = "read", ["/api/audit"] = "read", ["/api/audit/verify"] = "verify",
        ["/api/alerts/{id}/export"] = "export", ["/api/sites/{id}/export"] = "export",
    };

    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var result = await next(context);
        var (http, pattern) = (context.HttpContext, PatternOf(context.HttpContext));
        var status = (result as IStatusCodeHttpResult)?.StatusCode ?? http.Response.StatusCode;
        var done = status < 400;
        var isRead = HttpMethods.IsGet(http.Request.Method);
        if (isRead && (!done || !s_reads.ContainsKey(pattern))) return result;

        var input = context.Arguments.FirstOrDefault(IsInput);
        var user = Short((input as SignInRequest)?.User ?? http.User.Identity?.Name);
        // Signing out without being signed in says nothing about anybody.
        if (user is null) return result;
        if (input is SignInRequest && !done)
        {
            audit.Refused.Count(user, http.Connection.RemoteIpAddress, status, time.GetUtcNow());
            return result;
        }

        var (about, site) = subjects.Of(pattern, http.GetRouteValue("id") as string);
        audit.Add(new AuditEntry(
            time.GetUtcNow(), user, isRead ? s_reads[pattern] : What(http.Request.Method, pattern, done), about, site,
            RecordedInput.Of(input, isRead ? http.Request.QueryString.Value : null, done ? null : status), http.Connection.RemoteIpAddress?.ToString()));
        return result;
    }

    /// <summary>A name that could be an account's.</summary>
    private static string? Short(string? user) => user is { Length: > RecordLimits.NameLength } ? user[..RecordLimits.NameLength] : user;

    private static string PatternOf(HttpContext http) => "/" + (http.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText?.Trim('/');

    private static bool IsInput(object? argument) =>
        argument?.GetType() is { } type && type.Assembly == typeof(AuditFilter).Assembly && (type.Name.EndsWith("Input", StringComparison.Ordinal) || type.Name.EndsWith("Request", StringComparison.Ordinal));

    /// <summary>acknowledge, review, test: the last word of the route; write for a PUT.</summary>
    private static string What(string method, string pattern, bool done) => (method, pattern) switch
    {
        ("POST", "/api/session") => done ? "signIn" : "signInFailed",
        ("DELETE", "/api/session") => "signOut",
        ("DELETE", "/api/sessions") => "signOutEverywhere",
        ("PUT", "/api/session/password") => "changePassword",
        ("POST", "/api/notices/test") => "testNotice",
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
internal sealed class RecordedSubjects(AlertStore alerts, RegistryIndex registry)
{
    public (string? About, string? Site) Of(string pattern, string? id)
    {
        var word = pattern.Split('/') is [_, "api", var plural, ..] ? plural.TrimEnd('s') : null;
        if (word is null || id is null) return (null, null);
        return ($"{word}/{(id.Length > RecordLimits.NameLength ? id[..RecordLimits.NameLength] : id)}", word switch
        {
            "alert" => alerts.Find(id)?.Alert.SiteId,
            "elder" => registry.Elder(id)?.SiteId.Value,
            "place" => registry.Place(id)?.SiteId.Value,
            "device" => registry.Device(id)?.SiteId.Value,
            "site" => id,
            _ => null,
        });
    }
}

/// <summary>What was sent in, as JSON, without what nobody may read.</summary>
internal static class RecordedInput
{
    private static readonly string[] s_hidden = ["password", "secret", "token", .. PasswordFields];

    private static IEnumerable<string> PasswordFields => typeof(PasswordChangeRequest).GetProperties().Select(p => p.Name);

    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static string? Of(object? input, string? query, int? status)
    {
        var detail = input is null ? [] : JsonSerializer.SerializeToNode(input, s_json) as JsonObject ?? [];
        Hide(detail);
        if (query is { Length: > 1 }) detail["query"] = query;
        if (status is { } refused) detail["status"] = refused;
        if (detail.Count == 0) return null;
        var text = detail.ToJsonString(s_json);
        return text.Length > RecordLimits.DetailLength ? text[..RecordLimits.DetailLength] + "…" : text;
    }

    private static void Hide(JsonNode? node)
    {
        if (node is JsonArray items)
            foreach (var item in items) Hide(item);
        if (node is not JsonObject fields) return;
        foreach (var (name, value) in fields.ToList())
        {
            if (s_hidden.Contains(name, StringComparer.OrdinalIgnoreCase)) fields[name] = "…";
            // A robot's address is its password.
            else if (value is JsonValue text && text.TryGetValue(out string? word) && word.Contains("://", StringComparison.Ordinal))
                fields[name] = Uri.TryCreate(word, UriKind.Absolute, out var url) ? $"{url.Scheme}://{url.Host}/…" : "…";
            else Hide(value);
        }
    }
}
