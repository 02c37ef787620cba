using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.DependencyInjection;
using SmartCare.Server.Operations;
using SmartCare.Server.Tests.Support;

namespace SmartCare.Server.Tests.Web;

/// <summary>What a proxy says about its clients is taken from those that are named, and from nobody else.</summary>
public sealed class ProxyTests
{
    private static readonly string[] s_named = ["--Http:Proxies=10.0.0.0/8, 127.0.0.1", "--Http:Hosts=wall.example.com"];

    [Fact]
    public async Task The_record_and_the_throttle_see_the_client_of_a_named_proxy()
    {
        await using var host = await TestHost.StartAsync(more: s_named);
        using var guesser = Person.Through(host.Http, "203.0.113.7");
        using var other = Person.Through(host.Http, "203.0.113.8, 10.1.1.1"); // through two of them
        for (var i = 0; i < 10; i++) Assert.Equal(HttpStatusCode.Unauthorized, (await guesser.SignInAsync("duty", $"wrong {i}")).StatusCode);
        Assert.Equal(HttpStatusCode.TooManyRequests, (await guesser.SignInAsync("duty", "duty")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await other.SignInAsync("duty", "duty")).StatusCode);
        Assert.Equal("203.0.113.8", (await SignInsAsync(host))[^1]);
    }

    [Fact]
    public async Task What_anybody_else_says_of_itself_is_not_believed()
    {
        await using var host = await TestHost.StartAsync(more: ["--Http:Proxies=10.0.0.1", "--Http:Hosts=wall.example.com"]);
        using var liar = Person.Through(host.Http, "203.0.113.7");
        liar.Http.DefaultRequestHeaders.Add("X-Forwarded-Proto", "https");
        using var answer = await liar.SignInAsync("duty", "duty");
        Assert.Equal("127.0.0.1", (await SignInsAsync(host))[^1]);
        Assert.All(answer.Headers.GetValues("Set-Cookie"), c => Assert.DoesNotContain("secure", c, StringComparison.OrdinalIgnoreCase));
        // Passed on by a proxy that nobody named: it may be anybody's request.
        (await liar.GetAsync("/metrics")).IsProblem(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task Behind_a_named_proxy_that_speaks_tls_cookies_are_secure_and_browsers_are_told_to_stay_with_it()
    {
        await using var host = await TestHost.StartAsync(more: s_named);
        using var person = Person.Through(host.Http, "203.0.113.7");
        person.Http.DefaultRequestHeaders.Add("X-Forwarded-Proto", "https");
        person.Http.DefaultRequestHeaders.Add("X-Forwarded-Host", "wall.example.com");
        person.Http.DefaultRequestHeaders.Add("Origin", "https://wall.example.com");
        using var answer = await person.SignInAsync("duty", "duty");
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(2, answer.Headers.GetValues("Set-Cookie").Count());
        Assert.All(answer.Headers.GetValues("Set-Cookie"), c => Assert.Contains("; secure", c, StringComparison.OrdinalIgnoreCase));
        Assert.StartsWith("max-age=", Assert.Single(answer.Headers.GetValues("Strict-Transport-Security")), StringComparison.Ordinal);
        person.Http.DefaultRequestHeaders.Remove("Origin");
        person.Http.DefaultRequestHeaders.Add("Origin", "http://wall.example.com"); // the same name without TLS is another origin
        Assert.Equal(HttpStatusCode.Forbidden, (await person.SignInAsync("duty", "duty")).StatusCode);
    }

    [Fact]
    public async Task A_named_proxy_has_more_than_one_address_share_of_the_connections()
    {
        var files = new OpenFiles(400);
        await using var host = await TestHost.StartAsync(services => services.AddSingleton(files), s_named);
        var walls = new List<Socket>();
        try
        {
            // Each has said something, so that none is there on sufferance.
            for (var i = 0; i < files.HttpPerAddress + 4; i++)
            {
                var wall = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
                walls.Add(wall);
                await wall.ConnectAsync(IPAddress.Loopback, host.Http.Port);
                await wall.SendAsync("GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n"u8.ToArray());
                Assert.NotEqual(0, await wall.ReceiveAsync(new byte[1024]).WaitAsync(SmartCare.Testing.HubClient.Patience));
            }
        }
        finally
        {
            walls.ForEach(w => w.Dispose());
        }
    }

    [Fact]
    public async Task Numbers_and_routes_are_everyones_when_they_are_made_public()
    {
        await using var host = await TestHost.StartAsync(more: ["--Http:Public=metrics", .. s_named]);
        using var stranger = Person.Through(host.Http, "203.0.113.7");
        (await stranger.GetAsync("/metrics")).Is(HttpStatusCode.OK);
        (await stranger.GetAsync("/openapi/v1.json")).IsProblem(HttpStatusCode.Unauthorized);
    }

    private static async Task<List<string?>> SignInsAsync(TestHost host)
    {
        var admin = await host.PersonAsync("admin");
        return [.. (await admin.GetAsync("/api/audit?user=duty&limit=500")).Items
            .Where(r => r.GetProperty("what").GetString() == "signIn").Select(r => r.GetProperty("from").GetString()?.Replace("::ffff:", "", StringComparison.Ordinal))];
    }
}
