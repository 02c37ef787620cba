using System.Diagnostics;
using System.Text.Json;
using System.Text.RegularExpressions;
using SmartCare.Server.Tests.Support;
using SmartCare.Testing;

namespace SmartCare.Server.Tests.Operations;

/// <summary>Each question that a dashboard asks Prometheus, asked of a real one that scrapes a real silo in which people were called and came.</summary>
public sealed partial class PanelTests(PanelTests.Watched watched) : IClassFixture<PanelTests.Watched>
{
    private const string Source = "smartcare-operations";

    private static readonly string s_rules = Path.Combine(AppContext.BaseDirectory, "prometheus");

    private static readonly JsonElement[] s_boards =
        [.. Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "dashboards"), "*.json").Order().Select(f => JsonDocument.Parse(File.ReadAllText(f)).RootElement)];

    /// <summary>Of each panel and variable: dashboard, title, question.</summary>
    public static TheoryData<string, string, string> Questions
    {
        get
        {
            var all = new TheoryData<string, string, string>();
            foreach (var board in s_boards)
                foreach (var panel in board.GetProperty("panels").EnumerateArray())
                    foreach (var target in panel.GetProperty("targets").EnumerateArray().Where(OfPrometheus))
                        all.Add(board.GetProperty("title").GetString()!, panel.GetProperty("title").GetString()!, target.GetProperty("expr").GetString()!);
            return all;
        }
    }

    [Theory, MemberData(nameof(Questions))]
    public async Task A_real_Prometheus_answers_with_rows(string board, string panel, string question)
    {
        var asGrafanaSends = Variable().Replace(question, m => m.Groups[1].Value switch
        {
            "__rate_interval" => "1m",
            "__range" => "1h",
            "site" => ".*",
            var other => throw new InvalidOperationException($"{board}, {panel}: who knows ${other}?"),
        });
        Assert.NotEmpty(await watched.Prometheus.RowsAsync(asGrafanaSends));
    }

    [Fact]
    public async Task Every_variable_offers_the_sites()
    {
        var variables = s_boards.SelectMany(b => b.GetProperty("templating").GetProperty("list").EnumerateArray()).Where(OfPrometheus).Select(v => v.GetProperty("query").GetString()!).ToList();
        Assert.NotEmpty(variables);
        foreach (var query in variables)
        {
            var match = LabelValues().Match(query);
            Assert.Equal(["riverside", "sunshine"], await watched.Prometheus.LabelsAsync(match.Groups[1].Value, match.Groups[2].Value));
        }
    }

    [Fact]
    public async Task The_figures_are_those_of_what_happened()
    {
        Assert.Equal([2, 1], (await watched.Prometheus.RowsAsync("""sort_desc(sum by (site) (smartcare_alerts_raised_total{kind=~"help|fall"}))""")).Take(2));
        // A fire there never was, and it stands at 0 for each site: an increase needs something to grow from.
        Assert.Equal([0, 0], await watched.Prometheus.RowsAsync("""smartcare_alerts_raised_total{kind="fire"}"""));
        Assert.Equal([1], await watched.Prometheus.RowsAsync("""sum(smartcare_alert_answer_seconds_bucket{step="acknowledged",le=~"60|60.0"}) / sum(smartcare_alert_answer_seconds_count{step="acknowledged"})"""));
    }

    /// <summary>promtool is the makers' own judge of such files.</summary>
    [Theory]
    [InlineData("check", "config", "prometheus.yml")]
    [InlineData("test", "rules", "rules.test.yml")]
    public async Task The_files_for_Prometheus_are_right_and_its_alerts_fire_when_they_should(params string[] arguments)
    {
        using var tool = Process.Start(new ProcessStartInfo("promtool", arguments) { WorkingDirectory = s_rules, RedirectStandardError = true, RedirectStandardOutput = true })!;
        var (said, wrong) = (tool.StandardOutput.ReadToEndAsync(), tool.StandardError.ReadToEndAsync());
        await tool.WaitForExitAsync();
        Assert.True(tool.ExitCode == 0, await said + await wrong);
    }

    private static bool OfPrometheus(JsonElement asked) => asked.GetProperty("datasource").GetProperty("uid").GetString() == Source;

    [GeneratedRegex(@"\$(\w+)")]
    private static partial Regex Variable();

    [GeneratedRegex(@"^label_values\((\w+), (\w+)\)$")]
    private static partial Regex LabelValues();

    /// <summary>A silo in which something happens, and a Prometheus that watches it meanwhile.</summary>
    public sealed class Watched : IAsyncLifetime
    {
        private TestHost _host = null!;

        public PrometheusServer Prometheus { get; private set; } = null!;

        public async Task InitializeAsync()
        {
            _host = await TestHost.StartAsync();
            Prometheus = await PrometheusServer.StartAsync(_host.Http, Path.Combine(s_rules, "rules.yml"));
            // A rate needs two scrapes that differ: everything happens once before the first and once after.
            await HappenAsync("102", "call-h002");
            await Prometheus.UntilAsync("sum(smartcare_alerts_raised_total)", rows => rows is [>= 2]);
            await HappenAsync("103", null);
            await _host.SayAsync("smoke-104", """{"tamper":true}""");
            await _host.SayAsync("smoke-104", """{"battery":"full","temperature":21}""");
            await Prometheus.UntilAsync("""sum(smartcare_alerts_standing{kind="tamper"})""", rows => rows is [1]);
            await Prometheus.UntilAsync("""sum(rate(smartcare_alert_answer_seconds_count{step="resolved"}[1m]))""", rows => rows is [> 0]);
            await Prometheus.UntilAsync("""sum(site:smartcare_alerts_raised:increase10m)""", rows => rows is [> 0]);
            await Prometheus.UntilAsync("sum(rate(smartcare_quarantined_total[1m]))", rows => rows.Count > 0);
        }

        public async Task DisposeAsync()
        {
            await Prometheus.DisposeAsync();
            await _host.DisposeAsync();
        }

        private async Task HappenAsync(string room, string? alsoPressed)
        {
            await using var wall = await _host.WallAsync();
            await _host.SayAsync($"call-{room}-1", """{"action":"emergency"}""");
            var id = (await wall.AlertAsync(a => a.Kind == "help")).Id;
            foreach (var verb in (string[])["Acknowledge", "Arrive"]) await wall.InvokeAsync(verb, id);
            await wall.InvokeAsync("Resolve", id, "real", null);
            if (alsoPressed is not null) await _host.SayAsync(alsoPressed, """{"action":"emergency"}""");
        }
    }
}
