using System.Net;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using SmartCare.Grains.Store;
using SmartCare.Server.Notices;
using SmartCare.Server.Tests.Support;
using SmartCare.Storage;

namespace SmartCare.Server.Tests.Notices.Push;

/// <summary>From the press to a phone and back, through a push service of the test's own: shown, acknowledged, lost, gone.</summary>
public sealed class PushTests : IAsyncLifetime
{
    private readonly SteppedTime _time = new();
    private TestHost _host = null!;
    private Gateway _service = null!, _hook = null!;
    private Person _duty = null!;

    private SeenRows Disk => _host.Services.GetRequiredService<SeenRows>();

    public async Task InitializeAsync()
    {
        (_service, _hook) = (await Gateway.StartAsync(), await Gateway.StartAsync());
        _service.Answers = _ => (201, "");
        _host = await TestHost.StartAsync(
            s =>
            {
                s.AddSingleton<TimeProvider>(_time);
                s.AddSingleton(p => new SeenRows(p.GetRequiredService<SqliteStore>()));
                s.AddSingleton<ICareStore>(p => p.GetRequiredService<SeenRows>());
            }, ["--Notices:Allow=127.0.0.1"]);
        _duty = await _host.PersonAsync("duty");
    }

    public async Task DisposeAsync()
    {
        await _host.DisposeAsync();
        await _service.DisposeAsync();
        await _hook.DisposeAsync();
    }

    [Fact]
    public async Task A_phone_on_duty_is_told_in_words_that_only_it_can_read_and_acknowledges_from_the_notice()
    {
        using var phone = new Phone(_service.Url);
        await TurnOnAsync(phone, _duty);
        await PlanAsync();
        var alert = await PressAsync();
        var sent = await _service.NextAsync();
        Phone.IsSigned(sent, _service.Url, (await _duty.GetAsync("/api/push/key"))["publicKey"].GetString()!);
        Assert.Equal(("high", "1800", 32), (sent.Headers["urgency"], sent.Headers["ttl"], sent.Headers["topic"].Length));
        var notice = phone.Read(sent);
        Assert.Equal(("help call · 101", $"/?alert={alert}", true, true), (notice.GetProperty("title").GetString(), notice.GetProperty("open").GetString(),
            notice.GetProperty("urgent").GetBoolean(), notice.GetProperty("acknowledge").GetBoolean()));
        Assert.Contains("nobody has answered yet", notice.GetProperty("body").GetString(), StringComparison.Ordinal);

        using var worker = Person.Nobody(_host.Http);
        var receipt = notice.GetProperty("receipt");
        Assert.Equal("open", (await worker.PostAsync("/api/push/shown", receipt)).Is(HttpStatusCode.OK)["state"].GetString());
        var told = await Disk.NoticeAsync(n => n.State is NoticeState.Sent);
        Assert.Equal("a phone has shown it", told.Tries[^1].Answer);

        var path = $"/api/alerts/{alert}/acknowledge-from-notice";
        (await worker.PostAsync(path, With(receipt, "key", "AAAA"))).IsProblem(HttpStatusCode.Unauthorized);
        (await worker.PostAsync("/api/alerts/another/acknowledge-from-notice", receipt)).IsProblem(HttpStatusCode.Unauthorized);
        (await worker.PostAsync(path, receipt)).Is(HttpStatusCode.OK);
        var after = await _duty.GetAsync($"/api/alerts/{alert}");
        Assert.Equal(("acknowledged", "duty"), (after["state"].GetString(), after["acknowledgedBy"].GetString()));
        // Once.
        (await worker.PostAsync(path, receipt)).IsProblem(HttpStatusCode.Conflict);
        var admin = await _host.PersonAsync("admin");
        Assert.Contains(
            (await admin.GetAsync($"/api/audit?about=alert/{alert}")).Is(HttpStatusCode.OK).Items,
            e => e.GetProperty("what").GetString() == "acknowledgeFromNotice" && e.GetProperty("user").GetString() == "duty");
    }

