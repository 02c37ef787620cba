using System.Net;
using SmartCare.Domain.Readings;
using SmartCare.Domain.Registry;
using SmartCare.Domain.Rules;
using SmartCare.Server.Tests.Support;
using SmartCare.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace SmartCare.Server.Tests.Care;

/// <summary>A burst on its way through the intake, past a model that says fall of everything from 2 g on.</summary>
public sealed class FallModelTests : IAsyncLifetime
{
    private const string Burst = """{"rate":50,"acceleration":[[0,1,0],[0,1,0],[2.5,0,0],[1,0,0]],"fall_score":0.01}""";

    private TestHost _host = null!;

    public async Task InitializeAsync() => _host = await TestHost.StartAsync(services => services.AddSingleton<IFallModel>(new KnockModel()));

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    public async Task It_is_judged_before_the_decision_where_it_is_known_where_the_sensor_is_worn()
    {
        var admin = await _host.PersonAsync("admin");
        (await admin.PutAsync("/api/devices/band-1", new { placeId = "101", elderId = "elder-101-1", model = "wearable", wornAt = "waist", password = "demo-band" })).Is(HttpStatusCode.OK);
        (await admin.PutAsync("/api/devices/band-2", new { placeId = "101", elderId = "elder-101-2", model = "wearable", password = "demo-band" })).Is(HttpStatusCode.OK);
        await SayAsync("band-1");
        await SayAsync("band-2");
        var worn = (await admin.GetAsync("/api/devices/band-1")).Body.GetProperty("values");
        Assert.Equal((0.9, "waist/test", "turned 90, still 2, hit 2.5"),
            (worn.GetProperty("fall_score").GetDouble(), worn.GetProperty("fall_model").GetString(), worn.GetProperty("fall_why").GetString()));
        Assert.False((await admin.GetAsync("/api/devices/band-2")).Body.GetProperty("values").TryGetProperty("fall_score", out _));
    }

    [Theory]
    [InlineData("/api/devices/smoke-101", """{"wornAt":"waist"}""", "wornAt")]
    [InlineData("/api/devices/smoke-101", """{"wornAt":"ankle"}""", "wornAt")]
    [InlineData("/api/sites/sunshine", """{"fallModel":"waist/never"}""", "fallModel")]
    public async Task What_cannot_be_is_refused_by_name(string path, string body, string field)
    {
        var answer = await (await _host.PersonAsync("admin")).SendAsync(HttpMethod.Put, path, System.Text.Json.JsonDocument.Parse(body).RootElement);
        Assert.Contains(field, answer.IsProblem(HttpStatusCode.BadRequest).Body.ToString(), StringComparison.Ordinal);
    }

    private async Task SayAsync(string device)
    {
        await using var client = await _host.MqttAsync(device, with: o => o with { Password = "demo-band" });
        await client.PublishAsync($"smartcare/{device}", Burst).WaitAsync(HubClient.Patience);
    }

    private sealed class KnockModel : IFallModel
    {
        public (FallScore? Decides, FallScore? OnTrial) Score(MotionBurst burst, WearingPlace place, string? chosen) =>
            (new FallScore(burst.Size(2) > 2 ? 0.9 : 0.1, "waist/test", new FallReason(90, 2, burst.Size(2))), null);
    }
}
