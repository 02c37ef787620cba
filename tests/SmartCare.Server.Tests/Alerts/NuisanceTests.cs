using System.Net;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using SmartCare.Server.Alerts;
using SmartCare.Server.Tests.Support;

namespace SmartCare.Server.Tests.Alerts;

/// <summary>A button that was wrong seven times of ten says so beside its next call, which rings as every other does.</summary>
public sealed class NuisanceTests : IAsyncLifetime
{
    private TestHost _host = null!;

    public async Task InitializeAsync() => _host = await TestHost.StartAsync();

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    public async Task What_people_said_ten_times_stands_beside_the_next_call_and_at_the_device_also_after_a_restart()
    {
        for (var n = 0; n < 10; n++)
        {
            var call = await _host.PressAsync("call-101-1");
            Assert.Equal(JsonValueKind.Null, call.GetProperty("nuisance").ValueKind);
            (await (await _host.PersonAsync("admin")).PostAsync($"/api/alerts/{call.GetProperty("id").GetString()}/resolve", new { outcome = n < 7 ? "false" : "real" })).Is(HttpStatusCode.OK);
        }

        await IsToldAsync(await _host.PressAsync("call-101-1"));
        var other = await _host.PressAsync("call-102-1");
        Assert.Equal(JsonValueKind.Null, other.GetProperty("nuisance").ValueKind);

        await _host.StopAsync();
        await _host.StartAgainAsync();
        await _host.Services.GetRequiredService<NuisanceBook>().ExecuteTask!;
        Assert.Equal(7, Assert.Single((await (await _host.PersonAsync("admin")).GetAsync("/api/devices/call-101-1"))["nuisance"].EnumerateArray()).GetProperty("false").GetInt32());
    }

    private async Task IsToldAsync(JsonElement call)
    {
        var told = call.GetProperty("nuisance");
        Assert.Equal(("help", 7, 10), (told.GetProperty("kind").GetString(), told.GetProperty("false").GetInt32(), told.GetProperty("of").GetInt32()));
        Assert.StartsWith("7 of the last 10 calls of this device were false", told.GetProperty("note").GetString());
        Assert.Equal("falseCalls", told.GetProperty("says")[0].GetProperty("code").GetString());
        Assert.Equal(("high", "open"), (call.GetProperty("priority").GetString(), call.GetProperty("state").GetString()));
        var id = call.GetProperty("id").GetString();
        var ofFamily = (await (await _host.PersonAsync("family")).GetAsync($"/api/alerts/{id}")).Is(HttpStatusCode.OK);
        Assert.Equal(JsonValueKind.Null, ofFamily["nuisance"].ValueKind);
        Assert.Equal(7, Assert.Single((await (await _host.PersonAsync("duty")).GetAsync("/api/devices/call-101-1"))["nuisance"].EnumerateArray()).GetProperty("false").GetInt32());
    }
}