    [Fact]
    public async Task A_push_that_no_phone_has_shown_is_followed_by_the_next_way()
    {
        using var phone = new Phone(_service.Url);
        await TurnOnAsync(phone, _duty);
        await PlanAsync();
        var alert = await PressAsync();
        var receipt = phone.Read(await _service.NextAsync()).GetProperty("receipt");
        var waiting = await Disk.NoticeAsync(n => n.ShowBy is not null);
        Assert.Equal(0, _hook.Calls);
        _time.Advance(waiting.NextAt - _time.GetUtcNow());
        Assert.Equal(alert, (await _hook.NextAsync()).Json.GetProperty("alert").GetProperty("id").GetString());
        var told = (await _duty.GetAsync($"/api/alerts/{alert}/notices")).Is(HttpStatusCode.OK).Items;
        Assert.Contains(told, n => n.GetProperty("channel").GetString() == "push" && n.GetProperty("state").GetString() == "failed"
            && n.GetProperty("tries").EnumerateArray().Last().GetProperty("answer").GetString() == "no phone has shown it within 30 s");
        // It comes on after all: it is heard, and may still answer.
        using var worker = Person.Nobody(_host.Http);
        (await worker.PostAsync("/api/push/shown", receipt)).Is(HttpStatusCode.OK);
        (await worker.PostAsync($"/api/alerts/{alert}/acknowledge-from-notice", receipt)).Is(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_subscription_that_has_expired_is_dropped_and_the_next_way_follows_at_once()
    {
        _service.Answers = _ => (410, "");
        using var phone = new Phone(_service.Url);
        await TurnOnAsync(phone, _duty);
        await PlanAsync();
        await PressAsync();
        await _service.NextAsync();
        await _hook.NextAsync();
        Assert.Empty((await _duty.GetAsync("/api/push/phones")).Items);
    }

    [Fact]
    public async Task A_push_service_that_is_busy_is_asked_again()
    {
        _service.Answers = n => n == 1 ? (429, "") : (201, "");
        using var phone = new Phone(_service.Url);
        await TurnOnAsync(phone, _duty);
        await PlanAsync();
        await PressAsync();
        await _service.NextAsync();
        _time.Advance((await Disk.NoticeAsync(n => n.Tries.Count == 1)).NextAt - _time.GetUtcNow());
        var notice = phone.Read(await _service.NextAsync());
        using var worker = Person.Nobody(_host.Http);
        (await worker.PostAsync("/api/push/shown", notice.GetProperty("receipt"))).Is(HttpStatusCode.OK);
        await Disk.NoticeAsync(n => n.State is NoticeState.Sent);
        Assert.Equal(0, _hook.Calls);
    }

    [Theory]
    [InlineData("signed out"), InlineData("locked"), InlineData("of another house")]
    public async Task Whoever_may_not_know_is_sent_nothing_and_the_next_way_follows(string who)
    {
        using var phone = new Phone(_service.Url);
        var admin = await _host.PersonAsync("admin");
        (await admin.PutAsync("/api/people/wang", new { name = "王", role = "duty", sites = new[] { who == "of another house" ? "riverside" : "sunshine" }, password = "an evening by the river" })).Is(HttpStatusCode.OK);
        using var wang = await Person.SignInAsync(_host.Http, "wang", "an evening by the river");
        (await wang.PutAsync("/api/session/password", new { current = "an evening by the river", @new = "a morning by the river" })).Is(HttpStatusCode.NoContent);
        await TurnOnAsync(phone, wang);
        if (who == "signed out") (await wang.SendAsync(HttpMethod.Delete, "/api/session")).Is(HttpStatusCode.NoContent);
        if (who == "locked") (await admin.PutAsync("/api/people/wang", new { locked = true })).Is(HttpStatusCode.OK);
        await PlanAsync("wang");
        await PressAsync();
        await _hook.NextAsync();
        Assert.Equal(0, _service.Calls);
    }

    [Fact]
    public async Task Phones_are_each_ones_own_and_outlive_a_restart()
    {
        using var phone = new Phone(_service.Url);
        var id = await TurnOnAsync(phone, _duty, "zh");
        Assert.Equal(id, await TurnOnAsync(phone, _duty, "zh"));
        var own = Assert.Single((await _duty.GetAsync("/api/push/phones")).Items);
        Assert.Equal((id, "zh", true), (own.GetProperty("id").GetString(), own.GetProperty("language").GetString(), own.GetProperty("current").GetBoolean()));
        Assert.DoesNotContain(phone.Endpoint, own.ToString(), StringComparison.Ordinal);
        var family = await _host.PersonAsync("family");
        Assert.Empty((await family.GetAsync("/api/push/phones")).Items);
        (await family.SendAsync(HttpMethod.Delete, $"/api/push/phones/{id}")).IsProblem(HttpStatusCode.NotFound);

        var key = (await _duty.GetAsync("/api/push/key"))["publicKey"].GetString();
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(_host.Folder, "keys", "push")));
        await _host.StopAsync();
        await _host.StartAgainAsync();
        _duty = await _host.PersonAsync("duty");
        Assert.Equal(key, (await _duty.GetAsync("/api/push/key"))["publicKey"].GetString());
        Assert.Equal(id, Assert.Single((await _duty.GetAsync("/api/push/phones")).Items).GetProperty("id").GetString());
        Assert.True((await _duty.PostAsync("/api/push/test")).Is(HttpStatusCode.OK)["delivered"].GetBoolean());
        Assert.Equal(JsonValueKind.Null, phone.Read(await _service.NextAsync()).GetProperty("receipt").ValueKind);
        (await _duty.SendAsync(HttpMethod.Delete, $"/api/push/phones/{id}")).Is(HttpStatusCode.NoContent);
        Assert.False((await _duty.PostAsync("/api/push/test")).Is(HttpStatusCode.OK)["delivered"].GetBoolean());
    }

