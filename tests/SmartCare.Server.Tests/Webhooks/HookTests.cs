using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using SmartCare.Server.Hooks;
using SmartCare.Server.Tests.Support;
using SmartCare.Server.Webhooks;

namespace SmartCare.Server.Tests.Webhooks;

/// <summary>Cameras, watches and a maker's cloud call the demo home, whose suspected falls ring at once.</summary>
public sealed class HookTests(HookHouse house) : IClassFixture<HookHouse>
{
    [Fact]
    public async Task A_person_who_lies_on_the_floor_is_a_suspected_fall_with_a_link_for_staff_and_none_for_the_family()
    {
        var hook = await house.HookAsync("cam-101", "101", "camera");
        await using var wall = await house.Host.WallAsync();
        await using var family = await house.Host.WallAsync("family");
        var answer = await house.CallAsync(hook, """{"id":"evt-1","device":"Camera 1","event":"person_lying","url":"https://cam.lan/clip/7?t=s3cret"}""");
        Assert.Equal("cam-101", answer.Is(HttpStatusCode.OK)["device"].GetString());
        var seen = (await wall.AlertAsync(a => a.Kind == "fall")).Alert;
        Assert.Equal("""[{"code":"suspectedFall","values":{}},{"code":"clip","values":{"link":"https://cam.lan/clip/7?t=s3cret"}}]""", SaysOf(seen));
        Assert.DoesNotContain("cam.lan", seen.GetProperty("history")[0].GetProperty("note").GetString(), StringComparison.Ordinal);

        var id = seen.GetProperty("id").GetString();
        Assert.Contains("s3cret", SaysOf((await (await house.Host.PersonAsync("duty")).GetAsync($"/api/alerts/{id}")).Body), StringComparison.Ordinal);
        var familys = await house.Host.PersonAsync("family");
        foreach (var shown in new[] { (await family.AlertAsync(a => a.Kind == "fall")).Alert, (await familys.GetAsync($"/api/alerts/{id}")).Body, (await familys.GetAsync("/api/alerts")).Items.Single(a => a.GetProperty("id").GetString() == id) })
            Assert.Equal("""[{"code":"suspectedFall","values":{}},{"code":"clip","values":{}}]""", SaysOf(shown));
        var values = (await familys.GetAsync("/api/devices/cam-101")).Body.ToString();
        Assert.DoesNotContain("cam.lan", values, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_call_that_is_sent_again_is_one_event_also_after_a_restart_and_another_id_is_another()
    {
        var hook = await house.HookAsync("watch-1", "102", "wearable");
        const string press = """{"event":"sos"}""";
        Assert.False((await house.CallAsync(hook, press, id: "evt-7")).Is(HttpStatusCode.OK)["repeated"].GetBoolean());
        var all = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => house.CallAsync(hook, press, id: "evt-7")));
        Assert.All(all, a => Assert.True(a.Is(HttpStatusCode.OK)["repeated"].GetBoolean()));
        await house.Host.StopAsync();
        await house.Host.StartAgainAsync();
        (await house.CallAsync(hook, press, id: "evt-7")).Is(HttpStatusCode.OK);
        // The same moment of the device under two ids is one too.
        var timed = $$"""{"sos":true,"ts":{{DateTimeOffset.UtcNow.ToUnixTimeMilliseconds()}}}""";
        (await house.CallAsync(hook, timed, id: "evt-8")).Is(HttpStatusCode.OK);
        (await house.CallAsync(hook, timed, id: "evt-9")).Is(HttpStatusCode.OK);
        Assert.Equal(2, await OccurrencesAsync("watch-1", atLeast: 2));
        (await house.CallAsync(hook, press, id: "evt-10")).Is(HttpStatusCode.OK);
        Assert.Equal(3, await OccurrencesAsync("watch-1", atLeast: 3));
    }

