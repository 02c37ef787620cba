using System.Net;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using SmartCare.Server.Accounts;
using SmartCare.Server.Tests.Support;
using SmartCare.Testing;

namespace SmartCare.Server.Tests.Accounts;

/// <summary>What relatives are shown and may say: their own elder, what she agreed to, what staff released.</summary>
public sealed class FamilyPageTests(House house) : IClassFixture<House>
{
    [Fact]
    public async Task Of_what_staff_write_family_reads_what_was_released_and_whom_by_their_name()
    {
        var (_, button, family) = await RelativeAsync();
        var id = await PressAsync(button);
        var duty = await house.Host.PersonAsync("duty");
        await duty.PostAsync($"/api/alerts/{id}/acknowledge");
        await duty.PostAsync($"/api/alerts/{id}/note", new { text = "又是她" });
        await duty.PostAsync($"/api/alerts/{id}/arrive");
        Assert.Null((await family.GetAsync($"/api/alerts/{id}"))["released"].GetString());
        (await duty.PostAsync($"/api/alerts/{id}/resolve", new { outcome = "real", note = "扶起；尿裤", release = "扶起，无伤" })).Is(HttpStatusCode.OK);

        var seen = await family.GetAsync($"/api/alerts/{id}");
        Assert.Equal(("值班员", "值班员", "扶起，无伤"), (seen["acknowledgedBy"].GetString(), seen["resolvedBy"].GetString(), seen["released"].GetString()));
        Assert.DoesNotContain("又是她", seen.Body.ToString());
        Assert.DoesNotContain("尿裤", seen.Body.ToString());
        Assert.Equal(["raised", "acknowledged", "arrived", "resolved"], seen["history"].EnumerateArray().Select(l => l.GetProperty("what").GetString()));
        Assert.Equal("扶起，无伤", seen["history"].EnumerateArray().Last().GetProperty("note").GetString());
        Assert.Equal("扶起；尿裤", (await duty.GetAsync($"/api/alerts/{id}"))["history"].EnumerateArray().Last().GetProperty("note").GetString());
    }

    [Fact]
    public async Task Without_a_release_family_reads_the_end_and_no_note_also_over_the_hub()
    {
        var (_, button, family) = await RelativeAsync();
        await using var page = await HubClient.ConnectAsync(house.Host.Http, family.Cookie);
        await page.ResumeAsync(await house.Host.SeqAsync());
        var id = await PressAsync(button);
        await (await house.Host.PersonAsync("duty")).PostAsync($"/api/alerts/{id}/resolve", new { outcome = "false", note = "按错了，骂人" });
        var end = await page.AlertAsync(a => a.Id == id && a.State == "resolved");
        Assert.DoesNotContain("骂人", end.Alert.GetRawText());
        Assert.Equal("false", end.Alert.GetProperty("outcome").GetString());
    }

