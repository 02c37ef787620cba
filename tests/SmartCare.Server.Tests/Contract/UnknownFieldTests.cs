using System.Net;
using System.Net.Http.Json;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using SmartCare.Server.Tests.Support;

namespace SmartCare.Server.Tests.Contract;

/// <summary>No body is taken with a field that nobody reads, whatever the route, also one that is added after this was written.</summary>
[Collection(InTheHouse.Name)]
public sealed class UnknownFieldTests(House house)
{
    [Fact]
    public async Task Every_route_with_a_body_refuses_an_unknown_field_and_names_it()
    {
        var admin = await house.Host.PersonAsync("admin");
        var (routes, wrong) = (0, new List<string>());
        foreach (var endpoint in house.Host.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>())
        {
            var path = "/" + endpoint.RoutePattern.RawText!.Trim('/');
            // A device's call: whatever channels it has may stand there, and who does not sign is told nothing.
            if (path == "/api/hooks/{id}") continue;
            if (endpoint.Metadata.GetMetadata<IAcceptsMetadata>()?.RequestType is null || !path.StartsWith("/api/", StringComparison.Ordinal)) continue;
            routes++;
            var method = new HttpMethod(endpoint.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods[0]);
            var id = path.Replace("{id}", "nosuch", StringComparison.Ordinal).Replace("{n}", "0", StringComparison.Ordinal);
            var answer = await admin.SendAsync(method, id, new { nobodyReadsThis = 1 });
            if (answer.Status is not HttpStatusCode.BadRequest || !answer["detail"].GetString()!.Contains("nobodyReadsThis", StringComparison.Ordinal))
                wrong.Add($"{method} {path}: {(int)answer.Status} {answer.Body}");
        }

        Assert.Empty(wrong);
        Assert.InRange(routes, 15, 100);
    }

    [Theory]
    [InlineData("""{"mode":"home","until_":"x"}""", "until_: there is no such field.")]
    [InlineData("""{"mode":1}""", "mode: this value is of the wrong type")]
    [InlineData("""{"mode":"home",}""", "broken JSON in line 1")]
    [InlineData("{\n\"mode\":", "broken JSON in line 2")]
    public async Task What_cannot_be_read_is_told(string body, string why)
    {
        using var content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");
        using var request = new HttpRequestMessage(HttpMethod.Put, "/api/elders/elder-101-1/mode") { Content = content };
        var answer = (await Reply.OfAsync((await house.Host.PersonAsync("admin")).Http.SendAsync(request))).IsProblem(HttpStatusCode.BadRequest);
        Assert.Contains(why, answer["detail"].GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"shifts":[{"name":"d","from":"07:00:00","to":"19:00:00","days":[],"people":[{"name":"a","channels":[],"phone":"1"}]}]}""", "shifts[0].people[0].phone")]
    [InlineData("""{"tiers":[{"kind":"toast"}]}""", "tiers[0].kind")]
    public async Task Also_within(string body, string where)
    {
        var plan = System.Text.Json.JsonDocument.Parse(body).RootElement;
        var answer = (await (await house.Host.PersonAsync("admin")).PutAsync("/api/sites/nosuch/duty", plan)).IsProblem(HttpStatusCode.BadRequest);
        Assert.Contains(where, answer["detail"].GetString(), StringComparison.Ordinal);
    }
}
