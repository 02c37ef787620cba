using System.Text.RegularExpressions;
using SmartCare.Domain.Registry;
using SmartCare.Domain.Words;

namespace SmartCare.Architecture.Tests;

/// <summary>The words of the contract are the words of the code; and each part knows only its own.</summary>
public sealed partial class WordsTests
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

    [Fact] public void The_grains_know_no_care_and_no_MQTT() => Assert.Empty(
        Repository.Find(CareWords(), Repository.Files("src/SmartCare.Grains", "*.cs").Select(f => (f.Path, Repository.Bare(f.Text)))));

    [Theory, InlineData("AlertBook book;"), InlineData("var elderId = 1;"), InlineData("void RaiseFire() { }"), InlineData("MqttSession s;"), InlineData("DeviceId id;"), InlineData("int careLevel;"), InlineData("var help = 1;")]
    public void That_search_bites_on(string sample) => Assert.Matches(CareWords(), sample);

    [Theory, InlineData("fireman;"), InlineData("Elderly;"), InlineData("void Fired() { }"), InlineData("places[0];")]
    public void That_search_leaves_alone(string sample) => Assert.DoesNotMatch(CareWords(), sample);

    [Fact] public void MQTT_knows_no_care() => Assert.Empty(Repository.Find(
        new Regex("(?<![a-z])([aA]lert|[eE]lder|[Ss]moke|[nN]urse|SmartCare\\.(Domain|Grains|Storage|Server))(?![a-z])"),
        Repository.Files("src/SmartCare.Mqtt", "*.cs").Select(f => (f.Path, Repository.Bare(f.Text)))));

    [Fact] public void No_name_says_nothing() => Assert.Empty(Repository.Find(
        new Regex(@"\b(?:class|record|struct|interface|enum)\s+\w*(Manager|Helper|Util|Utils|Processor)\b"),
        Repository.Files("src", "*.cs").Select(f => (f.Path, Repository.Bare(f.Text)))));

    // A whole word of a compound name: at its beginning in either case, inside it as a capital.
    [GeneratedRegex("(?<![A-Za-z])(alert|elder|device|fire|smoke|help|sensor|care|mqtt|topic|reading|nurse|resident)s?(?![a-z])|(Alert|Elder|Device|Fire|Smoke|Help|Sensor|(?<!Smart)Care|Mqtt|Topic|Reading|Nurse|Resident)s?(?![a-z])")]
    private static partial Regex CareWords();
}
