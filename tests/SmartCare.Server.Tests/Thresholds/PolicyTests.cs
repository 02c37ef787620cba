using System.Net;
using Microsoft.Extensions.DependencyInjection;
using SmartCare.Server.Tests.Support;
using SmartCare.Server.Thresholds;

namespace SmartCare.Server.Tests.Thresholds;

/// <summary>A house sets its own thresholds: they hold at once and after a restart, and can be tried before on the days behind.</summary>
public sealed class PolicyTests(PolicyTests.AsDelivered house) : IClassFixture<PolicyTests.AsDelivered>
{
    private readonly TestHost _host = house.Host;

    [Fact]
    public async Task A_threshold_holds_at_once_stays_over_a_restart_and_goes_back()
    {
        var admin = await _host.PersonAsync("admin");
        Assert.Equal((15, 15), await BatteryLowAtAsync(admin));
        (await admin.PutAsync("/api/policy", new { values = new { batteryLowAt = 20 } })).Is(HttpStatusCode.OK);
        await using (var wall = await _host.WallAsync())
        {
            await _host.SayAsync("door-101", """{"contact":true,"battery":18}""");
            await wall.AlertAsync(a => a.Kind == "battery");
        }

        await _host.StopAsync();
        await _host.StartAgainAsync();
        admin = await _host.PersonAsync("admin");
        Assert.Equal((20, 15), await BatteryLowAtAsync(admin));
        (await admin.PutAsync("/api/policy", new { values = new Dictionary<string, double?> { ["batteryLowAt"] = null } })).Is(HttpStatusCode.OK);
        Assert.Equal((15, 15), await BatteryLowAtAsync(admin));
        var written = (await admin.GetAsync("/api/audit?about=policy")).Is(HttpStatusCode.OK).Items.Select(row => row.GetProperty("detail").GetString()).ToList();
        Assert.Contains(written, detail => detail!.Contains("\"batteryLowAt\":20", StringComparison.Ordinal));
        Assert.Contains(written, detail => detail!.Contains("\"before\":{\"values\":{\"batteryLowAt\":20}}", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("""{"values":{"escalateAfer":60}}""", "escalateAfer"), InlineData("""{"values":{"escalateAfter":1}}""", "15 to 600 s")]
    [InlineData("""{"values":{"escalateAfter":300}}""", "highToThirdTier"), InlineData("{}", "values is needed")]
    public async Task What_makes_no_sense_is_refused_by_name(string body, string named)
    {
        using var content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");
        var reply = await Reply.OfAsync((await _host.PersonAsync("admin")).Http.PutAsync("/api/policy", content));
        Assert.Contains(named, reply.IsProblem(HttpStatusCode.BadRequest)["detail"].GetString());
    }

    [Fact]
    public async Task A_rehearsal_says_what_there_would_have_been()
    {
        var director = await _host.PersonAsync("director");
        await _host.SayAsync("door-102", """{"contact":true,"battery":18}""");
        var begun = (await director.PostAsync("/api/policy/rehearse", new { values = new { batteryLowAt = 20 }, days = 1 })).Is(HttpStatusCode.Accepted);
        (await director.PostAsync("/api/policy/rehearse", new { values = new { }, days = 1 })).IsProblem(HttpStatusCode.Conflict);
        await _host.Services.GetRequiredService<Rehearsals>().Ended.WaitAsync(TimeSpan.FromMinutes(2));
        var done = (await director.GetAsync($"/api/policy/rehearse/{begun["id"].GetString()}")).Is(HttpStatusCode.OK);
        Assert.True(done["state"].GetString() == "done", $"{done.Body}");
        var result = done["result"];
        // The other test's cell may be among them.
        Assert.Equal(result.GetProperty("examples").GetArrayLength(), result.GetProperty("added").GetInt32());
        Assert.Contains(result.GetProperty("examples").EnumerateArray(), e => (e.GetProperty("kind").GetString(), e.GetProperty("about").GetString()) is ("battery", "device/door-102"));
        Assert.False(result.GetProperty("before").TryGetProperty("battery", out _));
        Assert.Equal(0, result.GetProperty("missedCount").GetInt32());
    }

    private static async Task<(double Value, double Default)> BatteryLowAtAsync(Person admin)
    {
        var found = (await admin.GetAsync("/api/policy")).Is(HttpStatusCode.OK)["values"].GetProperty("batteryLowAt");
        return (found.GetProperty("value").GetDouble(), found.GetProperty("default").GetDouble());
    }

    /// <summary>A house that has set nothing.</summary>
    public sealed class AsDelivered : IAsyncLifetime
    {
        public TestHost Host { get; private set; } = null!;

        public async Task InitializeAsync() => Host = await TestHost.StartAsync();

        public async Task DisposeAsync() => await Host.DisposeAsync();
    }
}
