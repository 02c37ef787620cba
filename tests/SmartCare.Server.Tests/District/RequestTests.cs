using System.Net;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using SmartCare.Domain.Words;
using SmartCare.Server.Alerts;
using SmartCare.Server.District;
using SmartCare.Server.Tests.Support;

namespace SmartCare.Server.Tests.District;

public sealed class RequestTests(DistrictHouse house) : IClassFixture<DistrictHouse>
{
    [Fact]
    public async Task A_call_to_the_hotline_goes_its_way_and_rings_where_it_is_overdue()
    {
        var (hotline, watch, duty) = (await house.MachineAsync("district", "requests"), house.Host.Services.GetRequiredService<RequestWatch>(), await house.Host.PersonAsync("duty"));
        var taken = (await hotline.PostAsync("/api/requests", new { number = "12349-1", source = "hotline", kind = "urgent", address = "阳光路 1 号", caller = "王桂英", phone = "010-1" })).Is(HttpStatusCode.OK);
        var id = taken["id"].GetString()!;
        Assert.Equal(("taken", JsonValueKind.Null, "district"), (taken["state"].GetString(), taken["siteId"].ValueKind, taken["levelId"].GetString()));
        // It belongs to no site: who works at one does not see it, and it stands on the district's page, overdue first.
        (await duty.GetAsync($"/api/requests/{id}")).IsProblem(HttpStatusCode.NotFound);
        house.Time.Advance(TimeSpan.FromMinutes(61));
        await watch.LookAsync();
        var later = (await hotline.PostAsync("/api/requests", new { number = "12349-2", source = "family", kind = "advice", address = "别处" })).Is(HttpStatusCode.OK)["id"].GetString();
        var unplaced = (await house.District.GetAsync("/api/district"))["unplaced"].EnumerateArray().Select(r => (r.GetProperty("id").GetString(), r.GetProperty("overdue").GetBoolean())).ToList();
        Assert.Equal((id, true), unplaced[0]);
        Assert.Contains((later, false), unplaced);
        Assert.Null(RingsAt("sunshine", id));

        // Handed to a site it rings there, low, and once.
        (await house.District.PostAsync($"/api/requests/{id}/assign", new { siteId = "sunshine", to = "一组" })).Is(HttpStatusCode.OK);
        await watch.LookAsync();
        var alert = RingsAt("sunshine", id)!;
        Assert.Equal((Priority.Low, 1), (alert.Priority, alert.Occurrences));
        Assert.Equal("service request 12349-1 is overdue", alert.History[0].Note);
        Assert.Equal("王桂英", (await duty.GetAsync($"/api/requests/{id}")).Is(HttpStatusCode.OK)["caller"].GetString());
        Assert.Contains(id, (await house.StreetA.GetAsync("/api/requests?state=overdue&level=a")).Items.Select(r => r.GetProperty("id").GetString()));

        // Told before it is done it is not; done it rings no more; nobody told back within a day, it does again.
        (await duty.PostAsync($"/api/requests/{id}/told", new { })).IsProblem(HttpStatusCode.Conflict);
        (await duty.PostAsync($"/api/requests/{id}/done", new { note = "已送医" })).Is(HttpStatusCode.OK);
        Assert.Null(RingsAt("sunshine", id));
        house.Time.Advance(TimeSpan.FromHours(24));
        await watch.LookAsync();
        Assert.NotNull(RingsAt("sunshine", id));
        var told = (await house.District.PostAsync($"/api/requests/{id}/told", new { })).Is(HttpStatusCode.OK);
        Assert.Null(RingsAt("sunshine", id));
        Assert.Equal(["taken", "assigned", "done", "told"], told["history"].EnumerateArray().Select(h => h.GetProperty("state").GetString()));
        (await house.District.PostAsync($"/api/requests/{id}/done", new { })).IsProblem(HttpStatusCode.Conflict);
        // The hotline asks for what became of its call by the same number.
        Assert.Equal("told", (await hotline.GetAsync($"/api/requests/{id}")).Is(HttpStatusCode.OK)["state"].GetString());
    }

