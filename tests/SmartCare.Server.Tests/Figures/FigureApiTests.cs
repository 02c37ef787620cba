using System.Net;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using SmartCare.Domain.Words;
using SmartCare.Grains.Store;
using SmartCare.Server.Tests.Support;

namespace SmartCare.Server.Tests.Figures;

/// <summary>A house in which a hundred alerts were rung, of two sites and three shifts.</summary>
public sealed class ScriptedHouse : IAsyncLifetime
{
    public TestHost Host { get; private set; } = null!;

    public Person Admin { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Host = await TestHost.StartAsync();
        Admin = await Host.PersonAsync("admin");
        object[] shifts = [new { name = "白班", from = "08:00:00", to = "16:00:00", people = Array.Empty<object>() }, new { name = "中班", from = "16:00:00", to = "00:00:00", people = Array.Empty<object>() },
            new { name = "夜班", from = "00:00:00", to = "08:00:00", people = Array.Empty<object>() }];
        foreach (var site in (string[])["sunshine", "riverside"]) (await Admin.PutAsync($"/api/sites/{site}/duty", new { shifts })).Is(HttpStatusCode.OK);
        Host.Services.GetRequiredService<ICareStore>().Write([.. ScriptedAlert.Hundred().Select((a, i) => a.Row(10_000 + i * 10))]);
    }

    public async Task DisposeAsync() => await Host.DisposeAsync();
}

public sealed class FigureApiTests(ScriptedHouse house) : IClassFixture<ScriptedHouse>
{
    private const string Months = "from=2025-03&to=2025-04";

    private static readonly List<ScriptedAlert> s_real = ScriptedAlert.Hundred().FindAll(HandCount.IsReal);

    private static readonly List<ScriptedAlert> s_walked = s_real.FindAll(HandCount.IsWalked);

    [Fact]
    public async Task Every_number_of_answers_is_that_of_a_hand_count()
    {
        var figures = await Figures($"{Months}&attendedMin=7");
        await Holds(figures.GetProperty("answers"), s_walked, 7);
        await HoldAll(figures.GetProperty("kinds"), s_real.GroupBy(a => a.Kind.ToString().ToLowerInvariant()), 7);
        await HoldAll(figures.GetProperty("shifts"), s_walked.GroupBy(HandCount.Shift), 7);
        await HoldAll(figures.GetProperty("bySite"), s_walked.GroupBy(a => a.Site), 7);
        await HoldAll(figures.GetProperty("months"), s_walked.GroupBy(a => HandCount.Local(a).ToString("yyyy-MM")), 7);
        Assert.True(figures.GetProperty("complete").GetBoolean());
    }

    [Fact]
    public async Task Drills_stand_apart_and_tests_are_only_counted()
    {
        var figures = await Figures(Months);
        var drills = ScriptedAlert.Hundred().FindAll(a => a.Drill && HandCount.IsWalked(a));
        Assert.NotEmpty(drills);
        await Holds(figures.GetProperty("drills"), drills, 5);
        Assert.Equal(ScriptedAlert.Hundred().Count(a => !a.Drill && a.Outcome is Outcome.Test), figures.GetProperty("tests").GetInt32());
    }

    [Fact]
    public async Task What_was_false_is_told_of_devices_and_rules()
    {
        var figures = await Figures(Months);
        var expected = s_real.GroupBy(a => a.Device).Select(g => (Device: g.Key, Raised: g.Count(), Judged: g.Count(a => a.Outcome is not null), False: g.Count(a => a.Outcome is Outcome.False)))
            .Where(d => d.False > 0).OrderByDescending(d => d.False).ThenByDescending(d => Math.Round(100.0 * d.False / d.Judged, 1)).ThenBy(d => d.Device, StringComparer.Ordinal).Take(10);
        Assert.Equal(expected, figures.GetProperty("devices").EnumerateArray().Select(d => (Text(d, "key"), Number(d, "raised"), Number(d, "judged"), Number(d, "false"))));
        foreach (var rule in figures.GetProperty("rules").EnumerateArray())
        {
            var of = s_real.FindAll(a => a.Kind.ToString().ToLowerInvariant() == Text(rule, "kind"));
            Assert.Equal(("pressed", of.Count, of.Count(a => a.Outcome is Outcome.False)), (Text(rule, "key"), Number(rule, "raised"), Number(rule, "false")));
            Assert.Equal(of.Count(a => a.Outcome is Outcome.False), await Listed(Text(rule, "alerts")));
        }
    }

