using System.Net;
using SmartCare.Server.Tests.Support;

namespace SmartCare.Server.Tests.Alerts;

[Collection(InTheHouse.Name)]
public sealed class AlertListTests(House house)
{
    [Fact]
    public async Task Open_is_everything_but_resolved_closed_the_rest_and_all_both()
    {
        var room = house.Room();
        var (first, second) = (await Press(room, 1), await Press(room, 2));
        var duty = await house.Host.PersonAsync("duty");
        (await duty.PostAsync($"/api/alerts/{first}/acknowledge")).Is(HttpStatusCode.OK);
        (await duty.PostAsync($"/api/alerts/{second}/resolve", new { outcome = "test" })).Is(HttpStatusCode.OK);
        Assert.Equal([first], await Listed(duty, room, "open"));
        Assert.Equal([second], await Listed(duty, room, "closed"));
        Assert.Equal([first, second], await Listed(duty, room, "all"));
        var unsaid = (await duty.GetAsync($"/api/alerts?place={room}")).Items.Select(a => a.GetProperty("id").GetString()!);
        Assert.Equal([first], unsaid);
    }

    [Theory]
    [InlineData("open")]
    [InlineData("all")]
    public async Task A_list_comes_in_pages_by_seq_each_alert_once(string state)
    {
        var room = house.Room();
        string[] raised = [await Press(room, 1), await Press(room, 2), await Smoke(room)];
        var duty = await house.Host.PersonAsync("duty");
        var (seen, seqs, after) = (new List<string>(), new List<long>(), "0");
        while (after is not null)
        {
            var page = (await duty.GetAsync($"/api/alerts?state={state}&place={room}&limit=1&after={after}")).Is(HttpStatusCode.OK);
            var alert = Assert.Single(page.Items);
            seen.Add(alert.GetProperty("id").GetString()!);
            seqs.Add(alert.GetProperty("seq").GetInt64());
            after = page["next"].GetString();
            if (after is not null) Assert.Equal(seqs[^1].ToString(), after);
        }

        Assert.Equal(raised, seen);
        Assert.Equal(seqs.Order(), seqs);
    }

    [Fact]
    public async Task The_newest_come_first_where_asked_and_only_of_a_kind_an_outcome_and_a_time()
    {
        var room = house.Room();
        string[] raised = [await Press(room, 1), await Press(room, 2), await Smoke(room)];
        var duty = await house.Host.PersonAsync("duty");
        Assert.Equal(raised.Reverse(), await Listed(duty, room, "all&newest=true"));
        Assert.Equal(raised.Reverse(), await Listed(duty, room, "open&newest=true"));
        var page = (await duty.GetAsync($"/api/alerts?state=all&place={room}&newest=true&limit=2")).Is(HttpStatusCode.OK);
        Assert.Equal([raised[0]], await Listed(duty, room, $"all&newest=true&after={page["next"].GetString()}"));

        (await duty.PostAsync($"/api/alerts/{raised[1]}/resolve", new { outcome = "false" })).Is(HttpStatusCode.OK);
        Assert.Equal([raised[1]], await Listed(duty, room, "closed&outcome=false"));
        Assert.Empty(await Listed(duty, room, "closed&outcome=real"));
        Assert.Equal([raised[2]], await Listed(duty, room, "all&kind=fire"));
        Assert.Equal(3, (await Listed(duty, room, "all&from=2020-01-01T00:00:00Z")).Count());
        Assert.Empty(await Listed(duty, room, "all&to=2020-01-01T00:00:00Z"));
    }

    [Fact]
    public async Task A_page_that_is_just_full_is_the_last_one()
    {
        var room = house.Room();
        await Press(room, 1);
        await Press(room, 2);
        var page = await (await house.Host.PersonAsync("duty")).GetAsync($"/api/alerts?place={room}&limit=2");
        Assert.Equal(2, page.Items.Count);
        Assert.Null(page["next"].GetString());
    }

    [Theory]
    [InlineData("state=opened")]
    [InlineData("kind=flood")]
    [InlineData("outcome=True")]
    [InlineData("from=yesterday")]
    [InlineData("state=")]
    [InlineData("limit=0")]
    [InlineData("limit=501")]
    [InlineData("limit=-1")]
    [InlineData("limit=many")]
    [InlineData("after=yesterday")]
    [InlineData("after=99999999999999999999")]
    public async Task A_wrong_question_is_a_problem(string query) =>
        (await (await house.Host.PersonAsync("duty")).GetAsync($"/api/alerts?{query}")).IsProblem(HttpStatusCode.BadRequest);

    [Fact]
    public async Task An_unknown_site_is_not_found()
    {
        foreach (var user in (string[])["duty", "admin"])
            foreach (var list in (string[])["alerts", "notices"])
                (await (await house.Host.PersonAsync(user)).GetAsync($"/api/{list}?site=moon")).IsProblem(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_site_narrows_the_list()
    {
        var id = (await house.Host.PressAsync("call-h001")).GetProperty("id").GetString();
        var duty = await house.Host.PersonAsync("duty");
        var riverside = (await duty.GetAsync("/api/alerts?site=riverside&limit=500")).Items;
        Assert.Contains(riverside, a => a.GetProperty("id").GetString() == id);
        Assert.All(riverside, a => Assert.Equal("riverside", a.GetProperty("siteId").GetString()));
        Assert.DoesNotContain((await duty.GetAsync("/api/alerts?site=sunshine&limit=500")).Items, a => a.GetProperty("id").GetString() == id);
    }

    private async Task<string> Press(string room, int bed) => (await house.Host.PressAsync($"call-{room}-{bed}")).GetProperty("id").GetString()!;

    private async Task<string> Smoke(string room)
    {
        await using var wall = await house.Host.WallAsync();
        await house.Host.SayAsync($"smoke-{room}", """{"smoke":true}""");
        return (await wall.AlertAsync(a => a.Kind == "fire")).Id;
    }

    private static async Task<IEnumerable<string>> Listed(Person person, string room, string state) =>
        (await person.GetAsync($"/api/alerts?state={state}&place={room}")).Is(HttpStatusCode.OK).Items.Select(a => a.GetProperty("id").GetString()!);
}