    [Fact]
    public async Task The_same_number_of_the_same_level_is_one_request()
    {
        var (hotline, renewed, other) = (await house.MachineAsync("district", "requests"), await house.MachineAsync("district", "requests"), await house.MachineAsync("b", "requests"));
        var call = new { number = "N-7", source = "hotline", kind = "cleaning", address = "阳光路 2 号" };
        var made = (await hotline.PostAsync("/api/requests", call)).Is(HttpStatusCode.OK)["id"].GetString();
        Assert.Equal(made, (await hotline.PostAsync("/api/requests", call)).Is(HttpStatusCode.OK)["id"].GetString());
        // A token is renewed each year, its numbers go on; another street's are its own.
        Assert.Equal(made, (await renewed.PostAsync("/api/requests", call)).Is(HttpStatusCode.OK)["id"].GetString());
        Assert.NotEqual(made, (await other.PostAsync("/api/requests", call)).Is(HttpStatusCode.OK)["id"].GetString());
        (await other.GetAsync($"/api/requests/{made}")).IsProblem(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_token_does_what_its_scope_says_below_its_level_and_reads_no_name()
    {
        var (figures, requests) = (await house.MachineAsync("a", "figures"), await house.MachineAsync("a", "requests"));
        (await figures.PostAsync("/api/requests", new { })).IsProblem(HttpStatusCode.Forbidden);
        (await figures.GetAsync("/api/requests")).IsProblem(HttpStatusCode.Forbidden);
        (await requests.GetAsync("/api/district")).IsProblem(HttpStatusCode.Forbidden);
        (await figures.GetAsync("/api/district")).Is(HttpStatusCode.OK);
        (await figures.GetAsync("/api/district?level=b")).IsProblem(HttpStatusCode.NotFound);
        (await figures.PostAsync("/api/district/months", new { levelId = "a", month = "2026-01" })).IsProblem(HttpStatusCode.Forbidden);
        var made = (await requests.PostAsync("/api/requests", new { source = "elder", kind = "bathing", elderId = "elder-101-1", caller = "张三" })).Is(HttpStatusCode.OK);
        Assert.Equal(("sunshine", JsonValueKind.Null, JsonValueKind.Null), (made["siteId"].GetString(), made["caller"].ValueKind, made["elder"].ValueKind));
        (await requests.PostAsync("/api/requests", new { source = "elder", kind = "bathing", elderId = "elder-h001" })).IsProblem(HttpStatusCode.BadRequest);
        (await house.Admin.PostAsync("/api/tokens", new { name = "x", scopes = new[] { "read" }, sites = Array.Empty<string>(), days = 1, levelId = "a" })).IsProblem(HttpStatusCode.BadRequest);
        (await (await house.Host.PersonAsync("director")).PostAsync("/api/tokens", new { name = "x", scopes = new[] { "figures" }, sites = Array.Empty<string>(), days = 1, levelId = "a" })).IsProblem(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task Names_are_shown_to_an_official_who_may_and_asks_and_each_time_is_written_down()
    {
        var id = (await house.District.PostAsync("/api/requests", new { source = "family", kind = "escort", elderId = "elder-102-1", caller = "李女儿", text = "去医院" })).Is(HttpStatusCode.OK)["id"].GetString();
        (await house.StreetA.GetAsync("/api/requests?names=true")).IsProblem(HttpStatusCode.Forbidden);
        (await house.StreetA.GetAsync($"/api/requests/{id}?names=true")).IsProblem(HttpStatusCode.Forbidden);
        foreach (var nameless in (Person[])[house.StreetA, house.District])
        {
            var plain = (await nameless.GetAsync("/api/requests")).Items.Single(r => r.GetProperty("id").GetString() == id);
            Assert.All((string[])["elder", "elderId", "caller", "phone", "address", "text", "assignee"], field => Assert.Equal(JsonValueKind.Null, plain.GetProperty(field).ValueKind));
            Assert.Equal(JsonValueKind.Null, plain.GetProperty("history")[0].GetProperty("by").ValueKind);
        }

        var named = (await house.District.GetAsync("/api/requests?names=true")).Items.Single(r => r.GetProperty("id").GetString() == id);
        Assert.Equal(("李女儿", "去医院"), (named.GetProperty("caller").GetString(), named.GetProperty("text").GetString()));
        (await house.District.GetAsync($"/api/requests/{id}?names=true")).Is(HttpStatusCode.OK);
        var written = (await house.Admin.GetAsync("/api/audit?user=officer-d&limit=500")).Items.Where(e => e.GetProperty("what").GetString() == "readNames").Select(e => e.GetProperty("about").GetString());
        Assert.Equal([$"request/{id}", "level/district"], written.Order(StringComparer.Ordinal).Reverse());
    }

    [Theory]
    [InlineData("""{"kind":"meal","address":"x","siteId":"sunshine"}""", "source is one of hotline, elder, family.")]
    [InlineData("""{"source":"elder","address":"x"}""", "kind is one of urgent, medical, meal, cleaning, bathing, escort, errand, repair, company, advice.")]
    [InlineData("""{"source":"elder","kind":"meal","siteId":"sunshine"}""", "elderId, or address, is needed.")]
    [InlineData("""{"source":"elder","kind":"meal","address":"x"}""", "siteId, levelId or elderId is needed: somebody must see it.")]
    [InlineData("""{"source":"elder","kind":"meal","address":"x","siteId":"nosuch"}""", "siteId is the id of a site.")]
    [InlineData("""{"source":"elder","kind":"meal","elderId":"elder-101-1","siteId":"riverside"}""", "siteId: this elder is of another site.")]
    [InlineData("""{"source":"elder","kind":"meal","address":"x","siteId":"sunshine","dueAt":"2020-01-01T00:00:00Z"}""", "dueAt is to come, within 92 days.")]
    public async Task A_request_that_makes_no_sense_is_refused_by_the_name_of_what_is_wrong(string fields, string why) =>
        Assert.Equal(why, (await house.Admin.PostAsync("/api/requests", JsonSerializer.Deserialize<JsonElement>(fields))).IsProblem(HttpStatusCode.BadRequest)["detail"].GetString());

    private AlertDocument? RingsAt(string site, string request) =>
        house.Host.Services.GetRequiredService<AlertStore>().OpenOf(site).Select(a => a.Alert).SingleOrDefault(a => a.Kind is AlertKind.System && a.History[0].Says?[0].Code == "requestOverdue"
            && house.Host.Services.GetRequiredService<RequestBook>().Find(request) is { } r && a.History[0].Says![0].Values["number"] == (r.Number ?? r.Id));
}
