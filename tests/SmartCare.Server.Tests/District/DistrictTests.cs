using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using SmartCare.Domain.Registry;
using SmartCare.Server.District;
using SmartCare.Server.Registry;
using SmartCare.Server.Tests.Support;

namespace SmartCare.Server.Tests.District;

public sealed class DistrictTests(DistrictHouse house) : IClassFixture<DistrictHouse>
{
    [Theory]
    [InlineData("x", """{"name":"甲"}""", "kind is one of city, district, street, community.")]
    [InlineData("x", """{"kind":"street"}""", "name is needed, at most 100 characters.")]
    [InlineData("x", """{"kind":"street","name":"甲","parentId":"nosuch"}""", "parentId: there is no level nosuch in use.")]
    [InlineData("x", """{"kind":"street","name":"甲","parentId":"a1"}""", "parentId: a street does not stand below a community; the order is city, district, street, community.")]
    [InlineData("x", """{"kind":"street","name":"甲","parentId":"a"}""", "parentId: a street does not stand below a street; the order is city, district, street, community.")]
    [InlineData("x", """{"kind":"community","name":"甲"}""", "parentId: a community belongs to a street, a district or a city.")]
    [InlineData("a", """{"parentId":"a"}""", "parentId: a level does not stand below itself.")]
    [InlineData("district", """{"parentId":"a1"}""", "parentId: a level does not stand below itself.")]
    [InlineData("a", """{"kind":"community"}""", "kind: a1 stands below it and is a community.")]
    [InlineData("a b", """{"kind":"city","name":"甲"}""", "An id has 1 to 64 letters, digits, '-', '_', '.', ':'.")]
    public async Task A_level_that_cannot_be_is_refused_by_the_name_of_what_is_wrong(string id, string fields, string why)
    {
        var refused = await house.Admin.PutAsync($"/api/levels/{id}", JsonSerializer.Deserialize<JsonElement>(fields));
        Assert.Equal(why, refused.IsProblem(HttpStatusCode.BadRequest)["detail"].GetString());
    }

    [Fact]
    public async Task A_level_is_archived_when_nothing_stands_below_it_and_brought_back()
    {
        (await house.Admin.PutAsync("/api/levels/c", new { kind = "street", name = "丙街道", nameEn = "C", parentId = "district" })).Is(HttpStatusCode.OK);
        (await house.Admin.PostAsync("/api/levels/a/archive")).IsProblem(HttpStatusCode.Conflict);
        (await house.Admin.PostAsync("/api/levels/a1/archive")).IsProblem(HttpStatusCode.Conflict);
        Assert.True((await house.Admin.PostAsync("/api/levels/c/archive")).Is(HttpStatusCode.OK)["archived"].GetBoolean());
        Assert.DoesNotContain((await house.District.GetAsync("/api/levels")).Items, l => l.GetProperty("id").GetString() == "c");
        (await house.Admin.PutAsync("/api/levels/c", new { name = "丁" })).IsProblem(HttpStatusCode.Conflict);
        (await house.Admin.PutAsync("/api/sites/riverside", new { levelId = "c" })).IsProblem(HttpStatusCode.BadRequest);
        Assert.Equal("C", (await house.Admin.PostAsync("/api/levels/c/restore")).Is(HttpStatusCode.OK)["nameEn"].GetString());
        (await house.Admin.PostAsync("/api/levels/c/archive")).Is(HttpStatusCode.OK);
    }

