using System.Diagnostics;
using System.Globalization;
using System.IO.Compression;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using SmartCare.Server.Registry.Exchange;
using SmartCare.Server.Tests.Support;
using Xunit.Abstractions;

namespace SmartCare.Server.Tests.Registry;

/// <summary>The registry as tables and as a document: into a house of its own, out of it, and into an empty one.</summary>
/// <remarks>With SMARTCARE_IMPORT_ELDERS=10000 it is the measurement of docs/adr/0027; a few hundred unless said.</remarks>
public sealed class ExchangeTests(ITestOutputHelper output)
{
    private static readonly int s_elders = int.Parse(Environment.GetEnvironmentVariable("SMARTCARE_IMPORT_ELDERS") ?? "300", CultureInfo.InvariantCulture);

    [Fact]
    public async Task Elders_come_in_by_a_table_and_the_whole_registry_goes_to_an_empty_house_and_is_equal()
    {
        await using var host = await TestHost.StartAsync();
        var admin = await host.PersonAsync("admin");
        (await admin.PutAsync("/api/sites/west", new { name = "西城", nameEn = "West", timeZone = "Asia/Shanghai", district = "西城区" })).Is(HttpStatusCode.OK);
        Imported(await SendAsync(admin, "places", Places(), dryRun: false), s_elders / 2, 0, 0);
        var table = Elders();

        // Three lines are wrong: each is named, and nothing is written.
        var lines = table.Split("\r\n");
        lines[2] = lines[2].Replace("1941", "2941", StringComparison.Ordinal);
        lines[3] = lines[3].Replace("w-1", "nowhere", StringComparison.Ordinal);
        lines[^2] = lines[^2].Replace("\",2,", "\",x,", StringComparison.Ordinal);
        var wrong = (await SendAsync(admin, "elders", string.Join("\r\n", lines), dryRun: false)).IsProblem(HttpStatusCode.BadRequest);
        Assert.Equal(["3 elder/w-e-1 birthDate", "4 elder/w-e-2 placeId", $"{lines.Length - 1} elder/w-e-{s_elders - 1} careLevel"],
            wrong["errors"].EnumerateArray().Select(e => $"{e.GetProperty("line")} {e.GetProperty("item").GetString()} {e.GetProperty("field").GetString()}"));
        Assert.Equal(3, wrong["count"].GetInt32());
        Assert.Empty((await admin.GetAsync("/api/elders?site=west")).Items);

        Imported(await SendAsync(admin, "elders", table, dryRun: true), s_elders, 0, 0);
        Assert.Empty((await admin.GetAsync("/api/elders?site=west")).Items);
        var took = Stopwatch.StartNew();
        Imported(await SendAsync(admin, "elders", table, dryRun: false), s_elders, 0, 0);
        output.WriteLine($"{s_elders} elders in {took.Elapsed.TotalSeconds:0.0} s");
        took.Restart();
        Imported(await SendAsync(admin, "elders", table, dryRun: false), 0, 0, s_elders);
        output.WriteLine($"the same again, nothing to do, in {took.Elapsed.TotalSeconds:0.0} s");
        var elder = (await admin.GetAsync("/api/elders/w-e-1")).Is(HttpStatusCode.OK);
        Assert.Equal(("=王, \"1\"", "08:30", "13800000001"), (elder["name"].GetString(), elder["plan"].GetProperty("upBy").GetString(),
            elder["contacts"].GetProperty("people")[0].GetProperty("channels")[0].GetProperty("address").GetString()));

        var document = await admin.Http.GetByteArrayAsync("/api/registry/export?site=west");
        await using var empty = await TestHost.StartAsync();
        var other = await empty.PersonAsync("admin");
        took.Restart();
        Imported(await SendAsync(other, null, Encoding.UTF8.GetString(document), dryRun: false), s_elders + s_elders / 2 + 1, 0, 0);
        output.WriteLine($"document of {document.Length >> 10} KiB in {took.Elapsed.TotalSeconds:0.0} s");
        Assert.Equal(document, await other.Http.GetByteArrayAsync("/api/registry/export?site=west"));
    }

