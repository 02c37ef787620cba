using System.Text.RegularExpressions;
using SmartCare.Domain.Registry;
using SmartCare.Domain.Words;

namespace SmartCare.Architecture.Tests;

/// <summary>The words of the contract are the words of the code; and each part knows only its own.</summary>
public sealed class WordsTests
{
    private static readonly string s_contract = Regex.Replace(Repository.Read("docs/contract/http.md"), @"\s+", " ");

    [Theory]
    [InlineData("kind", typeof(AlertKind)), InlineData("priority", typeof(Priority)), InlineData("state", typeof(AlertState))]
    [InlineData("outcome", typeof(Outcome)), InlineData("history `what`:", typeof(AlertStep)), InlineData("`class`:", typeof(DeviceClass))]
    public void The_contract_names_exactly_these(string label, Type words)
    {
        var match = Regex.Match(s_contract, $@"(?:^|[ ;.(]){Regex.Escape(label)} `(?<words>[a-z ]+)`");
        Assert.True(match.Success, $"the contract has no list after '{label}'");
        Assert.Equal(Enum.GetNames(words).Select(n => n.ToLowerInvariant()), match.Groups["words"].Value.Split(' ', StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact] public void The_contract_names_the_kinds_of_place() =>
        Assert.Contains("kind:\"" + string.Join("\"\\|\"", Enum.GetNames<PlaceKind>().Select(n => n.ToLowerInvariant())) + "\"", s_contract);

    [Fact] public void The_contract_names_exactly_the_metrics_that_there_are()
    {
        var made = Repository.Files("src", "*.cs").SelectMany(f => Regex.Matches(f.Text, @"""(smartcare_[a-z_]+)""")).Select(m => m.Groups[1].Value);
        var named = Regex.Matches(Repository.Read("docs/contract/metrics.md"), "`(smartcare_[a-z_]+)`").Select(m => m.Groups[1].Value);
        Assert.Equal(made.Distinct().Order(), named.Order());
    }

    [Fact] public void The_grains_know_no_MQTT_and_no_web() => Assert.Empty(Repository.Find(
        new Regex(@"Mqtt|AspNetCore|SignalR|Sqlite|Influx"), Repository.Files("src/SmartCare.Grains", "*.cs").Select(f => (f.Path, Repository.Bare(f.Text)))));

    [Fact] public void MQTT_knows_no_care() => Assert.Empty(Repository.Find(
        new Regex("(?<![a-z])([aA]lert|[eE]lder|[Ss]moke|[nN]urse|SmartCare\\.(Domain|Grains|Storage|Server))(?![a-z])"),
        Repository.Files("src/SmartCare.Mqtt", "*.cs").Select(f => (f.Path, Repository.Bare(f.Text)))));

    [Fact] public void No_name_says_nothing() => Assert.Empty(Repository.Find(
        new Regex(@"\b(?:class|record|struct|interface|enum)\s+\w*(Manager|Helper|Util|Utils|Processor)\b"),
        Repository.Files("src", "*.cs").Select(f => (f.Path, Repository.Bare(f.Text)))));
}