    [Fact]
    public async Task Hours_and_floods_are_those_of_the_script()
    {
        var figures = await Figures(Months);
        var hours = new int[168];
        foreach (var a in s_real) hours[(int)HandCount.Local(a).DayOfWeek * 24 + HandCount.Local(a).Hour]++;
        Assert.Equal(hours, figures.GetProperty("hours").EnumerateArray().Select(h => h.GetInt32()));
        foreach (var flood in figures.GetProperty("floods").EnumerateArray())
        {
            var periods = s_real.Where(a => a.Site == Text(flood, "site")).GroupBy(a => a.Raised.ToUnixTimeSeconds() / 600).Select(g => g.Count()).ToList();
            Assert.Equal((periods.Sum(), periods.Max(), periods.Count(n => n > 10)), (Number(flood, "alarms"), Number(flood, "peak"), Number(flood, "periods")));
            Assert.Equal(Text(flood, "site") == "sunshine" ? 1 : 0, Number(flood, "floods"));
            Assert.Equal(periods.Max(), await Listed(Text(flood, "alerts")));
        }
    }

    [Fact]
    public async Task A_month_and_a_site_and_a_kind_are_asked_for_alone()
    {
        var figures = await Figures("from=2025-03&to=2025-03&site=riverside&kind=fall");
        await Holds(figures.GetProperty("answers"), s_real.FindAll(a => a.Site == "riverside" && a.Kind is AlertKind.Fall && HandCount.Local(a).Month == 3), 5);
    }

    [Fact]
    public async Task A_table_leaves_as_csv_and_each_cell_of_kind_shift_and_site_stands_in_it()
    {
        var text = await house.Admin.Http.GetStringAsync($"/api/figures?{Months}&format=csv&table=cells");
        var rows = text.Trim().Split("\r\n").Skip(1).Select(r => r.Split(',').Select(c => c.Trim('"')).ToArray()).ToList();
        var expected = s_real.GroupBy(a => (a.Site, Kind: a.Kind.ToString().ToLowerInvariant(), Shift: HandCount.Shift(a))).ToDictionary(g => g.Key, g => g.ToList());
        Assert.Equal(expected.Count, rows.Count);
        foreach (var row in rows)
        {
            var of = expected[(row[0], row[2], row[3])];
            Assert.Equal($"{of.Count}", row[4]);
            Assert.Equal($"{HandCount.Percentile(of.Select(HandCount.Answer), 0.5)}", row[19]);
            Assert.Equal($"{HandCount.Percentile(of.Select(a => a.Resolved), 0.95)}", row[27]);
        }
    }

