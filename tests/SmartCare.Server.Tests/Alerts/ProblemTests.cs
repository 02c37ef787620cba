using System.Net;
using SmartCare.Server.Tests.Support;
using SmartCare.Testing;

namespace SmartCare.Server.Tests.Alerts;

/// <summary>Errors that the framework makes look like ours: problem details with a sentence.</summary>
[Collection(InTheHouse.Name)]
public sealed class ProblemTests(House house)
{
    [Theory]
    [InlineData("POST", "/api/alerts/1-1-0/resolve", "{\"outcome\":", "application/json", 400)]
    [InlineData("POST", "/api/alerts/1-1-0/resolve", "{\"outcome\":5}", "application/json", 400)]
    [InlineData("POST", "/api/alerts/1-1-0/resolve", "[]", "application/json", 400)]
    [InlineData("POST", "/api/alerts/1-1-0/resolve", "", "application/json", 400)]
    [InlineData("POST", "/api/alerts/1-1-0/resolve", "outcome=real", "application/x-www-form-urlencoded", 415)]
    [InlineData("POST", "/api/alerts/1-1-0/note", "note", "text/plain", 415)]
    [InlineData("PUT", "/api/elders/e", "{\"bed\":\"one\"}", "application/json", 400)]
    [InlineData("PUT", "/api/places/p", "{\"kind\":\"castle\"}", "application/json", 400)]
    [InlineData("PUT", "/api/places/p", "{\"kind\":1}", "application/json", 400)]
    [InlineData("DELETE", "/api/alerts", null, null, 405)]
    [InlineData("GET", "/api/alerts/1-1-0/acknowledge", null, null, 405)]
    [InlineData("PATCH", "/api/devices/smoke-101", "{}", "application/json", 405)]
    [InlineData("GET", "/api/nothing", null, null, 404)]
    [InlineData("GET", "/api/alerts/1-1-0/nothing", null, null, 404)]
    [InlineData("GET", "/api/devices/smoke-101/series?channel=smoke&step=fast", null, null, 400)]
    [InlineData("GET", "/api/devices?limit=fast", null, null, 400)]
    public async Task Whatever_is_wrong_with_a_request_is_told_as_a_problem(string method, string path, string? body, string? type, int status)
    {
        var admin = await house.Host.PersonAsync("admin");
        var request = new HttpRequestMessage(new HttpMethod(method), path) { Content = body is null ? null : new StringContent(body, null, type!) };
        (await Reply.OfAsync(admin.Http.SendAsync(request))).IsProblem((HttpStatusCode)status);
    }

    [Fact]
    public async Task A_body_beyond_any_use_is_refused_before_it_is_read()
    {
        // It is asked before it is sent: who sends it all the same may find the connection closed before the answer.
        using var asking = new HttpClient(new SocketsHttpHandler { Expect100ContinueTimeout = HubClient.Patience }) { BaseAddress = house.Host.Http };
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/session")
        {
            Content = new StringContent($$"""{"user":"{{new string('a', 2_000_000)}}"}""", null, "application/json"), Headers = { ExpectContinue = true },
        };
        (await Reply.OfAsync(asking.SendAsync(request))).IsProblem(HttpStatusCode.RequestEntityTooLarge);
    }
}
