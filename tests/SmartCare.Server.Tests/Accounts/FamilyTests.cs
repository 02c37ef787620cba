using System.Net;
using System.Text.Json;
using SmartCare.Server.Tests.Support;

namespace SmartCare.Server.Tests.Accounts;

/// <summary>Family of the elder in room 101, bed 1: her calls, the dangers of her room, and nothing of the neighbour.</summary>
[Collection(InTheHouse.Name)]
public sealed class FamilyTests(House house)
{
    [Fact]
    public async Task Family_sees_its_own_elders_call_may_write_a_note_and_may_not_answer()
    {
        var id = (await house.Host.PressAsync("call-101-1")).GetProperty("id").GetString();
        var family = await house.Host.PersonAsync("family");
        (await family.GetAsync($"/api/alerts/{id}")).Is(HttpStatusCode.OK);
        Assert.Contains((await family.GetAsync("/api/alerts")).Items, a => a.GetProperty("id").GetString() == id);
        var noted = (await family.PostAsync($"/api/alerts/{id}/note", new { text = "我马上到" })).Is(HttpStatusCode.OK);
        var line = noted["history"].EnumerateArray().Last();
        Assert.Equal(("noted", "family", "我马上到"), (line.GetProperty("what").GetString(), line.GetProperty("by").GetString(), line.GetProperty("note").GetString()));
        (await family.PostAsync($"/api/alerts/{id}/acknowledge")).IsProblem(HttpStatusCode.Forbidden);
        (await family.PostAsync($"/api/alerts/{id}/arrive")).IsProblem(HttpStatusCode.Forbidden);
        (await family.PostAsync($"/api/alerts/{id}/resolve", new { outcome = "real" })).IsProblem(HttpStatusCode.Forbidden);
        Assert.Equal("open", (await family.GetAsync($"/api/alerts/{id}"))["state"].GetString());
    }

    [Fact]
    public async Task The_neighbours_call_does_not_exist_for_family()
    {
        var id = (await house.Host.PressAsync("call-101-2")).GetProperty("id").GetString();
        await DoesNotExist(id!);
    }

    [Fact]
    public async Task Another_rooms_call_does_not_exist_for_family()
    {
        var id = (await house.Host.PressAsync($"call-{house.Bed()}")).GetProperty("id").GetString();
        await DoesNotExist(id!);
    }

    [Fact]
    public async Task A_fire_in_her_room_is_the_familys_too_and_a_fire_elsewhere_is_not()
    {
        await using var wall = await house.Host.WallAsync("family");
        await house.Host.SayAsync($"smoke-{house.Room()}", """{"smoke":true}""");
        await house.Host.SayAsync("smoke-101", """{"smoke":true}""");
        var fire = await wall.AlertAsync(a => a.Kind == "fire");
        Assert.Equal("101", fire.Alert.GetProperty("placeId").GetString());
        (await (await house.Host.PersonAsync("family")).GetAsync($"/api/alerts/{fire.Id}")).Is(HttpStatusCode.OK);
    }

    [Fact]
    public async Task The_radar_of_a_shared_room_may_be_about_the_neighbour_and_is_not_shown()
    {
        await using var wall = await house.Host.WallAsync("admin");
        await house.Host.SayAsync("fall-101", """{"fall":"confirmed"}""");
        await DoesNotExist((await wall.AlertAsync(a => a.Kind == "fall")).Id);
    }

    /// <summary>What is hidden must not make a page end early.</summary>
    [Fact]
    public async Task Paging_through_everything_reaches_the_last_alert_that_family_may_see()
    {
        await using var wall = await house.Host.WallAsync("admin");
        await house.Host.SayAsync("smoke-101", """{"battery":5}""");
        await wall.AlertAsync(a => a.Kind == "battery");
        await house.Host.SayAsync("door-101", """{"battery":5}""");
        var hidden = await wall.AlertAsync(a => a.Kind == "battery");
        await house.Host.SayAsync("smoke-101", """{"gas":true}""");
        var gas = await wall.AlertAsync(a => a.Kind == "gas");

        var family = await house.Host.PersonAsync("family");
        var (seen, after) = (new List<string>(), "0");
        for (var pages = 0; after is not null && pages < 50; pages++)
        {
            var page = (await family.GetAsync($"/api/alerts?state=all&limit=1&after={after}")).Is(HttpStatusCode.OK);
            seen.AddRange(page.Items.Select(a => a.GetProperty("id").GetString()!));
            after = page["next"].GetString();
        }

        Assert.Contains(gas.Id, seen);
        Assert.DoesNotContain(hidden.Id, seen);
        Assert.Equal(seen.Distinct(), seen);
    }

    [Fact]
    public async Task Family_finds_its_elder_her_room_and_what_watches_it()
    {
        var family = await house.Host.PersonAsync("family");
        Assert.Equal(["sunshine"], await Ids(family, "/api/sites"));
        Assert.Equal(["101"], await Ids(family, "/api/places"));
        Assert.Equal(["elder-101-1"], await Ids(family, "/api/elders"));
        Assert.Equal(["call-101-1", "door-101", "fall-101", "smoke-101"], await Ids(family, "/api/devices"));
    }

    [Theory]
    [InlineData("/api/sites/riverside")]
    [InlineData("/api/places/102")]
    [InlineData("/api/elders/elder-101-2")]
    [InlineData("/api/devices/call-101-2")]
    [InlineData("/api/devices/smoke-102")]
    [InlineData("/api/devices/call-101-2/series?channel=battery")]
    [InlineData("/api/alerts?site=riverside")]
    public async Task What_family_may_not_see_does_not_exist_for_it(string path) =>
        (await (await house.Host.PersonAsync("family")).GetAsync(path)).IsProblem(HttpStatusCode.NotFound);

    private async Task DoesNotExist(string id)
    {
        var family = await house.Host.PersonAsync("family");
        (await family.GetAsync($"/api/alerts/{id}")).IsProblem(HttpStatusCode.NotFound);
        (await family.PostAsync($"/api/alerts/{id}/note", new { text = "?" })).IsProblem(HttpStatusCode.NotFound);
        (await family.PostAsync($"/api/alerts/{id}/acknowledge")).IsProblem(HttpStatusCode.NotFound);
        foreach (var state in (string[])["open", "all"])
            Assert.DoesNotContain((await family.GetAsync($"/api/alerts?limit=500&state={state}")).Items, a => a.GetProperty("id").GetString() == id);
    }

    private static async Task<IEnumerable<string?>> Ids(Person person, string path) =>
        (await person.GetAsync(path)).Is(HttpStatusCode.OK).Items.Select(i => i.GetProperty("id").GetString());
}
