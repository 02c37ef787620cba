using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using SmartCare.Domain.Registry;
using SmartCare.Domain.Words;
using SmartCare.Grains.Store;
using SmartCare.Server;
using SmartCare.Server.Accounts;
using SmartCare.Server.District;
using SmartCare.Storage;

namespace SmartCare.Benchmarks.District;

/// <summary>
/// A district's registry on disk, a silo that starts on it, and its page: how long is the start, what does it cost in memory, how long does the page take,
/// and does a street's official see hers alone?
/// </summary>
internal static class RollUpRun
{
    private const string Password = "an evening by the river";

    private const int Streets = 10, CommunitiesOfStreet = 5, RowsAtOnce = 20_000, Warm = 10;

    private static readonly ElderCategory[] s_categories = Enum.GetValues<ElderCategory>();

    /// <returns>0 when the page comes within a second at p99 and each official's sums are her own.</returns>
    public static async Task<int> RunAsync(int sites, int elders, int questions)
    {
        CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        var folder = Directory.CreateTempSubdirectory("smartcare-rollups-").FullName;
        try
        {
            var watch = Stopwatch.StartNew();
            Fill(folder, sites, elders);
            Console.WriteLine($"seeded: {sites} sites in {Streets} streets of {CommunitiesOfStreet} communities, {elders:#,0} elders, {watch.Elapsed.TotalSeconds:0.0} s, smartcare.db {new FileInfo(Path.Combine(folder, "smartcare.db")).Length / 1048576.0:0} MiB");
            watch.Restart();
            await using var app = CareHost.Build(["--Demo=false", $"--Data:Path={folder}", "--Http:Port=0", "--Mqtt:Port=0", "--Logging:LogLevel:Default=None"]);
            var (http, _) = await CareHost.StartAsync(app, TextWriter.Null);
            Console.WriteLine($"started: {watch.Elapsed.TotalSeconds:0.0} s, managed heap {GC.GetTotalMemory(forceFullCollection: true) / 1048576.0:0} MiB, working set {Environment.WorkingSet / 1048576.0:0} MiB");
            var passed = await AskAsync(app, http, sites, elders, questions);
            await app.StopAsync();
            return passed ? 0 : 1;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void Fill(string folder, int sites, int elders)
    {
        using var store = new SqliteStore(Path.Combine(folder, "smartcare.db"));
        var random = new Random(14);
        var rows = new List<Row>(RowsAtOnce);
        for (var s = 0; s < sites; s++)
        {
            Add(new Site(SiteId.Of($"s{s:000}"), $"{s:000} 养老院", $"Home {s:000}", "Asia/Shanghai") { LevelId = LevelId.Of(Community(s)) });
            Add(new Place(PlaceId.Of($"s{s:000}-1"), SiteId.Of($"s{s:000}"), "1", PlaceKind.Home));
        }

        for (var e = 0; e < elders; e++)
            Add(new Elder(ElderId.Of($"e{e:000000}"), SiteId.Of($"s{e % sites:000}"), PlaceId.Of($"s{e % sites:000}-1"), "王", null, 1)
            {
                Ledger = Ledger.Empty with { BirthDate = new DateOnly(1935, 1, 1).AddDays(random.Next(365 * 25)), Categories = [s_categories[random.Next(5)]] },
            });
        store.Write(rows);

        void Add(RegistryRecord record)
        {
            rows.Add(new RegistryRow(record));
            if (rows.Count < RowsAtOnce) return;
            store.Write(rows);
            rows.Clear();
        }
    }

    private static string Street(int s) => $"street-{s % Streets}";

    private static string Community(int s) => $"{Street(s)}-{s / Streets % CommunitiesOfStreet}";

    private static async Task<bool> AskAsync(WebApplication app, Uri http, int sites, int elders, int questions)
    {
        var levels = app.Services.GetRequiredService<LevelBook>();
        Make("district", LevelKind.District, null);
        for (var s = 0; s < Streets; s++)
        {
            Make($"street-{s}", LevelKind.Street, "district");
            for (var c = 0; c < CommunitiesOfStreet; c++) Make($"street-{s}-{c}", LevelKind.Community, $"street-{s}");
        }

        var hash = new PasswordCheck().Hash(Password);
        app.Services.GetRequiredService<AccountStore>().Add(Official("district"), Official("street-3"));
        using var district = await SignInAsync(http, "district");
        using var street = await SignInAsync(http, "street-3");
        var first = Stopwatch.StartNew();
        var page = await district.GetFromJsonAsync<JsonElement>("/api/district");
        Console.WriteLine($"the district's page: first answer {first.Elapsed.TotalMilliseconds:0} ms");
        var whole = await MeasureAsync("the district's page", district, "/api/district", questions);
        await MeasureAsync("a street's page", street, "/api/district", questions);
        var own = await street.GetFromJsonAsync<JsonElement>("/api/district");
        var theirs = Enumerable.Range(0, elders).Count(e => Street(e % sites) == "street-3");
        var right = (Elders(page), Elders(own)) == (elders, theirs)
            && (await street.GetAsync("/api/district?level=street-4")).StatusCode is HttpStatusCode.NotFound && (await street.GetAsync("/api/district?level=district")).StatusCode is HttpStatusCode.NotFound;
        Console.WriteLine($"elders of the district {Elders(page):#,0}, of street 3 {Elders(own):#,0} (counted by hand {theirs:#,0}); another street and the district are 404 to her: {right}");
        return right && whole < 1_000;

        static int Elders(JsonElement of) => of.GetProperty("sum").GetProperty("elders").GetInt32();
        void Make(string id, LevelKind kind, string? parent) => levels.Change(id, _ => (new Level(id, kind, id, null, parent, false), null));
        Account Official(string level) => new(level, level, Role.Officer, [], [], hash, Demo: false) { LevelId = level };
    }

    private static async Task<HttpClient> SignInAsync(Uri http, string user)
    {
        var client = new HttpClient { BaseAddress = http };
        using var answer = await client.PostAsJsonAsync("/api/session", new { user, password = Password });
        answer.EnsureSuccessStatusCode();
        return client;
    }

    /// <returns>p99 in ms.</returns>
    private static async Task<double> MeasureAsync(string what, HttpClient client, string path, int questions)
    {
        var took = new List<double>(questions);
        var bytes = 0;
        for (var n = -Warm; n < questions; n++)
        {
            var from = Stopwatch.GetTimestamp();
            bytes = (await client.GetByteArrayAsync(path)).Length;
            if (n >= 0) took.Add(Stopwatch.GetElapsedTime(from).TotalMilliseconds);
        }

        took.Sort();
        Console.WriteLine($"{what}: {questions} answers of {bytes / 1024.0:0.0} KiB, p50 {took[took.Count / 2]:0.0} ms, p99 {took[(took.Count * 99 - 1) / 100]:0.0} ms");
        return took[(took.Count * 99 - 1) / 100];
    }
}
