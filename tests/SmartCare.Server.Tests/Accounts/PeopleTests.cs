using System.Net;
using System.Net.Http.Json;
using System.Net.WebSockets;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using SmartCare.Server.Accounts;
using SmartCare.Server.Tests.Support;
using SmartCare.Testing;

namespace SmartCare.Server.Tests.Accounts;

/// <summary>A house makes, changes, locks and removes its people over HTTP alone.</summary>
public sealed class PeopleTests(House house) : IClassFixture<House>
{
    private const string Shown = "an evening by the river", Own = "a morning in the hills";

    private static int s_people;
    private readonly TestHost _host = house.Host;

    [Fact]
    public async Task Who_was_given_a_password_sets_an_own_one_before_anything_else()
    {
        var user = await MadeAsync();
        using var person = await Person.SignInAsync(_host.Http, user, Shown);
        Assert.True((await person.GetAsync("/api/session")).Is(HttpStatusCode.OK)["mustChangePassword"].GetBoolean());
        foreach (var path in (string[])["/api/alerts", "/api/sessions", "/api/sites"])
            Assert.Equal("https://smartcare.local/problems/password-change", (await person.GetAsync(path)).IsProblem(HttpStatusCode.Forbidden)["type"].GetString());
        await using (var wall = await HubClient.ConnectAsync(_host.Http, person.Cookie)) await wall.EndsAtOnceAsync();
        await Assert.ThrowsAsync<MqttNetException>(() => _host.MqttAsync(user, with: o => o with { Password = Shown }));

        (await ChangeAsync(person, Shown, Shown)).IsProblem(HttpStatusCode.BadRequest);
        (await ChangeAsync(person, Shown, Own)).Is(HttpStatusCode.NoContent);
        Assert.False((await person.GetAsync("/api/session"))["mustChangePassword"].GetBoolean());
        (await person.GetAsync("/api/alerts")).Is(HttpStatusCode.OK);
        await using var follows = await HubClient.ConnectAsync(_host.Http, person.Cookie);
        await follows.ResumeAsync(0);
    }

    [Theory]
    [InlineData("lock")]
    [InlineData("remove")]
    [InlineData("everywhere")]
    [InlineData("must change")]
    [InlineData("password")]
    public async Task The_walls_of_somebody_end_at_once_by(string what)
    {
        var (user, admin) = (await MadeAsync(mustChange: false), await _host.PersonAsync("admin"));
        using var person = await Person.SignInAsync(_host.Http, user, Shown);
        await using var wall = await HubClient.ConnectAsync(_host.Http, person.Cookie);
        await wall.ResumeAsync(0);
        (what switch
        {
            "lock" => await admin.PutAsync($"/api/people/{user}", new { locked = true }),
            "remove" => await admin.SendAsync(HttpMethod.Delete, $"/api/people/{user}"),
            "everywhere" => await admin.SendAsync(HttpMethod.Delete, $"/api/people/{user}/sessions"),
            "must change" => await admin.PutAsync($"/api/people/{user}", new { mustChangePassword = true }),
            _ => await admin.PutAsync($"/api/people/{user}", new { password = Own }),
        }).Is(what is "remove" or "everywhere" ? HttpStatusCode.NoContent : HttpStatusCode.OK);
        await wall.EndsAtOnceAsync();
        (await person.GetAsync("/api/session")).IsProblem(HttpStatusCode.Unauthorized);
        await Assert.ThrowsAsync<WebSocketException>(() => HubClient.ConnectAsync(_host.Http, person.Cookie));
        using var again = _host.Nobody();
        using var answer = await again.PostAsJsonAsync("/api/session", new { user, password = what is "password" ? Own : Shown });
        Assert.Equal(what is "lock" or "remove" ? HttpStatusCode.Unauthorized : HttpStatusCode.OK, answer.StatusCode);
    }

    [Fact]
    public async Task What_is_not_named_stays_as_it_was_and_rights_hold_at_once()
    {
        var (user, admin) = (await MadeAsync(mustChange: false), await _host.PersonAsync("admin"));
        using var person = await Person.SignInAsync(_host.Http, user, Shown);
        (await person.GetAsync("/api/alerts?site=riverside")).Is(HttpStatusCode.NotFound);
        var changed = (await admin.PutAsync($"/api/people/{user}", new { sites = new[] { "sunshine", "riverside" } })).Is(HttpStatusCode.OK);
        Assert.Equal(("张护士", "duty"), (changed["name"].GetString(), changed["role"].GetString()));
        Assert.Equal(HttpContractFields, changed.Body.EnumerateObject().Select(p => p.Name));
        Assert.NotEqual(JsonValueKind.Null, changed["lastSignInAt"].ValueKind);
        (await person.GetAsync("/api/alerts?site=riverside")).Is(HttpStatusCode.OK);
        (await admin.SendAsync(HttpMethod.Delete, $"/api/people/{user}")).Is(HttpStatusCode.NoContent);
        Assert.Equal(JsonValueKind.Null, (await MadeReplyAsync(user))["lastSignInAt"].ValueKind);
    }