    [Theory, InlineData("a wrong secret"), InlineData("another body"), InlineData("no signature"), InlineData("an old time"), InlineData("a time to come"), InlineData("no such address")]
    public async Task What_is_not_signed_now_is_refused_counted_and_recorded_and_is_no_event(string because)
    {
        var hook = await house.HookAsync("cam-103", "103", "camera");
        var cause = because switch { "an old time" or "a time to come" => "time", "no such address" => "unknown", _ => "signature" };
        var before = await house.Host.MetricAsync($$"""smartcare_hook_refused_total{cause="{{cause}}"}""");
        const string body = """{"event":"person_fallen"}""";
        var answer = await house.CallAsync(because == "no such address" ? hook with { Id = new string('0', 32) } : because == "a wrong secret" ? hook with { Secret = WebhookSignature.NewSecret() } : hook, body,
            at: DateTimeOffset.UtcNow + (because switch { "an old time" => TimeSpan.FromMinutes(-6), "a time to come" => TimeSpan.FromMinutes(6), _ => default }),
            sent: because == "another body" ? """{"event":"sos"}""" : body, isSigned: because != "no signature");
        answer.IsProblem(HttpStatusCode.Unauthorized);
        Assert.Equal(before + 1, await house.Host.MetricAsync($$"""smartcare_hook_refused_total{cause="{{cause}}"}"""));
        var admin = await house.Host.PersonAsync("admin");
        Assert.Contains((await admin.GetAsync($"/api/audit?limit=500&user={(cause == "unknown" ? "hook/?" : $"hook/{hook.Id}")}")).Items, r => r.GetProperty("what").GetString() == "signInFailed");
        Assert.DoesNotContain((await admin.GetAsync("/api/alerts?place=103")).Items, a => a.GetProperty("kind").GetString() is "fall" or "help");
        if (cause != "unknown") Assert.NotEqual(JsonValueKind.Null, (await admin.GetAsync("/api/hooks")).Items.Single(h => h.GetProperty("id").GetString() == hook.Id).GetProperty("lastRefusal").ValueKind);
    }

