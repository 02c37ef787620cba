using System.Net;
using System.Text;
using SmartCare.Mqtt.Tests.Support;
using SmartCare.Server.Tests.Support;
using SmartCare.Simulator.Commands;
using SmartCare.Testing;

namespace SmartCare.Server.Tests.Simulators;

/// <summary>The simulator against the real host, over its sockets: is its verdict true, is its house one that the product takes, do its people answer?</summary>
public sealed class SimulatorTests
{
    private static Task<int> RunAsync(TestHost host, params string[] arguments) =>
        Simulation.Root().Parse([.. arguments, "--port", $"{host.Mqtt.Port}"]).InvokeAsync();

    private static Task<int> PressAsync(TestHost host, params string[] more) => RunAsync(host, ["scenario", "press", "--http", $"{host.Http}", .. more]);

    [Fact]
    public async Task A_press_that_rings_is_good_also_over_TLS_and_one_of_a_button_that_is_bound_to_nobody_is_not()
    {
        using var certificates = new Certificates();
        await using var host = await TestHost.StartAsync(more:
            ["--Mqtt:Tls:Port=0", $"--Mqtt:Tls:Certificate={certificates.PathOf("server.pem")}", $"--Mqtt:Tls:Key={certificates.PathOf("server.key")}"]);
        Assert.Equal(0, await PressAsync(host));
        string[] tls = ["--url", $"mqtts://localhost:{host.MqttTlsPort}"];
        Assert.Equal(0, await PressAsync(host, [.. tls, "--ca", certificates.AuthorityFile]));
        // Nobody vouches for the certificate.
        Assert.Equal(3, await PressAsync(host, tls));
        var admin = await host.PersonAsync("admin");
        (await admin.PutAsync("/api/devices/call-101-1", new { placeId = "102", model = "call", name = "呼叫" })).Is(HttpStatusCode.OK);
        Assert.Equal(1, await PressAsync(host));
        // Nobody looks, so nobody says no.
        Assert.Equal(0, await PressAsync(host, "--no-verdict"));
        Assert.Equal(3, await RunAsync(host, "scenario", "press", "--http", "http://127.0.0.1:1"));
    }

    [Fact]
    public async Task The_example_house_is_imported_speaks_through_its_gateway_and_is_answered()
    {
        await using var host = await TestHost.StartAsync();
        var admin = await host.PersonAsync("admin");
        var example = Path.Combine(AppContext.BaseDirectory, "contract", "small-home.json");
        using (var taken = await admin.Http.PostAsync("/api/registry/import", new StringContent(await File.ReadAllTextAsync(example), Encoding.UTF8, "application/json")))
            Assert.True(taken.IsSuccessStatusCode, await taken.Content.ReadAsStringAsync());

        await using var wall = await host.WallAsync("admin");
        using var stop = new CancellationTokenSource();
        var staff = Simulation.Root().Parse(["staff", "--http", $"{host.Http}", "--duty", "admin:admin", "--family", "family:family", "--speed", "100"]).InvokeAsync(cancellationToken: stop.Token);
        var house = Simulation.Root().Parse(["house", example, "--events-per-hour", "20000", "--port", $"{host.Mqtt.Port}", "--seed", "3"]).InvokeAsync(cancellationToken: stop.Token);
        var rung = await wall.AlertAsync(a => a.Alert.GetProperty("siteId").GetString() == "plumgarden" && a.Kind is "fire" or "help" or "fall" or "water" or "gas" or "co"
            && (a.Alert.GetProperty("device").GetProperty("model").GetString()?.EndsWith("-zigbee", StringComparison.Ordinal) ?? false));
        await wall.AlertAsync(a => a.State == "acknowledged");
        await stop.CancelAsync();
        Assert.Equal((0, 0), (await house.WaitAsync(HubClient.Patience), await staff.WaitAsync(HubClient.Patience)));
        Assert.NotNull(rung);
    }
}