    [Theory]
    [InlineData("""{"name":"李","role":"duty","sites":["sunshine"]}""", 400, "password is needed")]
    [InlineData("""{"name":"李","role":"duty","sites":["sunshine"],"password":"12345678"}""", 400, "guessed")]
    [InlineData("""{"name":"李","role":"duty","sites":["nowhere"],"password":"an evening by the river"}""", 400, "sites")]
    [InlineData("""{"name":"李","role":"duty","sites":[null],"password":"an evening by the river"}""", 400, "sites")]
    [InlineData("""{"name":"李","role":"duty","sites":[],"password":"an evening by the river"}""", 400, "at least one")]
    [InlineData("""{"name":"李","role":"duty","sites":["sunshine"],"elders":["elder-101-1"],"password":"an evening by the river"}""", 400, "family's alone")]
    [InlineData("""{"name":"李","role":"family","sites":["sunshine"],"elders":["elder-h001"],"password":"an evening by the river"}""", 400, "elders")]
    [InlineData("""{"name":" ","role":"duty","sites":["sunshine"],"password":"an evening by the river"}""", 400, "name")]
    [InlineData("""{"name":"李","sites":["sunshine"],"password":"an evening by the river"}""", 400, "role")]
    public async Task A_person_is_not_made_when(string body, int status, string why)
    {
        var refused = await SendAsync(await _host.PersonAsync("admin"), "somebody-new", body);
        Assert.Contains(why, refused.IsProblem((HttpStatusCode)status)["detail"].GetString(), StringComparison.Ordinal);
        Assert.Null(_host.Services.GetRequiredService<AccountStore>().Find("somebody-new"));
    }

    [Theory]
    [InlineData("call-101-1", 409)]
    [InlineData("gateway", 409)]
    [InlineData("system", 400)]
    [InlineData("a b", 400)]
    public async Task A_name_is_not_taken_when_it_means_somebody_else(string user, int status) => (await SendAsync(
        await _host.PersonAsync("admin"), Uri.EscapeDataString(user), """{"name":"李","role":"duty","sites":["sunshine"],"password":"an evening by the river"}"""))
        .IsProblem((HttpStatusCode)status);

    [Fact]
    public async Task The_last_admin_who_is_not_locked_stays()
    {
        var admin = await _host.PersonAsync("admin");
        foreach (var change in (object[])[new { locked = true }, new { role = "director" }])
            (await admin.PutAsync("/api/people/admin", change)).IsProblem(HttpStatusCode.Conflict);
        (await admin.SendAsync(HttpMethod.Delete, "/api/people/admin")).IsProblem(HttpStatusCode.Conflict);
        (await admin.PutAsync("/api/people/admin", new { password = Own })).IsProblem(HttpStatusCode.BadRequest);
        (await admin.PutAsync("/api/people/admin-2", new { name = "二", role = "admin", password = Shown, locked = true })).Is(HttpStatusCode.OK);
        (await admin.PutAsync("/api/people/admin", new { role = "director" })).IsProblem(HttpStatusCode.Conflict);
        (await admin.PutAsync("/api/people/admin-2", new { locked = false })).Is(HttpStatusCode.OK);
        (await admin.PutAsync("/api/people/admin-2", new { locked = true })).Is(HttpStatusCode.OK);
        (await admin.SendAsync(HttpMethod.Delete, "/api/people/admin-2")).Is(HttpStatusCode.NoContent);
    }