    [Fact]
    public async Task The_sum_of_a_level_is_that_of_its_children_and_what_somebody_would_count()
    {
        var registry = house.Host.Services.GetRequiredService<RegistryIndex>();
        var page = (await house.District.GetAsync("/api/district")).Is(HttpStatusCode.OK);
        var children = page["children"].EnumerateArray().ToDictionary(c => c.GetProperty("id").GetString()!);
        Assert.Equal(["a", "b"], children.Keys);
        Assert.Equal("district", page["path"][0].GetProperty("id").GetString());
        foreach (var (level, site) in ((string, string)[])[("a", "sunshine"), ("b", "riverside")])
        {
            var living = registry.Elders.Where(e => e.SiteId.Value == site && e.LivesHere).ToList();
            Assert.Equal(living.Count, children[level].GetProperty("elders").GetInt32());
            Assert.Equal(living.Count(e => e.Ledger.Categories.Contains(ElderCategory.Alone)), children[level].GetProperty("categories").GetProperty("alone").GetInt32());
            var devices = children[level].GetProperty("devices");
            Assert.Equal(registry.Devices.Count(d => d.SiteId.Value == site && !d.Archived), Number(devices, "there") + Number(devices, "away") + Number(devices, "unheard"));
        }

        Assert.Equal(Number(children["a"], "elders") + Number(children["b"], "elders"), Number(page["sum"], "elders"));
        Assert.Equal(2, Number(page["sum"], "sites"));
        // Down to the site.
        var street = (await house.StreetA.GetAsync("/api/district?level=a1")).Is(HttpStatusCode.OK);
        Assert.Equal(("site", "sunshine"), (street["children"][0].GetProperty("is").GetString(), street["children"][0].GetProperty("id").GetString()));

        static int Number(JsonElement of, string field) => of.GetProperty(field).GetInt32();
    }

