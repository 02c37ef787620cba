using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using SmartCare.Server.Tests.Support;

namespace SmartCare.Server.Tests.Alerts;

/// <summary>The duty over HTTP: plan, hand-over, checks, drills, incidents, shelves. On a host of its own: a plan changes what rings.</summary>
public sealed class DutyTests : IAsyncLifetime
{
    private TestHost _host = null!;

    public async Task InitializeAsync() => _host = await TestHost.StartAsync();

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    public async Task A_plan_is_written_by_the_director_read_masked_and_kept_with_its_secrets()
    {
        var director = await _host.PersonAsync("director");
        var plan = Plan("""{"kind":"webhook","address":"https://h/1","secret":"s3cret"}""");
        var written = (await director.PutAsync("/api/sites/sunshine/duty", plan)).Is(HttpStatusCode.OK);
        Assert.DoesNotContain("s3cret", written.Body.ToString(), StringComparison.Ordinal);
        var read = (await director.GetAsync("/api/sites/sunshine/duty")).Is(HttpStatusCode.OK);
        Assert.Equal("***", read["directors"][0].GetProperty("channels")[0].GetProperty("secret").GetString());

        // What comes back as it was read changes nothing; a mask that stands for nothing is refused.
        (await director.PutAsync("/api/sites/sunshine/duty", read.Body)).Is(HttpStatusCode.OK);
        (await director.PutAsync("/api/sites/sunshine/duty", Plan("""{"kind":"webhook","address":"https://h/2","secret":"***"}"""))).IsProblem(HttpStatusCode.BadRequest);
        (await (await _host.PersonAsync("admin")).PutAsync("/api/sites/sunshine", new { name = "阳光", nameEn = "Sunshine", timeZone = "Asia/Shanghai" })).Is(HttpStatusCode.OK);
        await _host.StopAsync();
        await _host.StartAgainAsync();
        var again = (await (await _host.PersonAsync("director")).GetAsync("/api/sites/sunshine/duty")).Is(HttpStatusCode.OK);
        Assert.Equal(read.Body.ToString(), again.Body.ToString());
    }