    [Fact]
    public async Task A_device_that_is_refused_is_told_to_its_site()
    {
        var hook = await house.HookAsync("cam-104", "104", "camera");
        await using var wall = await house.Host.WallAsync();
        (await house.CallAsync(hook with { Secret = "another" }, """{"event":"sos"}""")).Is(HttpStatusCode.Unauthorized);
        Assert.Contains("hookSignature", SaysOf((await wall.AlertAsync(a => a.Kind == "system" && SaysOf(a.Alert).Contains("cam-104", StringComparison.Ordinal))).Alert), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_cloud_speaks_for_the_devices_of_its_site_and_what_nobody_registered_rings_and_stands_in_the_inbox()
    {
        var cloud = await house.HookAsync("cloud-1", "105", "cloud");
        await house.HookAsync("cam-105", "105", "camera");
        await using var wall = await house.Host.WallAsync();
        Assert.Equal("cam-105", (await house.CallAsync(cloud, """{"device":"cam-105","event":"person_fallen"}""")).Is(HttpStatusCode.OK)["device"].GetString());
        Assert.Equal("cam-105", (await wall.AlertAsync(a => a.Kind == "fall")).Alert.GetProperty("device").GetProperty("id").GetString());
        (await house.CallAsync(cloud, """{"device":"cam-nobody","event":"person_lying"}""")).IsProblem(HttpStatusCode.NotFound);
        await wall.AlertAsync(a => a.Kind == "system" && SaysOf(a.Alert).Contains("cam-nobody", StringComparison.Ordinal));
        var admin = await house.Host.PersonAsync("admin");
        Assert.Contains((await admin.GetAsync("/api/inbox")).Items, i => (i.GetProperty("name").GetString(), i.GetProperty("via").GetString(), i.GetProperty("alarm").GetBoolean()) == ("cam-nobody", "cloud-1", true));
        (await house.CallAsync(cloud, """{"device":"call-h001","event":"sos"}""")).IsProblem(HttpStatusCode.Forbidden);
        (await house.CallAsync(cloud, """{"event":"heartbeat"}""")).Is(HttpStatusCode.OK);
        Assert.Equal("cloud-1", (await admin.GetAsync("/api/devices/cam-105")).Body.GetProperty("via").GetString());
        Assert.True((await admin.GetAsync("/api/devices/cloud-1")).Body.GetProperty("online").GetBoolean());
    }

    [Fact]
    public async Task Channels_of_the_contract_may_stand_beside_or_alone_and_what_cannot_be_read_is_named()
    {
        var hook = await house.HookAsync("watch-2", "106", "wearable");
        (await house.CallAsync(hook, """{"heart_rate":61,"battery":80,"event":"heartbeat"}""")).Is(HttpStatusCode.OK);
        var admin = await house.Host.PersonAsync("admin");
        var values = (await admin.GetAsync("/api/devices/watch-2")).Body.GetProperty("values");
        Assert.Equal((61, 80), (values.GetProperty("heart_rate").GetInt32(), values.GetProperty("battery").GetInt32()));
        (await house.CallAsync(hook, "hello")).IsProblem(HttpStatusCode.BadRequest);
        Assert.Contains((await admin.GetAsync("/api/quarantine")).Items, q => q.GetProperty("from").GetString() == "watch-2" && q.GetProperty("payload").GetString() == "hello");
        (await house.CallAsync(hook, $$"""{"x":"{{new string('a', HookLimits.BodyBytes)}}"}""")).IsProblem(HttpStatusCode.RequestEntityTooLarge);
    }

    [Fact]
    public async Task No_page_in_a_browser_gets_in_and_a_former_secret_holds_for_a_day_only()
    {
        var hook = await house.HookAsync("cam-107", "107", "camera");
        const string body = """{"event":"heartbeat"}""";
        (await house.CallAsync(hook, body, origin: "https://elsewhere.example")).IsProblem(HttpStatusCode.Forbidden);
        (await house.CallAsync(hook, body, type: "text/plain")).IsProblem(HttpStatusCode.UnsupportedMediaType);
        (await house.CallAsync(hook, body)).Is(HttpStatusCode.OK);
        var admin = await house.Host.PersonAsync("admin");
        var rotated = (await admin.PostAsync($"/api/hooks/{hook.Id}/rotate")).Is(HttpStatusCode.OK)["secret"].GetString()!;
        (await house.CallAsync(hook, body)).Is(HttpStatusCode.OK);
        (await house.CallAsync(hook with { Secret = rotated }, body)).Is(HttpStatusCode.OK);
        var now = DateTimeOffset.UtcNow;
        var kept = new Hook(hook.Id, "cam-107", "", rotated, hook.Secret, now, "", now, now);
        Assert.Equal([rotated], kept.SecretsAt(now));
        Assert.Equal([rotated, hook.Secret], kept.SecretsAt(now.AddSeconds(-1)));
        (await admin.SendAsync(HttpMethod.Delete, $"/api/hooks/{hook.Id}")).Is(HttpStatusCode.NoContent);
        (await house.CallAsync(hook with { Secret = rotated }, body)).Is(HttpStatusCode.Unauthorized);
    }

    /// <summary>A call is answered when it is on disk; what follows from it is on the wall a moment later.</summary>
    private async Task<int> OccurrencesAsync(string device, int atLeast)
    {
        await using var wall = await house.Host.WallAsync(after: 0);
        var shown = await wall.AlertAsync(a => a.Kind == "help" && a.Alert.GetProperty("device").ToString().Contains(device, StringComparison.Ordinal) && a.Alert.GetProperty("occurrences").GetInt32() >= atLeast);
        return shown.Alert.GetProperty("occurrences").GetInt32();
    }

    private static string SaysOf(JsonElement alert) => alert.GetProperty("history")[0].GetProperty("says").GetRawText();
}

/// <summary>An address of a device, as its maker's program knows it.</summary>
public sealed record Caller(string Id, string Secret);

public sealed class HookHouse : IAsyncLifetime
{
    private int _calls;

    public TestHost Host { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Host = await TestHost.StartAsync();
        (await (await Host.PersonAsync("admin")).PutAsync("/api/policy", new { values = new { fallCancelWindow = 0 } })).Is(HttpStatusCode.OK);
    }

    public async Task DisposeAsync() => await Host.DisposeAsync();

    /// <summary>A device, made when it is not there, and another address of it.</summary>
    public async Task<Caller> HookAsync(string device, string place, string model)
    {
        var admin = await Host.PersonAsync("admin");
        (await admin.PutAsync($"/api/devices/{device}", new { placeId = place, model, name = device, elderId = place == "101" ? "elder-101-1" : null })).Is(HttpStatusCode.OK);
        var made = (await admin.PostAsync("/api/hooks", new { deviceId = device })).Is(HttpStatusCode.Created);
        return new Caller(made["id"].GetString()!, made["secret"].GetString()!);
    }

    /// <param name="sent">What is sent in place of what was signed.</param>
    public async Task<Reply> CallAsync(
        Caller hook, string body, string? id = null, DateTimeOffset? at = null, string? sent = null, bool isSigned = true, string? origin = null, string type = "application/json")
    {
        using var nobody = Host.Nobody();
        using var call = new HttpRequestMessage(HttpMethod.Post, $"/api/hooks/{hook.Id}")
        {
            Content = new ByteArrayContent(Encoding.UTF8.GetBytes(sent ?? body)) { Headers = { ContentType = new MediaTypeHeaderValue(type) } },
        };
        WebhookSignature.AddTo(call, isSigned ? [hook.Secret] : [], id ?? $"msg-{Interlocked.Increment(ref _calls)}", at ?? DateTimeOffset.UtcNow, Encoding.UTF8.GetBytes(body));
        if (origin is not null) call.Headers.Add("Origin", origin);
        return await Reply.OfAsync(nobody.SendAsync(call));
    }
}
