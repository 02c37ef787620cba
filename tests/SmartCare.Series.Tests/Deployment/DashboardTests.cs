using System.Text.Json;
using System.Text.RegularExpressions;

namespace SmartCare.Series.Tests.Deployment;

/// <summary>The dashboards ask InfluxDB for what the contract of the series has, and a real InfluxDB answers each of their questions with rows.
/// What they ask Prometheus is asked in the tests of the server.</summary>
public sealed partial class DashboardTests(DashboardTests.Filled influx) : IClassFixture<DashboardTests.Filled>
{
    /// <summary>Channels of the design that a dashboard may name.</summary>
    private static readonly string[] s_channels = ["temperature", "humidity", "heart_rate", "breathing_rate", "battery", "linkquality", "voltage", "presence", "occupancy", "in_bed", "contact"];

    /// <summary>Measurements with their tags and fields, as docs/contract/series.md has them.</summary>
    private static readonly Dictionary<string, string[]> s_names = new()
    {
        ["reading"] = ["site", "place", "elder", "device", "model", .. s_channels],
        ["event"] = ["site", "place", "elder", "device", "model", "kind", "value", "late", "word"],
        ["alert"] = ["site", "place", "elder", "device", "kind", "priority", "state", "what", "id", "seq", "tier", "occurrences", "since", "late", "drill", "outcome"],
    };

    /// <summary>Dashboard, variables that it defines, question.</summary>
    public static TheoryData<string, string, string> Questions
    {
        get
        {
            var all = new TheoryData<string, string, string>();
            foreach (var board in Repository.Dashboards)
                foreach (var question in OfInflux(Variables(board)).Concat(OfInflux(Panels(board).SelectMany(p => p.GetProperty("targets").EnumerateArray()))))
                    all.Add(board.GetProperty("title").GetString()!, string.Join(' ', Variables(board).Select(v => v.GetProperty("name").GetString())), question);
            return all;
        }
    }

    [Fact]
    public void Every_panel_and_variable_asks_a_provisioned_data_source()
    {
        foreach (var board in Repository.Dashboards)
            Assert.Empty(Panels(board).Concat(Variables(board)).Concat(Panels(board).SelectMany(p => p.GetProperty("targets").EnumerateArray())).Select(SourceOf)
                .Except([Repository.DataSource["uid"].Text, Repository.Operations["uid"].Text]));
        var uids = Repository.Dashboards.Select(b => b.GetProperty("uid").GetString()).ToList();
        Assert.Equal(uids.Distinct(), uids);
    }

    [Theory, MemberData(nameof(Questions))]
    public void Every_quoted_name_is_one_of_its_measurement(string board, string variables, string question)
    {
        var measurement = Measurement().Match(question).Groups[1].Value;
        Assert.True(s_names.TryGetValue(measurement, out var known), $"{board}: {question}");
        var own = Own().Matches(question).Select(m => m.Groups[1].Value);
        Assert.Empty(QuotedName().Matches(question).Select(m => m.Groups[1].Value).Except([measurement, .. known!, .. own]));
        Assert.Empty(Variable().Matches(question).Select(m => m.Groups[1].Value).Except([.. variables.Split(' '), "timeFilter", "__interval"]));
    }

    [Fact]
    public void A_channel_that_a_dashboard_names_keeps_its_name_in_influx() =>
        Assert.All(s_channels, channel => Assert.Equal(channel, InfluxNames.Field(channel)));

    [Theory, MemberData(nameof(Questions))]
    public async Task A_real_influx_answers_every_question_with_rows(string board, string variables, string question)
    {
        var asGrafanaSends = Variable().Replace(question, m => m.Groups[1].Value switch
        {
            "timeFilter" => "time >= now() - 6h",
            "__interval" => "1m",
            _ => ".*",
        });
        var answer = await influx.AskAsync(asGrafanaSends);
        Assert.True(answer.Contains("\"values\"", StringComparison.Ordinal) && !answer.Contains("\"error\"", StringComparison.Ordinal), $"{board} ({variables}): {answer}");
    }

