using System.Net;
using System.Text.Json;
using SmartCare.Server.Tests.Support;

namespace SmartCare.Server.Tests.Alerts;

/// <summary>The life of an alert over HTTP. Each case: what was done before, what is asked and by whom, what is answered.</summary>
[Collection(InTheHouse.Name)]
public sealed class AlertVerbTests(House house)
{
    [Theory]
    [InlineData("", "duty acknowledge", 200, "acknowledged")]
    [InlineData("", "director acknowledge", 200, "acknowledged")]
    [InlineData("", "admin acknowledge", 200, "acknowledged")]
    [InlineData("", "duty arrive", 200, "arrived")]
    [InlineData("", "duty resolve real", 200, "resolved")]
    [InlineData("duty acknowledge", "director arrive", 200, "arrived")]
    [InlineData("duty acknowledge", "director resolve false", 200, "resolved")]
    [InlineData("duty arrive", "duty resolve other", 200, "resolved")]
    // Again by the same person: the first answer may have been lost.
    [InlineData("duty acknowledge", "duty acknowledge", 200, "acknowledged")]
    [InlineData("duty arrive", "duty arrive", 200, "arrived")]
    [InlineData("duty resolve real", "duty resolve real", 200, "resolved")]
    [InlineData("duty acknowledge, director arrive", "duty acknowledge", 200, "arrived")]
    [InlineData("duty acknowledge, director resolve real", "duty acknowledge", 200, "resolved")]
    [InlineData("duty arrive, director resolve real", "duty arrive", 200, "resolved")]
    // By somebody else, or too late.
    [InlineData("duty acknowledge", "director acknowledge", 409, "acknowledged")]
    [InlineData("duty arrive", "director arrive", 409, "arrived")]
    [InlineData("duty arrive", "duty acknowledge", 409, "arrived")]
    [InlineData("duty resolve real", "director resolve real", 409, "resolved")]
    [InlineData("duty resolve real", "duty acknowledge", 409, "resolved")]
    [InlineData("duty resolve real", "duty arrive", 409, "resolved")]
    [InlineData("duty resolve real", "duty note", 409, "resolved")]
    // What cannot be meant.
    [InlineData("", "duty resolve nonsense", 400, "open")]
    [InlineData("", "duty resolve real,false", 400, "open")]
    [InlineData("", "duty resolve REAL", 400, "open")]
    [InlineData("", "duty resolve 1", 400, "open")]
    [InlineData("", "duty resolve +1", 400, "open")]
    [InlineData("", "duty resolve", 400, "open")]
    [InlineData("", "duty note", 200, "open")]
    public async Task An_answer_is_taken_when_the_state_allows_it(string before, string asked, int status, string state)
    {
        var id = (await house.Host.PressAsync($"call-{house.Bed()}")).GetProperty("id").GetString()!;
        foreach (var step in before.Split(", ", StringSplitOptions.RemoveEmptyEntries)) (await Do(id, step)).Is(HttpStatusCode.OK);
        var seq = (await Get(id)).GetProperty("seq").GetInt64();

        var answer = await Do(id, asked);
        if (status == 200) answer.Is(HttpStatusCode.OK);
        else answer.IsProblem((HttpStatusCode)status);
        var now = await Get(id);
        Assert.Equal(state, now.GetProperty("state").GetString());
        if (status == 200) Assert.Equal(now.ToString(), answer.Body.ToString());
        var repeated = status != 200 || before.Split(", ").Any(s => s == asked);
        Assert.Equal(repeated, now.GetProperty("seq").GetInt64() == seq);
    }