    /// <summary>Beyond what the table of access asks about those that are there.</summary>
    [Fact]
    public async Task A_director_makes_duty_and_family_of_their_sites_and_nobody_else()
    {
        var (boss, admin) = ($"boss-{Interlocked.Increment(ref s_people)}", await _host.PersonAsync("admin"));
        (await admin.PutAsync($"/api/people/{boss}", new { name = "院长", role = "director", sites = new[] { "sunshine" }, password = Shown, mustChangePassword = false })).Is(HttpStatusCode.OK);
        using var director = await Person.SignInAsync(_host.Http, boss, Shown);
        foreach (var (role, site, status) in ((string, string, int)[])[("duty", "sunshine", 200), ("family", "sunshine", 200), ("director", "sunshine", 403), ("admin", "sunshine", 403), ("duty", "riverside", 400)])
        {
            var user = $"{boss}-{role}-{site}";
            var made = await director.PutAsync($"/api/people/{user}", new { name = "李", role, sites = new[] { site }, password = Shown });
            Assert.Equal((role, site, status), (role, site, (int)made.Status));
            if (status == 200) (await director.PutAsync($"/api/people/{user}", new { role = "admin" })).IsProblem(HttpStatusCode.Forbidden);
        }

        // The demo's duty works at the other site too: seen, as far as this site goes, and not written.
        var both = (await director.GetAsync("/api/people/duty")).Is(HttpStatusCode.OK);
        Assert.Equal(["sunshine"], both["sites"].EnumerateArray().Select(s => s.GetString()));
        foreach (var other in (string[])["duty", "director", boss])
            (await director.PutAsync($"/api/people/{other}", new { name = "?" })).IsProblem(HttpStatusCode.Forbidden);
        var seen = (await director.GetAsync("/api/people?limit=500")).Items.Select(p => p.GetProperty("user").GetString()).ToList();
        Assert.Equal(seen.Order(StringComparer.Ordinal), seen);
        Assert.Contains($"{boss}-duty-sunshine", seen);
        Assert.Equal([$"{boss}-family-sunshine"], (await director.GetAsync($"/api/people?role=family&after={boss}")).Items.Select(p => p.GetProperty("user").GetString()).Where(u => u!.StartsWith(boss, StringComparison.Ordinal)));
    }

    [Fact]
    public async Task The_record_says_who_changed_whom_and_no_password()
    {
        var (user, admin) = (await MadeAsync(), await _host.PersonAsync("admin"));
        await admin.PutAsync($"/api/people/{user}", new { locked = true });
        await admin.GetAsync($"/api/people/{user}/sessions");
        await admin.SendAsync(HttpMethod.Delete, $"/api/people/{user}/sessions");
        await admin.SendAsync(HttpMethod.Delete, $"/api/people/{user}");
        var rows = (await (await _host.PersonAsync("director")).GetAsync($"/api/audit?about=person/{user}")).Items;
        Assert.Equal(["write", "write", "read", "signOutEverywhere", "remove"], rows.Select(r => r.GetProperty("what").GetString()));
        Assert.Contains("\"before\":{\"locked\":false}", rows[1].GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.All(rows, r => Assert.DoesNotContain(Shown, r.ToString(), StringComparison.Ordinal));
        Assert.All(rows, r => Assert.Equal(("admin", "sunshine"), (r.GetProperty("user").GetString(), r.GetProperty("site").GetString())));
    }

    [Fact]
    public async Task Where_somebody_is_signed_in_can_be_seen()
    {
        var user = await MadeAsync();
        using var one = await Person.SignInAsync(_host.Http, user, Shown);
        using var two = await Person.SignInAsync(_host.Http, user, Shown);
        var seen = (await (await _host.PersonAsync("admin")).GetAsync($"/api/people/{user}/sessions")).Items;
        Assert.Equal(2, seen.Count);
        Assert.Equal(["id", "createdAt", "lastSeenAt", "from", "browser"], seen[0].EnumerateObject().Select(p => p.Name));
    }

    private static string[] HttpContractFields => Contract.HttpContract.Fields("person");

    private static async Task<Reply> SendAsync(Person admin, string user, string body) => await Reply.OfAsync(admin.Http.PutAsync(
        $"/api/people/{user}", new StringContent(body, null, "application/json")));

    private async Task<string> MadeAsync(bool mustChange = true)
    {
        var user = $"nurse-{Interlocked.Increment(ref s_people)}";
        await MadeReplyAsync(user, mustChange);
        return user;
    }

    private async Task<Reply> MadeReplyAsync(string user, bool mustChange = true) => (await (await _host.PersonAsync("admin")).PutAsync(
        $"/api/people/{user}", new { name = "张护士", role = "duty", sites = new[] { "sunshine" }, password = Shown, mustChangePassword = mustChange ? (bool?)null : false })).Is(HttpStatusCode.OK);

    private static Task<Reply> ChangeAsync(Person person, string current, string wanted) =>
        person.PutAsync("/api/session/password", new Dictionary<string, string> { ["current"] = current, ["new"] = wanted });
}