    [Fact]
    public async Task A_release_that_nobody_may_read_so_is_refused()
    {
        var (_, button, _) = await RelativeAsync();
        var id = await PressAsync(button);
        (await (await house.Host.PersonAsync("duty")).PostAsync($"/api/alerts/{id}/resolve", new { outcome = "real", release = "x\u202Ey" })).IsProblem(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task Where_she_is_and_how_she_lives_is_shown_with_her_consent_and_the_history_says_who_recorded_it()
    {
        var (elder, _, family) = await RelativeAsync();
        var director = await house.Host.PersonAsync("director");
        (await director.PutAsync($"/api/elders/{elder}/mode", new { mode = "hospital" })).Is(HttpStatusCode.OK);
        (await director.PostAsync($"/api/elders/{elder}/visits", new { note = "情绪差" })).Is(HttpStatusCode.OK);
        var before = await family.GetAsync($"/api/elders/{elder}");
        Assert.Equal((JsonValueKind.Null, JsonValueKind.Null), (before["mode"].ValueKind, before["modeUntil"].ValueKind));
        Assert.Equal(JsonValueKind.Null, (await family.GetAsync($"/api/elders/{elder}/family"))["well"].GetProperty("mode").ValueKind);
        Assert.DoesNotContain("情绪差", before.Body.ToString());
        var call = $"call-{elder["elder-".Length..]}";
        (await family.GetAsync($"/api/devices/{call}/series?channel=presence")).IsProblem(HttpStatusCode.Forbidden);
        (await family.GetAsync($"/api/devices/{call}/series?channel=battery")).Is(HttpStatusCode.OK);
        Assert.Equal("hospital", (await director.GetAsync($"/api/elders/{elder}"))["mode"].GetString());

        (await director.PutAsync($"/api/elders/{elder}", new { consent = new[] { "mode", "day" } })).Is(HttpStatusCode.OK);
        Assert.Equal("hospital", (await family.GetAsync($"/api/elders/{elder}"))["mode"].GetString());
        Assert.Equal("hospital", (await family.GetAsync($"/api/elders/{elder}/family"))["well"].GetProperty("mode").GetString());
        (await family.GetAsync($"/api/devices/{call}/series?channel=presence")).Is(HttpStatusCode.OK);
        var recorded = (await director.GetAsync($"/api/elders/{elder}/history")).Items.First(c => c.GetProperty("field").GetString() == "consent");
        Assert.Equal(("director", """["day","mode"]"""), (recorded.GetProperty("by").GetString(), recorded.GetProperty("after").GetRawText()));
        (await director.PutAsync($"/api/elders/{elder}", new { consent = new[] { "everything" } })).IsProblem(HttpStatusCode.BadRequest);
    }

    /// <summary>The radar hangs over two beds: whose steps it sees nobody knows.</summary>
    [Fact]
    public async Task What_watches_a_shared_room_is_shown_to_no_family()
    {
        var room = house.Room();
        var family = (await AccountAsync($"elder-{room}-1")).Person;
        (await (await house.Host.PersonAsync("director")).PutAsync($"/api/elders/elder-{room}-1", new { consent = new[] { "day", "vitals", "mode", "camera" } })).Is(HttpStatusCode.OK);
        await house.Host.SayAsync($"fall-{room}", """{"presence":true,"battery":80}""");
        var radar = await family.GetAsync($"/api/devices/fall-{room}");
        Assert.False(radar["values"].TryGetProperty("presence", out _));
        Assert.True(radar["values"].TryGetProperty("battery", out _));
        (await family.GetAsync($"/api/devices/fall-{room}/series?channel=presence")).IsProblem(HttpStatusCode.Forbidden);
        Assert.Empty((await family.GetAsync($"/api/elders/elder-{room}-1/day"))["presence"].EnumerateArray());
    }

    [Fact]
    public async Task A_relative_who_is_first_says_so_once_and_it_stands_open_on_every_wall()
    {
        var (_, button, family) = await RelativeAsync();
        await using var wall = await house.Host.WallAsync();
        var id = await PressAsync(button);
        (await family.PostAsync($"/api/alerts/{id}/family", new { act = "calling" })).Is(HttpStatusCode.OK);
        (await family.PostAsync($"/api/alerts/{id}/family", new { act = "calling" })).Is(HttpStatusCode.OK);
        var said = await wall.AlertAsync(a => a.Id == id && a.Alert.GetProperty("family").GetArrayLength() > 0);
        Assert.Equal(("open", "王芳", "calling"), (said.State, Of(said.Alert, "name"), Of(said.Alert, "act")));
        Assert.Equal(2, said.Alert.GetProperty("history").GetArrayLength());
        (await family.PostAsync($"/api/alerts/{id}/family", new { act = "resolve" })).IsProblem(HttpStatusCode.BadRequest);
        await (await house.Host.PersonAsync("duty")).PostAsync($"/api/alerts/{id}/resolve", new { outcome = "real" });
        (await family.PostAsync($"/api/alerts/{id}/family", new { act = "calling" })).Is(HttpStatusCode.OK);
        (await family.PostAsync($"/api/alerts/{id}/family", new { act = "there" })).IsProblem(HttpStatusCode.Conflict);

        static string? Of(JsonElement alert, string field) => alert.GetProperty("family")[0].GetProperty(field).GetString();
    }

    [Fact]
    public async Task Whoever_is_further_down_waits_until_they_are_asked_and_a_stranger_to_her_contacts_never_is()
    {
        var bed = house.Bed();
        var (second, none) = (await AccountAsync($"elder-{bed}"), await AccountAsync($"elder-{bed}"));
        await ContactsAsync($"elder-{bed}", [Contact("王芳", "family"), Contact("王强", second.User)]);
        var id = await PressAsync($"call-{bed}");
        (await second.Person.PostAsync($"/api/alerts/{id}/family", new { act = "there" })).IsProblem(HttpStatusCode.Forbidden);
        (await none.Person.PostAsync($"/api/alerts/{id}/family", new { act = "there" })).IsProblem(HttpStatusCode.Forbidden);
        (await (await house.Host.PersonAsync("duty")).PostAsync($"/api/alerts/{id}/family", new { act = "there" })).IsProblem(HttpStatusCode.Forbidden);
        (await (await house.Host.PersonAsync("family")).PostAsync($"/api/alerts/{id}/family", new { act = "there" })).IsProblem(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_relative_sets_the_quiet_hours_of_their_own_contact_and_of_nobody_elses()
    {
        var bed = house.Bed();
        var (mine, other) = (await AccountAsync($"elder-{bed}"), await AccountAsync($"elder-{bed}"));
        await ContactsAsync($"elder-{bed}", [Contact("王芳", "family"), Contact("王强", mine.User)]);
        var path = $"/api/elders/elder-{bed}";
        var view = (await mine.Person.PutAsync($"{path}/contacts/mine", new { quiet = new { from = "22:00", to = "07:00" } })).Is(HttpStatusCode.OK);
        Assert.Equal(1, view["mine"].GetInt32());
        var people = (await (await house.Host.PersonAsync("director")).GetAsync(path))["contacts"].GetProperty("people");
        Assert.Equal((JsonValueKind.Null, "22:00:00"), (people[0].GetProperty("quiet").ValueKind, people[1].GetProperty("quiet").GetProperty("from").GetString()));
        (await other.Person.PutAsync($"{path}/contacts/mine", new { quiet = (object?)null })).IsProblem(HttpStatusCode.Forbidden);
        (await (await house.Host.PersonAsync("family")).PutAsync($"{path}/contacts/mine", new { quiet = (object?)null })).IsProblem(HttpStatusCode.NotFound);
        (await mine.Person.PutAsync($"{path}/contacts/mine", new { quiet = (object?)null })).Is(HttpStatusCode.OK);
        Assert.Equal(JsonValueKind.Null, (await mine.Person.GetAsync($"{path}/family"))["contacts"].GetProperty("people")[1].GetProperty("quiet").ValueKind);
    }

    [Fact]
    public async Task A_fire_in_a_shared_room_tells_each_family_of_its_own_relatives_alone()
    {
        var room = house.Room();
        var (one, other) = (await AccountAsync($"elder-{room}-1"), await AccountAsync($"elder-{room}-2"));
        await ContactsAsync($"elder-{room}-1", [Contact("王芳", one.User)]);
        await ContactsAsync($"elder-{room}-2", [Contact("李强", other.User)]);
        await using var wall = await house.Host.WallAsync("admin");
        await house.Host.SayAsync($"smoke-{room}", """{"smoke":true}""");
        var id = (await wall.AlertAsync(a => a.Kind == "fire")).Id;
        (await one.Person.PostAsync($"/api/alerts/{id}/family", new { act = "there" })).Is(HttpStatusCode.OK);
        Assert.Contains("王芳", (await one.Person.GetAsync($"/api/alerts/{id}")).Body.ToString());
        var seen = (await other.Person.GetAsync($"/api/alerts/{id}")).Is(HttpStatusCode.OK);
        Assert.DoesNotContain("王芳", seen.Body.ToString());
        Assert.DoesNotContain(one.User, seen.Body.ToString());
    }

    [Fact]
    public async Task The_neighbours_call_is_sent_to_no_hub_of_hers()
    {
        var (_, button, family) = await RelativeAsync();
        var neighbour = $"call-{house.Bed()}";
        await using var page = await HubClient.ConnectAsync(house.Host.Http, family.Cookie);
        await page.ResumeAsync(await house.Host.SeqAsync());
        await PressAsync(neighbour);
        var own = await PressAsync(button);
        // The first that comes is hers: the other was before it.
        Assert.Equal(own, (await page.AlertAsync(_ => true)).Id);
    }

    private static object Contact(string name, string user) => new { name, channels = new[] { new { kind = "push", address = user } } };

    private async Task ContactsAsync(string elder, object[] people) =>
        (await (await house.Host.PersonAsync("director")).PutAsync($"/api/elders/{elder}", new { contacts = new { mode = "order", people } })).Is(HttpStatusCode.OK);

    private async Task<string> PressAsync(string button) => (await house.Host.PressAsync(button)).GetProperty("id").GetString()!;

    /// <summary>An elder of a bed of her own, and the relative who is her first contact.</summary>
    private async Task<(string Elder, string Button, Person Family)> RelativeAsync()
    {
        var bed = house.Bed();
        var family = await AccountAsync($"elder-{bed}");
        await ContactsAsync($"elder-{bed}", [Contact("王芳", family.User)]);
        return ($"elder-{bed}", $"call-{bed}", family.Person);
    }

    private async Task<Relative> AccountAsync(string elder)
    {
        var user = $"kin-{Guid.NewGuid():N}";
        house.Host.Services.GetRequiredService<AccountStore>().Add(new Account(user, "家属", Role.Family, ["sunshine"], [elder], new PasswordCheck().Hash(user), Demo: true));
        return new(user, await house.Host.PersonAsync(user));
    }

    private sealed record Relative(string User, Person Person);
}
