using System.Text.Json;
using System.Text.RegularExpressions;
using SmartCare.Testing;

namespace SmartCare.EndToEnd.Tests;

/// <summary>What README tells a newcomer to type is typed here.</summary>
public sealed partial class ReadmeTests
{
    private static readonly string s_root = Root();
    private static readonly string s_text = File.ReadAllText(Path.Combine(s_root, "README.md"));

    [Fact]
    public async Task The_press_that_README_shows_raises_the_alert_that_it_promises()
    {
        await using var silo = await SiloProcess.StartAsync();
        var line = Assert.Single(s_text.Split('\n'), l => l.StartsWith("mosquitto_pub ", StringComparison.Ordinal));
        var (code, said) = await Tool.RunAsync("bash", "-c", line.Replace("mosquitto_pub", $"mosquitto_pub -p {silo.MqttPort}", StringComparison.Ordinal));
        Assert.True(code == 0, said);
        using var api = await Api.SignInAsync(silo.Http, "duty");
        // The press is acknowledged when it is on disk; its alert comes a moment later. On a busy disk the silo may also have something to say of itself.
        static IEnumerable<JsonElement> Needs(List<JsonElement> alerts) => alerts.Where(a => a.GetProperty("kind").GetString() != "system");
        var alert = Assert.Single(Needs(await Until.TrueAsync(() => api.AlertsAsync("open"), open => Needs(open).Any(), Tool.Patience)));
        Assert.Equal(("help", "101"), (alert.GetProperty("kind").GetString(), alert.GetProperty("place").GetString()));
    }

    [Fact]
    public async Task Every_scenario_and_load_that_README_names_runs_against_a_demo_silo()
    {
        await using var silo = await SiloProcess.StartAsync();
        var commands = SimulatorCommand().Matches(s_text).Select(m => m.Groups["arguments"].Value).Where(a => a.Split(' ')[0] is not ("home" or "house" or "staff")).ToList();
        Assert.True(commands.Count >= 3);
        foreach (var arguments in commands)
        {
            var quick = arguments.Replace("--seconds 30", "--seconds 3", StringComparison.Ordinal).Split(' ');
            string[] all = [Path.Combine(AppContext.BaseDirectory, "SmartCare.Simulator.dll"), .. quick, "--plain", "--port", $"{silo.MqttPort}", .. quick[0] == "scenario" ? (string[])["--http", $"{silo.Http}"] : []];
            await using var child = new Child("dotnet", all);
            Assert.True(await child.ExitAsync(TimeSpan.FromMinutes(3)) == 0, $"{arguments}:\n{child.Output}");
        }
    }

    [Fact]
    public void Every_path_that_README_names_is_there()
    {
        var links = Link().Matches(s_text).Select(m => m.Groups["path"].Value).Where(p => !p.StartsWith("http", StringComparison.Ordinal));
        var projects = Project().Matches(s_text).Select(m => m.Value);
        Assert.All(links.Concat(projects).Concat(["run.sh", "test.sh", "docker-compose.yml"]),
            path => Assert.True(Path.Exists(Path.Combine(s_root, path)), $"{path} is not there."));
    }

    [Fact]
    public void README_names_exactly_the_settings_that_there_are()
    {
        var named = SettingRow().Matches(s_text).SelectMany(m => SettingName().Matches(m.Value)).Select(m => m.Groups["key"].Value).ToList();
        // The row of the three InfluxDB keys names the first whole and the others by their ends.
        var whole = named.Select(k => k.StartsWith(':') ? "Series:Influx" + k : k).Order();
        Assert.Equal(SmartCare.Server.Operations.Settings.Keys.Order(), whole);
    }

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "SmartCare.sln"))) folder = folder.Parent!;
        return folder.FullName;
    }

    [GeneratedRegex(@"simulators/SmartCare\.Simulator -- (?<arguments>[a-z][^`\n]*)")]
    private static partial Regex SimulatorCommand();

    [GeneratedRegex(@"\]\((?<path>[^)#]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"(src|tests|simulators)/SmartCare\.[A-Za-z.]+(?<!\.)")]
    private static partial Regex Project();

    [GeneratedRegex(@"^\| `[A-Z][A-Za-z]+(:[A-Za-z]+)*`.*?\|", RegexOptions.Multiline)]
    private static partial Regex SettingRow();

    [GeneratedRegex(@"`(?<key>:?[A-Z][A-Za-z]*(:[A-Z][A-Za-z]*)*)`|`(?<key>:[A-Z][A-Za-z]+)`")]
    private static partial Regex SettingName();
}