    private static IEnumerable<JsonElement> Panels(JsonElement board) => board.GetProperty("panels").EnumerateArray();

    private static IEnumerable<JsonElement> Variables(JsonElement board) => board.GetProperty("templating").GetProperty("list").EnumerateArray();

    private static string? SourceOf(JsonElement asked) => asked.GetProperty("datasource").GetProperty("uid").GetString();

    private static IEnumerable<string> OfInflux(IEnumerable<JsonElement> asked) =>
        asked.Where(a => SourceOf(a) == Repository.DataSource["uid"].Text).Select(a => a.GetProperty("query").GetString()!);

    [GeneratedRegex("FROM \"(\\w+)\"")]
    private static partial Regex Measurement();

    /// <summary>What the question calls something itself.</summary>
    [GeneratedRegex("AS \"(\\w+)\"")]
    private static partial Regex Own();

    [GeneratedRegex("\"([^\"]+)\"")]
    private static partial Regex QuotedName();

    /// <summary><c>$name</c> or <c>${name:format}</c>; the dollar that ends a regular expression is followed by a slash.</summary>
    [GeneratedRegex(@"\$\{?(\w+)(?::\w+)?\}?")]
    private static partial Regex Variable();

    /// <summary>A database in which a press was answered, a device went away, and an elder was watched: written as the product writes.</summary>
    public sealed class Filled : IAsyncLifetime
    {
        private readonly InfluxFixture _influx = new();
        private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("smartcare-dashboards-");
        private readonly long _now = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds() * 1_000_000;
        private string _database = "";

        public async Task InitializeAsync()
        {
            await _influx.InitializeAsync();
            _database = _influx.NewDatabase();
            await using var series = new InfluxSeries(new InfluxOptions { Url = _influx.Server.Url, Database = _database }, _influx.Client, Path.Combine(_folder.FullName, "cursors.json"));
            await series.WriteAsync(
                [
                    Reading("bed-101-1", "bed-mat", "elder-101-1", [new("heart_rate", 62), new("breathing_rate", 14), new("in_bed", 1), new("battery", 87), new("linkquality", 120)]),
                    Reading("motion-101", "motion", "elder-101-1", [new("presence", 1), new("occupancy", 1), new("temperature", 21), new("humidity", 40), new("voltage", 3000)]),
                    Reading("door-101", "door", "", [new("contact", 0), new("battery", 15)]),
                    Reading("call-101-1", "call", "elder-101-1", [new("value", 1), new("late", 0)]) with { Measurement = SeriesReading.Event, Tags = [new("kind", "press")], Texts = [new("word", "emergency")] },
                    Reading("door-101", "door", "", [new("value", 0), new("late", 0)]) with { Measurement = SeriesReading.Event, Tags = [new("kind", "availability")] },
                    Change(1, "open", "raised", since: 0), Change(2, "acknowledged", "acknowledged", since: 31), Change(3, "resolved", "resolved", since: 240),
                ],
                new SeriesCursor(0, 8), CancellationToken.None);
        }

        public async Task DisposeAsync()
        {
            await _influx.DisposeAsync();
            _folder.Delete(recursive: true);
        }

        public Task<string> AskAsync(string question) => _influx.SayAsync($"/query?db={_database}&q={Uri.EscapeDataString(question)}");

        private SeriesReading Reading(string device, string model, string elder, KeyValuePair<string, double>[] fields) => new(device, "101", "sunshine", _now, fields) { Model = model, Elder = elder };

        private SeriesReading Change(int seq, string state, string what, double since) => new("call-101-1", "101", "sunshine", _now + seq,
            [new("seq", seq), new("tier", 1), new("occurrences", 1), new("since", since), new("late", 0), new("drill", 0)])
        {
            Measurement = SeriesReading.Alert,
            Elder = "elder-101-1",
            Tags = [new("kind", "help"), new("priority", "high"), new("state", state), new("what", what)],
            Texts = [new("id", "a-1"), new("outcome", state == "resolved" ? "false" : "")],
        };
    }
}
