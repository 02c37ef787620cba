using System.IO.Compression;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using SmartCare.Server.Record.Export;
using SmartCare.Server.Tests.Support;

namespace SmartCare.Server.Tests.Record;

/// <summary>Reviews, and the files that a regulator keeps.</summary>
[Collection(InTheHouse.Name)]
public sealed class ExportTests(House house)
{
    [Fact]
    public async Task An_alert_is_exported_with_its_answers_its_first_aid_and_checksums()
    {
        var id = await LivedThroughAsync();
        var files = await ZipAsync("director", $"/api/alerts/{id}/export");
        Assert.Equal(["alert.csv", "alert.json", "history.csv", "manifest.json", "notices.csv", "report.html"], files.Keys.Order(StringComparer.Ordinal));
        var manifest = JsonDocument.Parse(files["manifest.json"]).RootElement;
        Assert.Equal("director", manifest.GetProperty("madeBy").GetString());
        foreach (var file in manifest.GetProperty("files").EnumerateArray())
            Assert.Equal(file.GetProperty("sha256").GetString(), Convert.ToHexStringLower(SHA256.HashData(files[file.GetProperty("name").GetString()!])));
        Assert.Equal(5, manifest.GetProperty("files").GetArrayLength());
        var alert = JsonDocument.Parse(files["alert.json"]).RootElement;
        Assert.Equal("=冷敷", alert.GetProperty("reviews")[0].GetProperty("firstAid").GetString());
        Assert.True(alert.GetProperty("resolvedAfter").GetDouble() >= 0);
        Assert.Contains("\"'=冷敷\"", Encoding.UTF8.GetString(files["alert.csv"]), StringComparison.Ordinal);
        var page = Encoding.UTF8.GetString(files["report.html"]);
        Assert.Contains("&lt;b&gt;地滑", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<b>", page, StringComparison.Ordinal);
        foreach (var word in (string[])["已处理 resolved", "属实 real", "发出告警 raised", "到场 arrived"]) Assert.Contains(word, page, StringComparison.Ordinal);
        var rows = (await (await house.Host.PersonAsync("admin")).GetAsync($"/api/audit?about=alert/{id}")).Items;
        Assert.Contains(rows, r => (r.GetProperty("what").GetString(), r.GetProperty("user").GetString()) == ("export", "director"));
    }

    [Fact]
    public async Task A_month_of_a_site_holds_its_alerts_and_no_others()
    {
        var id = await LivedThroughAsync();
        var local = DateTimeOffset.UtcNow.ToOffset(TimeSpan.FromHours(8));
        var files = await ZipAsync("admin", $"/api/sites/sunshine/export?month={local:yyyy-MM}");
        Assert.Equal(
            ["alerts.csv", "alerts.json", "checks.csv", "complaints.csv", "drills.csv", "equipment.csv", "handovers.csv", "hazards.csv", "manifest.json", "notices.csv", "operator-report.html",
            "report.html", "reports.csv", "roster.csv", "rounds.csv", "steps.csv"], files.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(Encoding.UTF8.Preamble.ToArray(), files["alerts.csv"][..3]);
        Assert.Contains(id, Encoding.UTF8.GetString(files["alerts.csv"]), StringComparison.Ordinal);
        foreach (var other in (string[])[$"/api/sites/sunshine/export?month={local.AddMonths(-2):yyyy-MM}", $"/api/sites/riverside/export?month={local:yyyy-MM}"])
            Assert.DoesNotContain(id, Encoding.UTF8.GetString((await ZipAsync("admin", other))["alerts.csv"]), StringComparison.Ordinal);
    }

    [Fact]
    public void Every_word_of_the_record_has_a_Chinese_one() => Assert.Empty(RecordWords.Missing());

    [Fact]
    public async Task Only_directors_and_admin_take_files_out_and_only_staff_review()
    {
        var id = (await house.Host.PressAsync("call-101-1")).GetProperty("id").GetString();
        var (duty, family) = (await house.Host.PersonAsync("duty"), await house.Host.PersonAsync("family"));
        (await duty.GetAsync($"/api/alerts/{id}/export")).IsProblem(HttpStatusCode.Forbidden);
        (await duty.GetAsync("/api/sites/sunshine/export?month=2026-11")).IsProblem(HttpStatusCode.Forbidden);
        (await family.GetAsync($"/api/alerts/{id}/export")).IsProblem(HttpStatusCode.Forbidden);
        (await family.GetAsync("/api/sites/riverside/export?month=2026-11")).IsProblem(HttpStatusCode.NotFound);
        (await family.PostAsync($"/api/alerts/{id}/review", new { review = "x" })).IsProblem(HttpStatusCode.Forbidden);
        (await family.GetAsync($"/api/alerts/{id}/reviews")).IsProblem(HttpStatusCode.Forbidden);
        var director = await house.Host.PersonAsync("director");
        (await director.GetAsync("/api/alerts/nothing/export")).IsProblem(HttpStatusCode.NotFound);
        foreach (var month in (string[])["", "?month=11", "?month=2026-13", "?month=2026-11-01"])
            (await director.GetAsync($"/api/sites/sunshine/export{month}")).IsProblem(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task A_review_needs_something_to_say_and_a_second_one_is_added_to_the_first()
    {
        var id = (await house.Host.PressAsync($"call-{house.Bed()}")).GetProperty("id").GetString();
        var duty = await house.Host.PersonAsync("duty");
        (await duty.PostAsync($"/api/alerts/{id}/review", new { by = "王护士", review = " " })).IsProblem(HttpStatusCode.BadRequest);
        (await duty.PostAsync($"/api/alerts/{id}/review", new { cause = new string('x', 4_001) })).IsProblem(HttpStatusCode.BadRequest);
        (await duty.PostAsync("/api/alerts/nothing/review", new { cause = "x" })).IsProblem(HttpStatusCode.NotFound);
        (await duty.PostAsync($"/api/alerts/{id}/review", new { cause = "地滑", by = "王护士" })).Is(HttpStatusCode.OK);
        (await duty.PostAsync($"/api/alerts/{id}/review", new { review = "加防滑垫" })).Is(HttpStatusCode.OK);
        var items = (await duty.GetAsync($"/api/alerts/{id}/reviews")).Items;
        Assert.Equal([("地滑", "王护士"), (null, null)], items.Select(r => (r.GetProperty("cause").GetString(), r.GetProperty("by").GetString())));
        Assert.All(items, r => Assert.Equal("duty", r.GetProperty("writtenBy").GetString()));
    }

    [Theory]
    [InlineData("=1+1", "'=1+1"), InlineData("+1", "'+1"), InlineData("-1", "'-1"), InlineData("@x", "'@x"), InlineData("\tx", "'\tx"), InlineData("＝1", "'＝1")]
    [InlineData("a\"b", "a\"\"b"), InlineData("a,b\nc", "a,b\nc"), InlineData("王秀英", "王秀英"), InlineData(null, "")]
    public void A_cell_is_never_a_formula(string? text, string cell) =>
        Assert.Equal($"\uFEFF\"h\"\r\n\"{cell}\"\r\n", Encoding.UTF8.GetString(Csv.Of(["h"], [[text]])));

    /// <summary>Pressed, acknowledged, arrived at, resolved and reviewed.</summary>
    private async Task<string> LivedThroughAsync()
    {
        var id = (await house.Host.PressAsync($"call-{house.Bed()}")).GetProperty("id").GetString()!;
        var duty = await house.Host.PersonAsync("duty");
        await duty.PostAsync($"/api/alerts/{id}/acknowledge");
        await duty.PostAsync($"/api/alerts/{id}/arrive");
        (await duty.PostAsync($"/api/alerts/{id}/resolve", new { outcome = "real", note = "扶起" })).Is(HttpStatusCode.OK);
        (await duty.PostAsync($"/api/alerts/{id}/review", new { firstAid = "=冷敷", cause = "<b>地滑" })).Is(HttpStatusCode.OK);
        return id;
    }

    private async Task<Dictionary<string, byte[]>> ZipAsync(string user, string path)
    {
        using var answer = await (await house.Host.PersonAsync(user)).Http.GetAsync(path);
        Assert.Equal((HttpStatusCode.OK, "application/zip"), (answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
        using var zip = new ZipArchive(new MemoryStream(await answer.Content.ReadAsByteArrayAsync()));
        return zip.Entries.ToDictionary(e => e.FullName, e =>
        {
            using var file = e.Open();
            using var copy = new MemoryStream();
            file.CopyTo(copy);
            return copy.ToArray();
        });
    }
}
