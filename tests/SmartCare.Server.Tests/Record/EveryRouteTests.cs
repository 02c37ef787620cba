using System.Net.Http.Json;
using System.Reflection;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using SmartCare.Server.Registry.Fields;
using SmartCare.Server.Tests.Support;

namespace SmartCare.Server.Tests.Record;

/// <summary>Whatever route changes something is in the record with what was sent, also one that is added after this was written.</summary>
[Collection(InTheHouse.Name)]
public sealed class EveryRouteTests(House house)
{
    private const string Said = "said-by-the-test";

    [Fact]
    public async Task Every_body_that_is_sent_stands_in_the_record()
    {
        var admin = await house.Host.PersonAsync("admin");
        var (routes, n) = (0, 0L);
        var from = (await admin.GetAsync("/api/audit/verify"))["rows"].GetInt64();
        foreach (var endpoint in house.Host.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>())
        {
            var path = "/" + endpoint.RoutePattern.RawText!.Trim('/');
            var method = endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods[0];
            if (endpoint.Metadata.GetMetadata<IAcceptsMetadata>()?.RequestType is not { } body || !path.StartsWith("/api/", StringComparison.Ordinal)) continue;
            // What is refused at the door is a sum, and what succeeds is a password, or what a device says; of a new password or a code nothing may be there.
            // A complaint is confidential: the record says that there was one.
            if (path.StartsWith("/api/complaints", StringComparison.Ordinal)) continue;
            if (path is "/api/hooks/{id}" or "/api/session" or "/api/session/password" or "/api/session/second-factor") continue;
            routes++;
            var sample = Sample(body);
            // Hours, and a word of a few, hold none of ours.
            var text = sample!.ToJsonString();
            var said = text.Contains(Said, StringComparison.Ordinal) ? Said : text.Contains("08:00:00", StringComparison.Ordinal) ? "08:00:00" : sample.AsObject().First().Value!.ToString();
            using var request = new HttpRequestMessage(new HttpMethod(method!), path.Replace("{id}", $"every-{++n}", StringComparison.Ordinal)) { Content = JsonContent.Create(sample) };
            using var answer = await admin.Http.SendAsync(request);
            var rows = (await admin.GetAsync($"/api/audit?limit=500&after={from}{(path.Contains("{id}", StringComparison.Ordinal) ? $"&about={(path.Split('/')[2] is var word && word == "people" ? "person" : word.TrimEnd('s'))}/every-{n}" : "")}")).Items;
            Assert.True(rows.Any(r => r.GetProperty("detail").GetString()?.Contains(said, StringComparison.Ordinal) is true), $"{method} {path} ({(int)answer.StatusCode}) is not in the record with its content");
        }

        Assert.InRange(routes, 14, 100);
    }

    /// <summary>JSON of this shape whose texts say who made it.</summary>
    private static JsonNode? Sample(Type type)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (type == typeof(string)) return Said;
        if (type == typeof(bool)) return true;
        if (type == typeof(TimeOnly)) return "08:00:00";
        if (type == typeof(DateTimeOffset)) return "2026-01-01T00:00:00Z";
        if (type == typeof(DateOnly)) return "2026-01-01";
        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(Patch<>)) return Sample(type.GetGenericArguments()[0]);
        if (type.IsEnum) return Enum.GetNames(type)[0].ToLowerInvariant();
        if (type.IsPrimitive) return 1;
        if (type.IsArray) return new JsonArray(Sample(type.GetElementType()!));
        if (type.IsGenericType && type.IsAssignableTo(typeof(System.Collections.IEnumerable))) return new JsonArray(Sample(type.GetGenericArguments()[0]));
        var fields = type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(p => p.CanWrite);
        return new JsonObject(fields.Select(p => KeyValuePair.Create(System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName(p.Name), Sample(p.PropertyType))));
    }
}