    [Fact]
    public async Task An_alert_tells_who_did_what_and_when()
    {
        var room = house.Room();
        var raised = await house.Host.PressAsync($"call-{room}-1");
        var id = raised.GetProperty("id").GetString()!;
        await Do(id, "duty acknowledge");
        await Do(id, "director arrive");
        await house.Host.SayAsync($"call-{room}-1", """{"action":"single"}""");
        var duty = await house.Host.PersonAsync("duty");
        // Whoever has seen one press does not end the second.
        (await duty.PostAsync($"/api/alerts/{id}/resolve", new { outcome = "real", occurrences = 1 })).IsProblem(HttpStatusCode.Conflict);
        var alert = (await duty.PostAsync($"/api/alerts/{id}/resolve", new { outcome = "real", note = "  扶起，无伤  ", occurrences = 2 })).Body;

        Assert.Equal(
            ["raised", "acknowledged", "arrived", "repeated", "resolved"],
            alert.GetProperty("history").EnumerateArray().Select(h => h.GetProperty("what").GetString()));
        var seqs = alert.GetProperty("history").EnumerateArray().Select(h => h.GetProperty("seq").GetInt64()).ToList();
        Assert.Equal(seqs.Order(), seqs);
        Assert.Equal(seqs[^1], alert.GetProperty("seq").GetInt64());
        Assert.Equal("扶起，无伤", alert.GetProperty("history")[4].GetProperty("note").GetString());
        Assert.Equal(
            ("duty", "director", "duty", "real", 2, "high", "help", room, "sunshine"),
            (alert.GetProperty("acknowledgedBy").GetString(), alert.GetProperty("arrivedBy").GetString(), alert.GetProperty("resolvedBy").GetString(),
                alert.GetProperty("outcome").GetString(), alert.GetProperty("occurrences").GetInt32(), alert.GetProperty("priority").GetString(),
                alert.GetProperty("kind").GetString(), alert.GetProperty("place").GetString(), alert.GetProperty("siteId").GetString()));
        Assert.Equal($"elder-{room}-1", alert.GetProperty("elder").GetProperty("id").GetString());
        Assert.Equal($"call-{room}-1", alert.GetProperty("device").GetProperty("id").GetString());
        var times = new[] { "raisedAt", "acknowledgedAt", "arrivedAt", "resolvedAt" }.Select(f => alert.GetProperty(f).GetString()!).ToList();
        Assert.Equal(times.Order(StringComparer.Ordinal), times);
        Assert.All(times, t => Assert.Matches(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$", t));
        Assert.Equal(alert.GetProperty("resolvedAt").GetString(), alert.GetProperty("updatedAt").GetString());
    }

    [Theory]
    [InlineData("", 400)]
    [InlineData("   ", 400)]
    [InlineData(null, 400)]
    [InlineData("一", 200)]
    public async Task A_note_needs_a_text(string? text, int status)
    {
        var id = (await house.Host.PressAsync($"call-{house.Bed()}")).GetProperty("id").GetString();
        var answer = await (await house.Host.PersonAsync("duty")).PostAsync($"/api/alerts/{id}/note", new { text });
        if (status == 200) answer.Is(HttpStatusCode.OK);
        else answer.IsProblem((HttpStatusCode)status);
    }

    [Fact]
    public async Task A_note_has_at_most_a_thousand_characters()
    {
        var id = (await house.Host.PressAsync($"call-{house.Bed()}")).GetProperty("id").GetString();
        var duty = await house.Host.PersonAsync("duty");
        (await duty.PostAsync($"/api/alerts/{id}/note", new { text = new string('长', 1_000) })).Is(HttpStatusCode.OK);
        (await duty.PostAsync($"/api/alerts/{id}/note", new { text = new string('长', 1_001) })).IsProblem(HttpStatusCode.BadRequest);
        (await duty.PostAsync($"/api/alerts/{id}/resolve", new { outcome = "real", note = new string('长', 1_001) })).IsProblem(HttpStatusCode.BadRequest);
    }

    [Theory]
    [InlineData("acknowledge")]
    [InlineData("arrive")]
    [InlineData("resolve")]
    [InlineData("note")]
    public async Task An_alert_that_never_was_is_not_found(string verb) =>
        (await Do("0-999999999-0", $"duty {verb} real")).IsProblem(HttpStatusCode.NotFound);

    [Fact]
    public async Task Of_two_who_acknowledge_at_once_one_is_told_that_the_other_was_first()
    {
        var id = (await house.Host.PressAsync($"call-{house.Bed()}")).GetProperty("id").GetString()!;
        var answers = await Task.WhenAll(Do(id, "duty acknowledge"), Do(id, "director acknowledge"));
        Assert.Equal([HttpStatusCode.OK, HttpStatusCode.Conflict], answers.Select(a => a.Status).Order());
        Assert.Equal((await Get(id)).GetProperty("acknowledgedBy").GetString(), answers.Single(a => a.Status == HttpStatusCode.OK)["acknowledgedBy"].GetString());
    }

    private async Task<Reply> Do(string id, string step)
    {
        var words = step.Split(' ', 3);
        var person = await house.Host.PersonAsync(words[0]);
        object? body = words[1] switch
        {
            "resolve" => new { outcome = words.ElementAtOrDefault(2) },
            "note" => new { text = "看过了" },
            _ => null,
        };
        return await person.PostAsync($"/api/alerts/{id}/{words[1]}", body);
    }

    private async Task<JsonElement> Get(string id) => (await (await house.Host.PersonAsync("admin")).GetAsync($"/api/alerts/{id}")).Is(HttpStatusCode.OK).Body;
}