    [Theory]
    [InlineData("""{"shifts":[{"name":"","from":"08:00:00","to":"20:00:00","people":[]}]}""", "name")]
    [InlineData("""{"tiers":[{"kind":"help"}]}""", "urgent")]
    [InlineData("""{"tiers":[{"priority":"medium","secondAfterS":60,"thirdAfterS":30}]}""", "later")]
    [InlineData("""{"checks":[{"id":"a b","name":"x","every":"day","at":"08:00:00"}]}""", "id of its own")]
    [InlineData("""{"sms":{"url":"ftp://x"}}""", "sms.url")]
    [InlineData("""{"sms":{"url":"https://x/","method":"SEND"}}""", "sms.method")]
    [InlineData("""{"sms":{"url":"https://x/","template":"{text}"}}""", "{phone}")]
    [InlineData("""{"sms":{"url":"https://x/","secret":"a\nb"}}""", "sms.secret")]
    [InlineData("""{"sms":{"url":"http://192.168.1.4/{phone}"}}""", "sms.url: the address is of this house's own network")]
    [InlineData("""{"directors":[{"name":"zhou","channels":[{"kind":"wecom","address":"http://[::1]:5080/x"}]}]}""", "zhou: the address is of this house's own network")]
    public async Task A_plan_that_makes_no_sense_is_refused_with_the_reason(string plan, string why)
    {
        var refused = (await (await _host.PersonAsync("director")).PutAsync("/api/sites/sunshine/duty", JsonDocument.Parse(plan).RootElement)).IsProblem(HttpStatusCode.BadRequest);
        Assert.Contains(why, refused["detail"].GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_duty_recognises_an_address_and_cannot_use_it()
    {
        var director = await _host.PersonAsync("director");
        var plan = JsonNode.Parse(Plan("""{"kind":"sms","address":"13812345678"},{"kind":"wecom","address":"https://qyapi.example:8443/send?key=k3y"}""").ToString())!;
        plan["sms"] = JsonNode.Parse("""{"url":"https://sms.example/send?account=a","secret":"s3cret","template":"pw=hidden&to={phone}"}""");
        (await director.PutAsync("/api/sites/sunshine/duty", plan)).Is(HttpStatusCode.OK);
        var seen = (await (await _host.PersonAsync("duty")).GetAsync("/api/sites/sunshine/duty")).Is(HttpStatusCode.OK);
        Assert.Equal(["138****5678", "https://qyapi.example:8443/…"], seen["directors"][0].GetProperty("channels").EnumerateArray().Select(c => c.GetProperty("address").GetString()));
        Assert.Equal(("https://sms.example/…", "***", "***"),
            (seen["sms"].GetProperty("url").GetString(), seen["sms"].GetProperty("secret").GetString(), seen["sms"].GetProperty("template").GetString()));
        var whole = (await director.GetAsync("/api/sites/sunshine/duty")).Is(HttpStatusCode.OK);
        Assert.Equal("13812345678", whole["directors"][0].GetProperty("channels")[0].GetProperty("address").GetString());
        Assert.Equal("pw=hidden&to={phone}", whole["sms"].GetProperty("template").GetString());
    }

    [Fact]
    public async Task A_changed_duty_plan_is_recorded_with_what_was_there_before_and_without_what_opens_a_door()
    {
        var director = await _host.PersonAsync("director");
        static object Plan(string name, int flood) => new
        {
            directors = new[] { new { name, channels = new object[] { new { kind = "wecom", address = "https://robot.example:8443/send?key=k3y", secret = "s3cret" }, new { kind = "sms", address = "13812345678" } } } },
            floodAbove = flood,
        };
        (await director.PutAsync("/api/sites/sunshine/duty", Plan("zhou", 20))).Is(HttpStatusCode.OK);
        (await director.PutAsync("/api/sites/sunshine/duty", Plan("zhou", 30))).Is(HttpStatusCode.OK);
        (await director.PutAsync("/api/sites/sunshine/duty", new { })).Is(HttpStatusCode.OK);
        var rows = (await (await _host.PersonAsync("admin")).GetAsync("/api/audit?limit=500&about=site/sunshine")).Is(HttpStatusCode.OK).Items.Where(r => r.GetProperty("what").GetString() == "put duty").Select(r => JsonDocument.Parse(r.GetProperty("detail").GetString()!).RootElement).ToList();
        var channels = rows[0].GetProperty("directors")[0].GetProperty("channels");
        Assert.Equal(("https://robot.example:8443/…", "…", "138****5678"),
            (channels[0].GetProperty("address").GetString(), channels[0].GetProperty("secret").GetString(), channels[1].GetProperty("address").GetString()));
        Assert.Equal((30, 20), (rows[1].GetProperty("floodAbove").GetInt32(), rows[1].GetProperty("before").GetProperty("floodAbove").GetInt32()));
        Assert.Equal(["floodAbove"], rows[1].GetProperty("before").EnumerateObject().Select(f => f.Name));
        // Who was taken out is to be seen.
        Assert.Equal(["directors", "floodAbove"], rows[2].GetProperty("before").EnumerateObject().Select(f => f.Name));
        Assert.DoesNotContain("k3y", string.Join("", rows.Select(r => r.ToString())), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_director_by_text_message_alone_is_missed_until_there_is_a_gateway()
    {
        var (director, duty) = (await _host.PersonAsync("director"), await _host.PersonAsync("duty"));
        await using var wall = await _host.WallAsync();
        var plan = Plan("""{"kind":"sms","address":"13800001234"}""");
        (await director.PutAsync("/api/sites/sunshine/duty", plan)).Is(HttpStatusCode.OK);
        var missed = await wall.AlertAsync(a => a.Kind == "system" && a.Alert.ToString().Contains("no director", StringComparison.Ordinal));
        var lack = (await duty.GetAsync($"/api/alerts/{missed.Id}")).Is(HttpStatusCode.OK)["history"][0].GetProperty("note").GetString();
        Assert.Equal("no director can be told", lack);
        var whole = JsonNode.Parse(plan.ToString())!;
        whole["sms"] = JsonNode.Parse("""{"url":"https://sms.example/"}""");
        (await director.PutAsync("/api/sites/sunshine/duty", whole)).Is(HttpStatusCode.OK);
        await wall.AlertAsync(a => a.Id == missed.Id && a.State == "resolved");
    }

    [Fact]
    public async Task The_duty_is_the_staffs()
    {
        var family = await _host.PersonAsync("family");
        foreach (var what in (string[])["duty", "incidents", "drills", "handover", "checks"])
            (await family.GetAsync($"/api/sites/sunshine/{what}")).IsProblem(HttpStatusCode.NotFound);
        (await family.PostAsync("/api/sites/sunshine/handover/sign", new { @as = "outgoing" })).IsProblem(HttpStatusCode.NotFound);
        (await (await _host.PersonAsync("duty")).PutAsync("/api/sites/sunshine/duty", new { })).IsProblem(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task A_duty_hands_over_what_is_open_under_two_names_and_its_checks()
    {
        var (duty, director) = (await _host.PersonAsync("duty"), await _host.PersonAsync("director"));
        (await director.PutAsync("/api/sites/sunshine/duty", Plan("""{"kind":"mail","address":"a@b"}"""))).Is(HttpStatusCode.OK);
        var press = await _host.PressAsync("call-102-1");
        await _host.SayAsync("smoke-102", """{"test":true,"smoke":true}""");
        // Its site hears of the test by a letter.
        await _host.SettledAsync();
        var draft = (await duty.GetAsync("/api/sites/sunshine/handover")).Is(HttpStatusCode.OK);
        Assert.Contains(draft["open"].EnumerateArray(), a => a.GetProperty("id").GetString() == press.GetProperty("id").GetString());
        Assert.Equal("smoke-102", draft["tested"][0].GetProperty("deviceId").GetString());

        (await duty.PostAsync("/api/sites/sunshine/checks", new { check = "doors", skipped = true })).IsProblem(HttpStatusCode.BadRequest);
        var done = (await duty.PostAsync("/api/sites/sunshine/checks", new { check = "doors", skipped = false })).Is(HttpStatusCode.OK);
        Assert.Equal("duty", done["done"].GetProperty("by").GetString());
        (await director.PostAsync("/api/sites/sunshine/checks", new { check = "doors", skipped = false })).IsProblem(HttpStatusCode.Conflict);

        (await director.PostAsync("/api/sites/sunshine/handover/sign", new { @as = "incoming" })).IsProblem(HttpStatusCode.Conflict);
        (await duty.PostAsync("/api/sites/sunshine/handover/sign", new { @as = "outgoing", note = "102 calls often" })).Is(HttpStatusCode.OK);
        (await duty.PostAsync("/api/sites/sunshine/handover/sign", new { @as = "incoming" })).IsProblem(HttpStatusCode.Conflict);
        // Who comes reads the same duty, not the minute since the other signed.
        Assert.Equal("smoke-102", (await director.GetAsync("/api/sites/sunshine/handover")).Is(HttpStatusCode.OK)["tested"][0].GetProperty("deviceId").GetString());
        var signed = (await director.PostAsync("/api/sites/sunshine/handover/sign", new { @as = "incoming" })).Is(HttpStatusCode.OK);
        Assert.Equal(("duty", "director"), (signed["outgoing"].GetString(), signed["incoming"].GetString()));
    }

    [Fact]
    public async Task A_drill_marks_what_is_raised_in_it_and_two_fires_in_earnest_are_one_incident()
    {
        var duty = await _host.PersonAsync("duty");
        Assert.Single((await duty.PostAsync("/api/sites/sunshine/drills", new { name = "night", minutes = 30 })).Is(HttpStatusCode.OK).Items);
        await using var wall = await _host.WallAsync();
        await _host.SayAsync("smoke-103", """{"smoke":true}""");
        Assert.True((await wall.AlertAsync(a => a.Kind == "fire")).Alert.GetProperty("drill").GetBoolean());
        Assert.Empty((await duty.PostAsync("/api/sites/sunshine/drills", new { name = "night", minutes = 0 })).Is(HttpStatusCode.OK).Items);
        await _host.SayAsync("smoke-104", """{"smoke":true}""");
        Assert.False((await wall.AlertAsync(a => a.Alert.GetProperty("placeId").GetString() == "104")).Alert.GetProperty("drill").GetBoolean());
        Assert.Empty((await duty.GetAsync("/api/sites/sunshine/incidents")).Items);
        await _host.SayAsync("smoke-106", """{"smoke":true}""");
        var second = (await wall.AlertAsync(a => a.Alert.GetProperty("placeId").GetString() == "106")).Alert;
        var incident = (await duty.GetAsync("/api/sites/sunshine/incidents")).Items.Single();
        Assert.Equal((second.GetProperty("incident").GetString(), "fire", 2), (incident.GetProperty("id").GetString(), incident.GetProperty("kind").GetString(), incident.GetProperty("alerts").GetArrayLength()));
    }

    [Fact]
    public async Task What_came_back_soon_is_opened_again_with_its_whole_history_and_what_can_wait_is_put_aside()
    {
        var duty = await _host.PersonAsync("duty");
        await using var wall = await _host.WallAsync();
        await _host.SayAsync("smoke-105", """{"smoke":true}""");
        var fire = await wall.AlertAsync(a => a.Kind == "fire");
        (await duty.PostAsync($"/api/alerts/{fire.Id}/shelve", new { minutes = 60 })).IsProblem(HttpStatusCode.Conflict);
        await _host.SayAsync("smoke-105", """{"smoke":false}""");
        await wall.AlertAsync(a => a.Id == fire.Id && a.Alert.GetProperty("still").GetArrayLength() == 0);
        (await duty.PostAsync($"/api/alerts/{fire.Id}/resolve", new { outcome = "false" })).Is(HttpStatusCode.OK);
        // Also after a restart: then only the disk knows how it began.
        await _host.StopAsync();
        await _host.StartAgainAsync();
        await using (var reopened = await _host.WallAsync())
        {
            await _host.SayAsync("smoke-105", """{"smoke":true}""");
            await reopened.AlertAsync(a => a.Id == fire.Id);
        }

        duty = await _host.PersonAsync("duty");
        var again = (await duty.GetAsync($"/api/alerts/{fire.Id}")).Is(HttpStatusCode.OK);
        Assert.Equal(("open", 2, "105"), (again["state"].GetString(), again["occurrences"].GetInt32(), again["place"].GetString()));
        Assert.Equal(["raised", "cleared", "resolved", "reopened"], again["history"].EnumerateArray().Select(h => h.GetProperty("what").GetString()));

        await using var walls = await _host.WallAsync();
        await _host.SayAsync("door-105", """{"battery":5}""");
        await walls.AlertAsync(a => a.Kind == "battery");
        var battery = (await duty.GetAsync("/api/alerts?place=105")).Items.Single(a => a.GetProperty("kind").GetString() == "battery").GetProperty("id").GetString();
        (await duty.PostAsync($"/api/alerts/{battery}/shelve", new { minutes = 721 })).IsProblem(HttpStatusCode.BadRequest);
        Assert.NotEqual(JsonValueKind.Null, (await duty.PostAsync($"/api/alerts/{battery}/shelve", new { minutes = 60, note = "ordered" })).Is(HttpStatusCode.OK)["shelvedUntil"].ValueKind);
        Assert.Equal(JsonValueKind.Null, (await duty.PostAsync($"/api/alerts/{battery}/shelve", new { minutes = 0 })).Is(HttpStatusCode.OK)["shelvedUntil"].ValueKind);
    }

    [Fact]
    public async Task What_is_resolved_and_goes_on_is_listed_also_after_a_restart_until_the_detector_lets_go()
    {
        await using (var wall = await _host.WallAsync())
        {
            await _host.SayAsync("smoke-107", """{"smoke":true}""");
            var fire = await wall.AlertAsync(a => a.Kind == "fire");
            Assert.Equal(["smoke-107"], fire.Alert.GetProperty("still").EnumerateArray().Select(d => d.GetString()));
            var resolved = (await (await _host.PersonAsync("duty")).PostAsync($"/api/alerts/{fire.Id}/resolve", new { outcome = "false" })).Is(HttpStatusCode.OK);
            Assert.Equal("smoke-107", resolved["still"][0].GetString());
        }

        await _host.StopAsync();
        await _host.StartAgainAsync();
        var duty = await _host.PersonAsync("duty");
        Assert.Empty((await duty.GetAsync("/api/alerts?place=107")).Items);
        var still = Assert.Single((await duty.GetAsync("/api/alerts?state=still&place=107")).Items);
        Assert.Equal("resolved", still.GetProperty("state").GetString());
        await using var again = await _host.WallAsync();
        await _host.SayAsync("smoke-107", """{"smoke":false}""");
        await again.AlertAsync(a => a.Kind == "fire" && a.Alert.GetProperty("still").GetArrayLength() == 0);
        Assert.Empty((await duty.GetAsync("/api/alerts?state=still&place=107")).Items);
    }

    /// <summary>A full plan, whose director has this channel.</summary>
    private static JsonElement Plan(string channel) => JsonDocument.Parse(
        $$"""
        {"shifts":[{"name":"always","from":"00:00:00","to":"00:00:00","people":[{"name":"li","channels":[{"kind":"wecom","address":"https://w/1"}]}]}],
         "directors":[{"name":"zhou","relation":"director","channels":[{{channel}}]}],
         "emergency":[{"name":"120","channels":[{"kind":"webhook","address":"https://e/1"}]}],
         "checks":[{"id":"doors","name":"Fire doors","every":"day","at":"08:30:00"}]}
        """).RootElement;
}
