using System.Net;
using System.Net.WebSockets;
using System.Text;
using SmartCare.Server.Tests.Support;

namespace SmartCare.Server.Tests.Web;

/// <summary>What a page of somebody else makes the browser of a person who is signed in ask for.</summary>
public sealed class BrowserGuardTests(House house) : IClassFixture<House>
{
    private string Own => house.Host.Http.GetLeftPart(UriPartial.Authority);

    [Theory]
    [InlineData("http://evil.example", null, HttpStatusCode.Forbidden)]
    [InlineData("http://127.0.0.1:1", null, HttpStatusCode.Forbidden)] // another port
    [InlineData("http://localhost:{port}", null, HttpStatusCode.Forbidden)] // another name of the same host is another origin
    [InlineData("null", null, HttpStatusCode.Forbidden)]
    [InlineData("http://127.0.0.1:{port}", null, HttpStatusCode.OK)]
    [InlineData("https://127.0.0.1:{port}", null, HttpStatusCode.OK)] // TLS was taken off by a proxy that is not named
    [InlineData(null, "cross-site", HttpStatusCode.Forbidden)]
    [InlineData(null, "same-site", HttpStatusCode.Forbidden)]
    [InlineData(null, "same-origin", HttpStatusCode.OK)]
    [InlineData("http://127.0.0.1:{port}", "cross-site", HttpStatusCode.Forbidden)]
    [InlineData(null, null, HttpStatusCode.OK)] // a program
    public async Task A_call_that_changes_something_is_taken_from_our_own_pages_and_from_programs(string? origin, string? site, HttpStatusCode status)
    {
        var id = (await house.Host.PressAsync($"call-{house.Bed()}")).GetProperty("id").GetString();
        var duty = await house.Host.PersonAsync("duty");
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/alerts/{id}/acknowledge");
        if (origin is not null) request.Headers.Add("Origin", origin.Replace("{port}", $"{house.Host.Http.Port}", StringComparison.Ordinal));
        if (site is not null) request.Headers.Add("Sec-Fetch-Site", site);
        var answer = await Reply.OfAsync(duty.Http.SendAsync(request));
        if (status is HttpStatusCode.OK) answer.Is(status);
        else answer.IsProblem(status);
        Assert.Equal(status is HttpStatusCode.OK ? "acknowledged" : "open", (await duty.GetAsync($"/api/alerts/{id}"))["state"].GetString());
    }

    [Theory]
    [InlineData("/hub/alerts", null)]
    [InlineData("/mqtt", "mqtt")]
    public async Task A_web_socket_is_opened_from_our_own_pages_and_by_programs(string path, string? protocol)
    {
        var cookie = (await house.Host.PersonAsync("duty")).Cookie;
        var refused = await Assert.ThrowsAsync<WebSocketException>(() => OpenAsync("http://evil.example"));
        Assert.Contains("403", refused.Message, StringComparison.Ordinal);
        foreach (var origin in (string?[])[Own, null])
        {
            using var socket = await OpenAsync(origin);
            Assert.Equal(WebSocketState.Open, socket.State);
        }

        async Task<WebSocket> OpenAsync(string? origin)
        {
            var socket = new ClientWebSocket();
            socket.Options.SetRequestHeader("Cookie", cookie);
            if (origin is not null) socket.Options.SetRequestHeader("Origin", origin);
            if (protocol is not null) socket.Options.AddSubProtocol(protocol);
            await socket.ConnectAsync(new UriBuilder(house.Host.Http) { Scheme = "ws", Path = path }.Uri, CancellationToken.None);
            return socket;
        }
    }

    [Fact]
    public async Task A_gateway_finds_the_mqtt_route_under_any_name_and_a_browser_does_not()
    {
        Assert.Equal(HttpStatusCode.SwitchingProtocols, await ShakeAsync(null));
        Assert.Equal(HttpStatusCode.MisdirectedRequest, await ShakeAsync("http://silo.lan"));

        async Task<HttpStatusCode> ShakeAsync(string? origin)
        {
            using var client = new HttpClient { BaseAddress = house.Host.Http };
            using var request = new HttpRequestMessage(HttpMethod.Get, "/mqtt");
            request.Headers.Host = "silo.lan";
            foreach (var (name, value) in ((string, string)[])
                [("Connection", "Upgrade"), ("Upgrade", "websocket"), ("Sec-WebSocket-Version", "13"), ("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ=="), ("Sec-WebSocket-Protocol", "mqtt")])
                request.Headers.Add(name, value);
            if (origin is not null) request.Headers.Add("Origin", origin);
            using var answer = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
            return answer.StatusCode;
        }
    }

    [Theory]
    [InlineData("localhost", true)]
    [InlineData("LOCALHOST:5080", true)]
    [InlineData("wall.localhost", true)]
    [InlineData("127.0.0.1", true)]
    [InlineData("192.168.1.20:5080", true)] // as a phone on the same network calls it, also through NAT or into a container
    [InlineData("[::1]:5080", true)]
    [InlineData("evil.example", false)]
    [InlineData("127.0.0.1.evil.example", false)]
    [InlineData("localhost.evil.example", false)]
    public async Task A_name_that_is_not_ours_is_refused_whatever_is_asked_for(string host, bool served)
    {
        var duty = await house.Host.PersonAsync("duty");
        foreach (var path in (string[])["/", "/api/alerts", "/healthz", "/metrics"])
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, path);
            request.Headers.Host = host;
            request.Headers.Add("Cookie", duty.Cookie);
            using var nobody = house.Host.Nobody();
            using var answer = await nobody.SendAsync(request);
            Assert.Equal(served ? HttpStatusCode.OK : HttpStatusCode.MisdirectedRequest, answer.StatusCode);
        }
    }

    [Fact]
    public async Task A_name_of_the_settings_is_ours()
    {
        await using var host = await TestHost.StartAsync(more: ["--Http:Hosts=wall.example.com, other.example.com", "--Http:PublicUrl=https://public.example.com/"]);
        foreach (var (name, served) in ((string, bool)[])[("wall.example.com", true), ("Other.example.com:80", true), ("public.example.com", true), ("x.wall.example.com", false)])
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/healthz");
            request.Headers.Host = name;
            using var nobody = host.Nobody();
            Assert.Equal(served ? HttpStatusCode.OK : HttpStatusCode.MisdirectedRequest, (await nobody.SendAsync(request)).StatusCode);
        }
    }

    [Theory]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("multipart/form-data; boundary=x")]
    [InlineData("text/plain")]
    [InlineData(null)]
    public async Task A_body_that_is_not_json_is_refused_also_where_none_is_needed(string? type)
    {
        var id = (await house.Host.PressAsync($"call-{house.Bed()}")).GetProperty("id").GetString();
        var duty = await house.Host.PersonAsync("duty");
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/alerts/{id}/acknowledge") { Content = new ByteArrayContent(Encoding.UTF8.GetBytes("a=b")) };
        if (type is not null) request.Content.Headers.TryAddWithoutValidation("Content-Type", type);
        (await Reply.OfAsync(duty.Http.SendAsync(request))).IsProblem(HttpStatusCode.UnsupportedMediaType);
        using var empty = new HttpRequestMessage(HttpMethod.Post, $"/api/alerts/{id}/acknowledge") { Content = new ByteArrayContent([]) };
        if (type is not null) empty.Content.Headers.TryAddWithoutValidation("Content-Type", type);
        (await Reply.OfAsync(duty.Http.SendAsync(empty))).Is(type is null ? HttpStatusCode.OK : HttpStatusCode.UnsupportedMediaType);
    }
}