    [Fact]
    public async Task The_demo_home_goes_out_as_tables_and_comes_in_unchanged()
    {
        await using var host = await TestHost.StartAsync();
        var admin = await host.PersonAsync("admin");
        (await admin.PutAsync("/api/elders/elder-101-1", new
        {
            allergies = "-无\n\"a\"", categories = new[] { "alone", "advancedAge" }, plan = new { upBy = "08:30", temperature = new { low = -5.5, high = 30 } },
            contacts = new { mode = "all", people = new[] { new { name = "王", channels = new[] { new { kind = "sms", address = "138" } } } } },
        })).Is(HttpStatusCode.OK);
        using var zip = new ZipArchive(new MemoryStream(await admin.Http.GetByteArrayAsync("/api/registry/export?format=csv")));
        Assert.Equal(["sites.csv", "places.csv", "elders.csv", "devices.csv"], zip.Entries.Select(e => e.Name));
        foreach (var entry in zip.Entries)
        {
            using var reader = new StreamReader(entry.Open());
            var table = await reader.ReadToEndAsync();
            Imported(await SendAsync(admin, entry.Name[..^4], table, dryRun: false), 0, 0, table.Count(c => c == '\n') - 1 - (entry.Name == "elders.csv" ? 1 : 0));
            Assert.DoesNotContain(table.Split('\n'), l => l.Split(',').Any(c => c.StartsWith("\"-", StringComparison.Ordinal) || c.StartsWith("\"=", StringComparison.Ordinal)));
        }

        // One column alone changes nothing else.
        Imported(await SendAsync(admin, "elders", "id,plan.nightFrom\nelder-101-1,21:00\n", dryRun: false), 0, 1, 0);
        var plan = (await admin.GetAsync("/api/elders/elder-101-1"))["plan"];
        Assert.Equal(("08:30", "21:00", -5.5), (plan.GetProperty("upBy").GetString(), plan.GetProperty("nightFrom").GetString(), plan.GetProperty("temperature").GetProperty("low").GetDouble()));
    }

    [Fact]
    public async Task What_is_wrong_is_told_by_its_line_and_nothing_is_written()
    {
        await using var host = await TestHost.StartAsync();
        var (admin, director, duty) = (await host.PersonAsync("admin"), await host.PersonAsync("director"), await host.PersonAsync("duty"));
        async Task CheckAsync(Person who, string? kind, string body, params string[] errors)
        {
            var wrong = (await SendAsync(who, kind, body, dryRun: false)).IsProblem(HttpStatusCode.BadRequest);
            Assert.Equal(errors, wrong["errors"].EnumerateArray().Select(e => $"{e.GetProperty("line")} {e.GetProperty("item").GetString()}: {e.GetProperty("message").GetString()}")
                .Select((e, i) => i < errors.Length && e.Contains(errors[i], StringComparison.Ordinal) ? errors[i] : e));
        }

        await CheckAsync(admin, "elders", "id,colour\nx,red\n", "1 elder: There is no column 'colour'");
        await CheckAsync(admin, "elders", "name\nx\n", "1 elder: There must be a column id");
        await CheckAsync(admin, "elders", "id,name\n\"a\nb\",x\n\"c", "2 elder/a\\u000Ab: An id has", "4 elder: A quote that begins here");
        await CheckAsync(admin, "elders", "id,placeId,name,bed\nz1,101,甲,7\nz1,101,乙,8\n", "3 elder/z1: This id stands in line 2 already");
        await CheckAsync(admin, "elders", "id,placeId,name,bed\nz1,101,甲,7\nz2,101,乙,7\n", "3 elder/z2: Bed 7 of 101 would hold");
        await CheckAsync(admin, "elders", "id,placeId,name\nz1,101,a\u202e\n", "2 elder/z1: name: U+202E");
        await CheckAsync(admin, null, "{\"version\":1,\n\"places\":[{\"id\":\"q\",\"siteId\":\"sunshine\",\"name\":\"q\",\n\"colour\":1}],\n\"planes\":[]}", "4 site: planes: there is no", "2 place/q: colour: there is no such field");
        await CheckAsync(admin, null, """{"version":2}""", "1 site: version is 1");
        await CheckAsync(admin, null, "{\"sites\":[{\"id\":\"\\ud800\"}],\n\"places\":[{\"id\":\"q\",\"\\udc00\":1}]}", "1 site: A text in it is none", "2 place: A text in it is none");
        await CheckAsync(director, "sites", "id,name,nameEn,timeZone\nx,x,x,Asia/Shanghai\n", "2 site/x: Only admin writes sites");
        (await SendAsync(admin, null, "{", dryRun: false)).IsProblem(HttpStatusCode.BadRequest);
        (await SendAsync(admin, "planes", "id\n", dryRun: false)).IsProblem(HttpStatusCode.BadRequest);
        (await SendAsync(duty, "elders", "id\n", dryRun: false)).IsProblem(HttpStatusCode.Forbidden);
        // Two who change their beds.
        Imported(await SendAsync(admin, "elders", "id,bed\nelder-102-1,2\nelder-102-2,1\n", dryRun: false), 0, 2, 0);
        // Who moves takes along what she wears.
        Imported(await SendAsync(admin, "devices", "id,placeId,elderId,model\nwatch-102,102,elder-102-1,wearable\n", dryRun: false), 1, 0, 0);
        Imported(await SendAsync(admin, "elders", "id,placeId,bed\nelder-102-1,104,3\n", dryRun: false), 0, 1, 0);
        Assert.Equal("104", (await admin.GetAsync("/api/devices/watch-102"))["placeId"].GetString());
    }

