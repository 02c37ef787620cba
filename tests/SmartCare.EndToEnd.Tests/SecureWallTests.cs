using System.Collections.Concurrent;
using Microsoft.Playwright;
using SmartCare.Mqtt.Tests.Support;
using SmartCare.Testing;
using static Microsoft.Playwright.Assertions;

namespace SmartCare.EndToEnd.Tests;

/// <summary>The wall over TLS in a real browser, with everything that the silo forbids a browser.</summary>
public sealed class SecureWallTests(Browser browser) : IClassFixture<Browser>
{
    private const string OpenMqtt = """
        url => new Promise(done => {
          const socket = new WebSocket(url, 'mqtt');
          socket.onopen = () => done('open');
          socket.onerror = () => done('refused');
        })
        """;

    [Fact]
    public async Task A_wall_over_tls_lives_breaks_no_policy_and_no_other_page_opens_a_socket()
    {
        using var certificates = new Certificates();
        await using var silo = await SiloProcess.StartAsync(
            "--Http:Tls:Port=0", $"--Http:Tls:Certificate={certificates.PathOf("server.pem")}", $"--Http:Tls:Key={certificates.PathOf("server.key")}");
        Assert.Equal("https", silo.Http.Scheme);
        var heard = new ConcurrentQueue<string>();
        var wall = await browser.WallAsync(silo.Http, "duty", heard.Enqueue);
        await Expect(wall.GetByTestId("blind-banner")).ToBeHiddenAsync();
        var (code, _) = await Tool.RunAsync("mosquitto_pub", "-p", $"{silo.MqttPort}", "-q", "1", "-u", "smoke-205", "-P", "demo",
            "-t", "smartcare/smoke-205", "-m", """{"smoke":true,"battery":87}""");
        Assert.Equal(0, code);
        var card = wall.Locator("[data-testid=alert-card][data-kind=fire]");
        await card.GetByTestId("ack").ClickAsync();
        await Expect(card).ToHaveAttributeAsync("data-state", "acknowledged");
        await wall.GetByTestId("handover-link").ClickAsync();
        await wall.GetByTestId("sign-panel").WaitForAsync();
        Assert.DoesNotContain(heard, line => line.Contains("Content Security Policy", StringComparison.OrdinalIgnoreCase));

        var mqtt = new UriBuilder(silo.Http) { Scheme = "wss", Path = "/mqtt" }.ToString();
        Assert.Equal("open", await wall.EvaluateAsync<string>(OpenMqtt, mqtt));
        var elsewhere = await wall.Context.NewPageAsync();
        await elsewhere.SetContentAsync("<p>somebody else's page</p>");
        Assert.Equal("refused", await elsewhere.EvaluateAsync<string>(OpenMqtt, mqtt));
        foreach (var cookie in await wall.Context.CookiesAsync()) Assert.True(cookie.Secure && cookie.HttpOnly, cookie.Name);
    }
}