    [Theory]
    [InlineData("from=2025-13", "from")]
    [InlineData("from=2025-05&to=2025-04", "from")]
    [InlineData("from=2020-01&to=2030-06", "months")]
    [InlineData("attendedMin=0", "attendedMin")]
    [InlineData("kind=rain", "kind")]
    [InlineData("format=xml", "format")]
    [InlineData("format=csv&table=all", "table")]
    public async Task What_cannot_be_meant_is_told_by_its_name(string query, string named)
    {
        var refused = (await house.Admin.GetAsync($"/api/figures?{query}")).Is(HttpStatusCode.BadRequest);
        Assert.Contains(named, refused["detail"].GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_dictionary_defines_each_figure_in_both_languages()
    {
        using var read = JsonDocument.Parse(await house.Admin.Http.GetStringAsync("/api/figures/dictionary"));
        var words = read.RootElement.EnumerateArray().ToDictionary(w => Text(w, "id"));
        foreach (var field in (string[])["acknowledged60S", "acknowledged180S", "attended", "acknowledge", "arrive", "resolve", "falseShare", "availability", "floods", "hours", "coverage", "rounds", "drills", "tests"])
            foreach (var said in (string[])["nameZh", "nameEn", "zh", "en"]) Assert.NotEmpty(Text(words[field], said));
    }

    private async Task HoldAll(JsonElement rows, IEnumerable<IGrouping<string, ScriptedAlert>> expected, int attendedMin)
    {
        var of = expected.ToDictionary(g => g.Key, g => g.ToList());
        Assert.Equal(of.Keys.Order(), rows.EnumerateArray().Select(r => Text(r, "key")).Order());
        foreach (var row in rows.EnumerateArray()) await Holds(row, of[Text(row, "key")], attendedMin);
    }

    private async Task Holds(JsonElement row, List<ScriptedAlert> of, int attendedMin)
    {
        Assert.Equal(
            (of.Count, of.Count(a => a.Resolved is not null), of.Count(a => a.Outcome is Outcome.Real), of.Count(a => a.Outcome is Outcome.False), of.Count(a => a.Outcome is Outcome.Other)),
            (Number(row, "raised"), Number(row, "ended"), Number(row, "real"), Number(row, "false"), Number(row, "other")));
        await Share(row.GetProperty("acknowledged60S"), HandCount.AcknowledgedWithin(of, 60));
        await Share(row.GetProperty("acknowledged180S"), HandCount.AcknowledgedWithin(of, 180));
        if (of.All(HandCount.IsWalked)) await Share(row.GetProperty("attended"), HandCount.AttendedWithin(of, attendedMin * 60));
        else Assert.Equal(JsonValueKind.Null, row.GetProperty("attended").ValueKind);
        Times(row.GetProperty("acknowledge"), of.Select(HandCount.Answer).ToList());
        Times(row.GetProperty("arrive"), of.Select(a => a.Arrived).ToList());
        Times(row.GetProperty("resolve"), of.Select(a => a.Resolved).ToList());
        Assert.Equal(of.Count, await Listed(Text(row, "alerts")));
    }

    /// <summary>Its link leads to exactly those that were not within it.</summary>
    private async Task Share(JsonElement share, (int Within, int Of) expected)
    {
        Assert.Equal(expected, (Number(share, "within"), Number(share, "of")));
        if (expected.Of > 0) Assert.Equal(Math.Round(100.0 * expected.Within / expected.Of, 1), share.GetProperty("percent").GetDouble());
        Assert.Equal(expected.Of - expected.Within, await Listed(Text(share, "alerts")));
    }

    private static void Times(JsonElement times, List<int?> of)
    {
        Assert.Equal(of.Count(t => t is not null), Number(times, "count"));
        foreach (var (field, share) in (ReadOnlySpan<(string, double)>)[("medianS", 0.5), ("p90S", 0.9), ("p95S", 0.95)])
        {
            var told = times.GetProperty(field);
            Assert.Equal(HandCount.Percentile(of, share), told.ValueKind is JsonValueKind.Null ? null : told.GetInt32());
        }
    }

    private async Task<JsonElement> Figures(string query) => JsonDocument.Parse(await house.Admin.Http.GetStringAsync($"/api/figures?{query}")).RootElement;

    private async Task<int> Listed(string link) => (await house.Admin.GetAsync($"{link}&limit=500")).Is(HttpStatusCode.OK).Items.Count();

    private static string Text(JsonElement of, string field) => of.GetProperty(field).GetString()!;

    private static int Number(JsonElement of, string field) => of.GetProperty(field).GetInt32();
}