    [Theory]
    [InlineData("http://push.example.com/x", "https"), InlineData("https://10.0.0.7/x", "own network"), InlineData("https://192.168.1.1/x", "own network"), InlineData("ftp://x", "https")]
    public async Task An_endpoint_within_the_house_is_refused(string endpoint, string why)
    {
        using var phone = new Phone(_service.Url);
        var body = With(JsonSerializer.SerializeToElement(phone.Subscription()), "endpoint", endpoint);
        Assert.Contains(why, (await _duty.PostAsync("/api/push/phones", body)).IsProblem(HttpStatusCode.BadRequest)["detail"].GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_plan_that_names_no_account_is_refused()
    {
        var admin = await _host.PersonAsync("admin");
        var refused = await admin.PutAsync("/api/sites/sunshine/duty", new { directors = new[] { new { name = "周", channels = new[] { new { kind = "push", address = "nobody" } } } } });
        Assert.Contains("no account nobody", refused.IsProblem(HttpStatusCode.BadRequest)["detail"].GetString(), StringComparison.Ordinal);
    }

    /// <summary>Whoever is on duty is told by push, or else by webhook, ten seconds after a press.</summary>
    private async Task PlanAsync(string user = "duty")
    {
        var person = new { name = "值班", channels = new[] { new { kind = "push", address = user }, new { kind = "webhook", address = $"{_hook.Url}hook" } } };
        (await (await _host.PersonAsync("admin")).PutAsync("/api/sites/sunshine/duty", new
        {
            shifts = new[] { new { name = "全天", from = "00:00:00", to = "00:00:00", people = new[] { person } } },
            tiers = new[] { new { kind = "help", secondAfterS = 10 } },
        })).Is(HttpStatusCode.OK);
    }

    private async Task<string> PressAsync()
    {
        var alert = (await _host.PressAsync("call-101-1")).GetProperty("id").GetString()!;
        _time.Advance(TimeSpan.FromSeconds(11));
        return alert;
    }

    /// <returns>The phone's id.</returns>
    private static async Task<string> TurnOnAsync(Phone phone, Person person, string language = "en") =>
        (await person.PostAsync("/api/push/phones", phone.Subscription(language))).Is(HttpStatusCode.Created)["id"].GetString()!;

    private static Dictionary<string, object?> With(JsonElement json, string field, string value)
    {
        var fields = json.EnumerateObject().ToDictionary(p => p.Name, p => (object?)p.Value);
        fields[field] = value;
        return fields;
    }
}