    [Fact]
    public async Task A_call_for_help_stands_on_the_page_of_its_street_without_a_name_and_on_no_others()
    {
        var alert = await house.Host.PressAsync("call-h001");
        var (own, other) = (await house.StreetB.GetAsync("/api/district"), await house.StreetA.GetAsync("/api/district"));
        var call = own["help"].EnumerateArray().Single(c => c.GetProperty("kind").GetString() == "help");
        Assert.Equal(("riverside", "open"), (call.GetProperty("siteId").GetString(), call.GetProperty("state").GetString()));
        Assert.DoesNotContain(alert.GetProperty("elder").GetProperty("name").GetString()!, own.Body.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(alert.GetProperty("id").GetString()!, own.Body.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(other["help"].EnumerateArray(), c => c.GetProperty("siteId").GetString() == "riverside");
        Assert.Equal(1, own["sum"].GetProperty("open").GetProperty("kinds").GetProperty("help").GetInt32());
        Assert.Equal(1, own["sum"].GetProperty("answers").GetProperty("alerts").GetInt32());
    }

    [Fact]
    public async Task The_official_of_one_street_finds_nothing_of_another()
    {
        var theirs = (await house.StreetB.PostAsync("/api/requests", new { source = "elder", kind = "meal", siteId = "riverside", address = "河边 1 号" })).Is(HttpStatusCode.OK)["id"].GetString();
        var month = (await house.District.PostAsync("/api/district/months", new { levelId = "b", month = LastMonth })).Is(HttpStatusCode.Created)["id"].GetString();
        foreach (var address in (string[])[
            "/api/district?level=b", "/api/district?level=b1", "/api/district?level=district", "/api/district?level=b&format=csv", "/api/levels/b", "/api/levels/city", "/api/district/months?level=b",
            $"/api/district/months/{month}", $"/api/district/months/{month}?format=csv", "/api/requests?level=b", "/api/requests?site=riverside", $"/api/requests/{theirs}"])
            Assert.Equal((address, HttpStatusCode.NotFound), (address, (await house.StreetA.GetAsync(address)).Status));
        foreach (var step in (string[])["done", "told"])
            (await house.StreetA.PostAsync($"/api/requests/{theirs}/{step}", new { })).IsProblem(HttpStatusCode.NotFound);
        (await house.StreetA.PostAsync($"/api/requests/{theirs}/assign", new { to = "甲" })).IsProblem(HttpStatusCode.NotFound);
        (await house.StreetA.PostAsync("/api/district/months", new { levelId = "b", month = LastMonth })).IsProblem(HttpStatusCode.NotFound);
        (await house.StreetA.PostAsync("/api/requests", new { source = "elder", kind = "meal", siteId = "riverside", address = "河边" })).IsProblem(HttpStatusCode.BadRequest);
        (await house.StreetA.PostAsync("/api/requests", new { source = "elder", kind = "meal", levelId = "b", address = "河边" })).IsProblem(HttpStatusCode.BadRequest);
        Assert.Equal(["a", "a1"], (await house.StreetA.GetAsync("/api/levels")).Items.Select(l => l.GetProperty("id").GetString()));
        Assert.DoesNotContain((await house.StreetA.GetAsync("/api/requests?state=all")).Items, r => r.GetProperty("siteId").GetString() == "riverside");
        Assert.Empty((await house.StreetA.GetAsync("/api/district/months")).Items);
        // And of her own street nobody's name, by any route of the house.
        foreach (var address in (string[])["/api/elders", "/api/alerts", "/api/devices", "/api/sites/sunshine/duty", "/api/people", "/api/colleagues"])
            (await house.StreetA.GetAsync(address)).IsProblem(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task A_published_month_stays_as_it_was_and_a_correction_says_why()
    {
        (await house.District.PostAsync("/api/district/months", new { levelId = "a", month = ThisMonth })).IsProblem(HttpStatusCode.Conflict);
        var first = (await house.District.PostAsync("/api/district/months", new { levelId = "a", month = LastMonth })).Is(HttpStatusCode.Created)["id"].GetString();
        var published = await house.StreetA.Http.GetStringAsync($"/api/district/months/{first}");
        var table = await house.StreetA.Http.GetByteArrayAsync($"/api/district/months/{first}?format=csv");
        (await house.Admin.PutAsync("/api/elders/elder-105-1", new { categories = new[] { "alone", "destitute" } })).Is(HttpStatusCode.OK);
        Assert.Equal("note: this month was published; say why it is corrected.",
            (await house.District.PostAsync("/api/district/months", new { levelId = "a", month = LastMonth })).IsProblem(HttpStatusCode.BadRequest)["detail"].GetString());
        var second = (await house.District.PostAsync("/api/district/months", new { levelId = "a", month = LastMonth, note = "补录人群类别" })).Is(HttpStatusCode.Created);
        Assert.Equal(2, second["edition"].GetInt32());
        Assert.Equal(published, await house.StreetA.Http.GetStringAsync($"/api/district/months/{first}"));
        Assert.Equal(table, await house.StreetA.Http.GetByteArrayAsync($"/api/district/months/{first}?format=csv"));
        var corrected = await house.StreetA.GetAsync($"/api/district/months/{second["id"].GetString()}");
        Assert.Equal(Destitute(JsonSerializer.Deserialize<JsonElement>(published)) + 1, Destitute(corrected.Body));
        Assert.StartsWith("\uFEFF\"id\",\"is\",\"kind\",\"name\"", Encoding.UTF8.GetString(table), StringComparison.Ordinal);

        static int Destitute(JsonElement month) => month.GetProperty("sum").GetProperty("categories").GetProperty("destitute").GetInt32();
    }

    [Fact]
    public async Task Every_field_of_a_sum_is_in_the_dictionary_and_a_column_of_the_table()
    {
        var figures = await house.MachineAsync("district", "figures");
        var fields = (await figures.GetAsync("/api/district/dictionary")).Is(HttpStatusCode.OK).Items;
        var named = fields.Select(f => f.GetProperty("field").GetString()!).ToList();
        var sum = (await figures.GetAsync("/api/district")).Is(HttpStatusCode.OK)["sum"];
        // Kinds of alert of which none is open are left out of the JSON.
        Assert.Equal(named.Where(f => !f.StartsWith("open.kinds.", StringComparison.Ordinal)), Leaves(sum, "").Where(f => !f.StartsWith("open.kinds.", StringComparison.Ordinal)));
        Assert.Empty(Leaves(sum, "").Except(named));
        Assert.All(fields, f => Assert.True(f.GetProperty("meaning").GetString()!.Length > 2 && f.GetProperty("meaningZh").GetString()!.Length > 2));
        var table = await figures.Http.GetStringAsync("/api/district?format=csv");
        Assert.Equal(named, table.TrimStart('\uFEFF').Split("\r\n")[0].Split(',').Select(c => c.Trim('"')));
        Assert.Equal(1 + 1 + 2, table.TrimEnd().Split("\r\n").Length);
    }

    private static IEnumerable<string> Leaves(JsonElement value, string path) => value.ValueKind is not JsonValueKind.Object ? [path]
        : value.EnumerateObject().SelectMany(f => Leaves(f.Value, path.Length == 0 ? f.Name : $"{path}.{f.Name}"));

    // By the clock of the sites.
    private string ThisMonth => $"{house.Time.GetUtcNow().AddHours(8):yyyy-MM}";

    private string LastMonth => $"{house.Time.GetUtcNow().AddDays(-45):yyyy-MM}";
}
