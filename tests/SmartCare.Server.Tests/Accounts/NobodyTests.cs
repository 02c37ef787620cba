using System.Net;
using System.Net.WebSockets;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using SmartCare.Server.Tests.Support;
using SmartCare.Testing;

namespace SmartCare.Server.Tests.Accounts;

[Collection(InTheHouse.Name)]
public sealed class NobodyTests(House house)
{
    [Fact]
    public async Task Every_route_of_the_api_but_signing_in_and_out_asks_who_you_are()
    {
        using var nobody = house.Host.Nobody();
        var asked = 0;
        foreach (var endpoint in house.Host.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>())
        {
            var path = "/" + endpoint.RoutePattern.RawText!.TrimStart('/').TrimEnd('/');
            if (!path.StartsWith("/api/", StringComparison.Ordinal)) continue;
            foreach (var method in endpoint.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods)
            {
                if ((path, method) is ("/api/session", "POST" or "DELETE") or ("/api/session/ways" or "/api/session/openid", "GET")) continue;
                // A phone shows a receipt in place of a cookie, and the request is not even read without one.
                if ((path, method) is ("/api/push/shown" or "/api/alerts/{id}/acknowledge-from-notice", "POST")) continue;
                var request = new HttpRequestMessage(new HttpMethod(method), path.Replace("{id}", "x", StringComparison.Ordinal));
                (await Reply.OfAsync(nobody.SendAsync(request))).IsProblem(HttpStatusCode.Unauthorized);
                asked++;
            }
        }

        Assert.InRange(asked, 20, 200);
    }

    [Fact]
    public async Task The_hub_refuses_who_is_not_signed_in()
    {
        var refused = await Assert.ThrowsAsync<WebSocketException>(() => HubClient.ConnectAsync(house.Host.Http, cookie: null));
        Assert.Contains("401", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/healthz")]
    [InlineData("/readyz")]
    [InlineData("/metrics")]
    [InlineData("/openapi/v1.json")]
    public async Task Machines_that_watch_the_silo_need_no_account(string path)
    {
        using var nobody = house.Host.Nobody();
        (await Reply.OfAsync(nobody.GetAsync(path))).Is(HttpStatusCode.OK);
    }
}
