using System.IO.Compression;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using SmartCare.Server.Tests.Support;
using SmartCare.Testing;

namespace SmartCare.Server.Tests.Upkeep;

/// <summary>A month of a house in which people forgot things: each stands where a director, the next shift and the authority look.</summary>
public sealed class MonthTests : IAsyncLifetime
{
    private const string Password = "a cup of jasmine tea";
    private readonly SteppedTime _time = new();
    private TestHost _host = null!;

    public async Task InitializeAsync() => _host = await TestHost.StartAsync(s => s.AddSingleton<TimeProvider>(_time), ["--Demo=false"]);

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    public async Task A_missed_check_an_expired_extinguisher_a_skipped_drill_and_a_silent_detector_stand_on_the_page_in_the_handover_and_in_the_months_zip()
    {
        // From the second of a month on, ten in the morning in Shanghai.
        var first = Local().Date.AddDays(1 - Local().Day).AddMonths(1);
        PassTo(first.AddDays(1).AddHours(10));
        var (director, duty) = await BeginAsync();
        using var _ = director;
        using var __ = duty;
        (await director.PutAsync("/api/sites/home/duty", new { checks = new[] { new { id = "doors", name = "防火门", every = "day", at = "08:00:00" } } })).Is(HttpStatusCode.OK);
        var extinguisher = await AddAsync(director, new { kind = "equipment", type = "extinguisher", siteId = "home", title = "灭火器 3 号", number = "A-3", placeId = "hall", expiresOn = Day(first, 5) });
        var drill = await AddAsync(director, new { kind = "drill", siteId = "home", title = "疏散演练", dueOn = Day(first, 8), everyMonths = 6 });
        await using (var mqtt = await _host.MqttAsync("smoke-hall", with: o => o with { Password = Password }))
            await mqtt.PublishAsync("smartcare/smoke-hall", """{"smoke":false}""").WaitAsync(HubClient.Patience);
        await using var wall = await HubClient.ConnectAsync(_host.Http, director.Cookie);
        await wall.ResumeAsync(0);

        PassTo(first.AddDays(9).AddHours(10));
        var rung = await EachAsync(wall, a => a.Kind == "offline", a => Says(a, "灭火器 3 号 A-3"), a => Says(a, "疏散演练"));
        var (silent, expired, late) = (rung[0], rung[1], rung[2]);
        Assert.Equal(("system", "low"), (expired.Kind, expired.Alert.GetProperty("priority").GetString()));
        (await duty.PostAsync($"/api/upkeep/{drill}/steps", new { step = "skipped" })).IsProblem(HttpStatusCode.BadRequest);
        (await duty.PostAsync($"/api/upkeep/{drill}/steps", new { step = "skipped", note = "有老人发热" })).Is(HttpStatusCode.OK);
        // It is written down: nobody need look for it any more.
        await wall.AlertAsync(a => a.Id == late.Id && a.State == "resolved");
        (await duty.PostAsync("/api/sites/home/checks", new { check = "doors" })).Is(HttpStatusCode.OK);

        // The page.
        var overdue = Assert.Single((await duty.GetAsync("/api/upkeep?site=home&state=overdue")).Is(HttpStatusCode.OK).Items);
        Assert.Equal((extinguisher, true, "走廊"), (overdue.GetProperty("id").GetString(), overdue.GetProperty("expired").GetBoolean(), overdue.GetProperty("place").GetString()));
        // The hand-over.
        var handover = (await duty.GetAsync("/api/sites/home/handover")).Is(HttpStatusCode.OK);
        Assert.Contains(silent.Id, handover["open"].EnumerateArray().Select(a => a.GetProperty("id").GetString()));
        Assert.True(handover["checks"][0].GetProperty("missed").GetArrayLength() >= 6);
        Assert.Equal([extinguisher, drill], handover["upkeep"].EnumerateArray().Select(u => u.GetProperty("id").GetString()).Order(Comparer<string?>.Create((a, b) => a == extinguisher ? -1 : 1)));
        (await duty.PostAsync("/api/sites/home/handover/sign", new { @as = "outgoing", note = "=看走廊" })).Is(HttpStatusCode.OK);
        (await director.PostAsync("/api/sites/home/handover/sign", new { @as = "incoming" })).Is(HttpStatusCode.OK);

        // The month's zip, made in the next month, after the extinguisher was replaced.
        PassTo(first.AddMonths(1).AddDays(2));
        (await duty.PostAsync($"/api/upkeep/{extinguisher}/steps", new { step = "done", note = "换新", expiresOn = Day(first.AddYears(5), 5) })).Is(HttpStatusCode.OK);
        var files = await ZipAsync(director, $"/api/sites/home/export?month={first:yyyy-MM}");
        foreach (var file in JsonDocument.Parse(files["manifest.json"]).RootElement.GetProperty("files").EnumerateArray())
            Assert.Equal(file.GetProperty("sha256").GetString(), Convert.ToHexStringLower(SHA256.HashData(files[file.GetProperty("name").GetString()!])));
        Assert.Equal(files.Count - 1, JsonDocument.Parse(files["manifest.json"]).RootElement.GetProperty("files").GetArrayLength());
        var checks = Lines(files, "checks.csv");
        Assert.Equal((1, true), (checks.Count(l => l.Contains("已做 done", StringComparison.Ordinal)), checks.Count(l => l.Contains("没有做 missed", StringComparison.Ordinal)) >= 20));
        Assert.Matches("灭火器 3 号.*\"1\",\"1\"", Assert.Single(Lines(files, "equipment.csv").Skip(1)));
        Assert.Contains("未做（有原因） skipped", Assert.Single(Lines(files, "drills.csv").Skip(1)), StringComparison.Ordinal);
        Assert.Contains("有老人发热", Assert.Single(Lines(files, "steps.csv").Skip(1)), StringComparison.Ordinal);
        Assert.Contains("\"'=看走廊\"", Assert.Single(Lines(files, "handovers.csv").Skip(1)), StringComparison.Ordinal);
        Assert.Contains(Lines(files, "alerts.csv"), l => l.Contains(silent.Id, StringComparison.Ordinal) && l.Contains("smoke-hall", StringComparison.Ordinal));
        foreach (var page in (string[])["report.html", "operator-report.html"])
            Assert.Contains("灭火器 3 号", Encoding.UTF8.GetString(files[page]), StringComparison.Ordinal);
        Assert.DoesNotContain(silent.Id, Encoding.UTF8.GetString(files["operator-report.html"]), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_report_that_no_authority_was_told_in_time_rings_until_it_was()
    {
        var (director, duty) = await BeginAsync();
        using var _ = director;
        using var __ = duty;
        await using var wall = await HubClient.ConnectAsync(_host.Http, duty.Cookie);
        await wall.ResumeAsync(0);
        var report = await AddAsync(duty, new { kind = "report", type = "severeInjury", siteId = "home", title = "王奶奶骨折", happenedAt = _time.GetUtcNow() });
        (await duty.GetAsync("/api/upkeep?state=overdue")).Is(HttpStatusCode.OK);
        _time.Advance(TimeSpan.FromHours(2) + TimeSpan.FromMinutes(1));
        var rings = await wall.AlertAsync(a => Says(a, "王奶奶骨折"));
        Assert.Equal(("system", "medium"), (rings.Kind, rings.Alert.GetProperty("priority").GetString()));
        Assert.Equal(report, (await duty.GetAsync("/api/sites/home/handover"))["upkeep"][0].GetProperty("id").GetString());

        Assert.StartsWith("authority", (await duty.PostAsync($"/api/upkeep/{report}/steps", new { step = "submitted" })).IsProblem(HttpStatusCode.BadRequest)["detail"].GetString(), StringComparison.Ordinal);
        var sent = (await duty.PostAsync($"/api/upkeep/{report}/steps", new { step = "submitted", authority = "区民政局", reference = "2026-17" })).Is(HttpStatusCode.OK);
        Assert.Equal(("waiting", true), (sent["state"].GetString(), sent["events"][0].GetProperty("late").GetBoolean()));
        await wall.AlertAsync(a => a.Id == rings.Id && a.State == "resolved");
        (await duty.PostAsync($"/api/upkeep/{report}/steps", new { step = "done" })).IsProblem(HttpStatusCode.Conflict);
        Assert.Equal("closed", (await duty.PostAsync($"/api/upkeep/{report}/steps", new { step = "received", reference = "收文 88" })).Is(HttpStatusCode.OK)["state"].GetString());
    }

    /// <summary>A house with a corridor and its detector, a director and a nurse, who are signed in.</summary>
    private async Task<(Person Director, Person Duty)> BeginAsync()
    {
        using var admin = await FirstAsync("admin", _host.Said.ToString().Split("the password ")[1].Split(' ')[0]);
        (await admin.PutAsync("/api/sites/home", new { name = "家", nameEn = "Home", timeZone = "Asia/Shanghai" })).Is(HttpStatusCode.OK);
        (await admin.PutAsync("/api/places/hall", new { siteId = "home", name = "走廊", kind = "corridor" })).Is(HttpStatusCode.OK);
        (await admin.PutAsync("/api/devices/smoke-hall", new { placeId = "hall", model = "smoke", name = "走廊烟感", password = Password })).Is(HttpStatusCode.OK);
        foreach (var (user, role) in ((string, string)[])[("zhou", "director"), ("li", "duty")])
            (await admin.PutAsync($"/api/people/{user}", new { name = user, role, sites = new[] { "home" }, password = Password, mustChangePassword = false })).Is(HttpStatusCode.OK);
        return (await Person.SignInAsync(_host.Http, "zhou", Password), await Person.SignInAsync(_host.Http, "li", Password));
    }

    private async Task<Person> FirstAsync(string user, string shown)
    {
        var person = await Person.SignInAsync(_host.Http, user, shown);
        await person.PutAsync("/api/session/password", new Dictionary<string, string> { ["current"] = shown, ["new"] = Password });
        return person;
    }

    private static async Task<string> AddAsync(Person by, object body) => (await by.PostAsync("/api/upkeep", body)).Is(HttpStatusCode.Created)["id"].GetString()!;

    private static bool Says(HubAlert alert, string text) => alert.Alert.GetProperty("history").ToString().Contains(text, StringComparison.Ordinal);

    /// <summary>The first of each, in whatever order they come.</summary>
    private static async Task<HubAlert[]> EachAsync(HubClient wall, params Func<HubAlert, bool>[] wanted)
    {
        var found = new HubAlert?[wanted.Length];
        while (found.Contains(null))
        {
            var next = await wall.AlertAsync(a => wanted.Any(w => w(a)));
            for (var i = 0; i < wanted.Length; i++)
                if (wanted[i](next)) found[i] ??= next;
        }

        return found!;
    }

    private DateTimeOffset Local() => _time.GetUtcNow().ToOffset(TimeSpan.FromHours(8));

    private void PassTo(DateTime local) => _time.Advance(new DateTimeOffset(local, TimeSpan.FromHours(8)) - _time.GetUtcNow());

    private static string Day(DateTime month, int day) => month.AddDays(day - 1).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>Of a table; a note may have lines, none of these has.</summary>
    private static List<string> Lines(Dictionary<string, byte[]> files, string name) =>
        [.. Encoding.UTF8.GetString(files[name]).Split("\r\n", StringSplitOptions.RemoveEmptyEntries)];

    private static async Task<Dictionary<string, byte[]>> ZipAsync(Person by, string path)
    {
        using var answer = await by.Http.GetAsync(path);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
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