    /// <summary>As bytes in Latin-1: what stands above 127 is no UTF-8.</summary>
    [Theory]
    [InlineData("{'elders':[{'id':'e','name':'\\ud83d\\ude00 \\\\ud800'}]}", null)]
    [InlineData("{'elders':[{'id':'e','name':'\\ud800\\u0041'}]}", "elder")]
    [InlineData("{'elders':[{'id':'e','plan':{'upBy':['\\udc00']}}]}", "elder")]
    [InlineData("{'elders':[{'id':'e','name':'é'}]}", "elder")]
    [InlineData("{'é':[]}", "site")]
    [InlineData("{'\\ud800':[]}", "site")]
    public void What_is_no_text_is_no_name_either(string document, string? kind)
    {
        var item = Assert.Single(ImportItems.OfJson(Encoding.Latin1.GetBytes(document.Replace('\'', '"'))));
        Assert.Equal(kind, item.Trouble is null ? null : item.Kind.Word);
        Assert.StartsWith(kind is null ? "" : "A text in it is none", item.Trouble?.Message ?? "", StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_schema_and_the_dictionary_name_every_field()
    {
        await using var host = await TestHost.StartAsync();
        var duty = await host.PersonAsync("duty");
        using var answer = await duty.Http.GetAsync("/api/registry/schema");
        var schema = JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;
        Assert.Equal("https://json-schema.org/draft/2020-12/schema", schema["$schema"]!.ToString());
        Assert.DoesNotContain("$ref", schema.ToJsonString(), StringComparison.Ordinal);
        var dictionary = (await duty.GetAsync("/api/registry/dictionary")).Is(HttpStatusCode.OK).Body.EnumerateArray().ToList();
        foreach (var item in (string[])["site", "place", "elder", "device"])
        {
            var fields = schema["properties"]![$"{item}s"]!["items"]!["properties"]!.AsObject().Select(p => p.Key);
            Assert.Equal(fields.Order(StringComparer.Ordinal), dictionary.Where(d => d.GetProperty("item").GetString() == item)
                .Select(d => d.GetProperty("field").GetString()!.Split('.')[0]).Distinct().Order(StringComparer.Ordinal));
        }

        Assert.All(dictionary, d => Assert.True(d.GetProperty("meaning").GetString()!.Length > 0 && d.GetProperty("meaningZh").GetString()!.Length > 0));
    }

    private static string Places() => string.Concat(Enumerable.Range(0, s_elders / 2).Select(i => $"w-{i},west,{i}号,bedroom,2\n").Prepend("id,siteId,name,kind,beds\n"));

    private static string Elders()
    {
        var table = new StringBuilder("id,placeId,bed,name,careLevel,birthDate,sex,categories,plan.upBy,contacts\r\n");
        for (var i = 0; i < s_elders; i++)
        {
            var contacts = $$"""{"mode":"order","people":[{"name":"女儿","channels":[{"kind":"sms","address":"138{{i:00000000}}"}]}]}""";
            table.Append(CultureInfo.InvariantCulture, $"w-e-{i},w-{i / 2},{i % 2 + 1},{Quoted($"'=王, \"{i}\"")},2,1941/{i % 12 + 1}/{i % 28 + 1},female,alone,8:30,{Quoted(contacts)}\r\n");
        }

        return table.ToString();

        static string Quoted(string text) => $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }

    private static async Task<Reply> SendAsync(Person who, string? kind, string body, bool dryRun)
    {
        using var content = new StringContent(body, Encoding.UTF8, kind is null ? "application/json" : "text/csv");
        return await Reply.OfAsync(who.Http.PostAsync($"/api/registry/import?dryRun={(dryRun ? "true" : "false")}{(kind is null ? "" : $"&kind={kind}")}", content));
    }

    private static void Imported(Reply answer, int created, int changed, int unchanged) =>
        Assert.Equal((created, changed, unchanged), answer.Is(HttpStatusCode.OK) is var a ? (a["created"].GetInt32(), a["changed"].GetInt32(), a["unchanged"].GetInt32()) : default);
}
