using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using SmartCare.Server.Alerts;
using SmartCare.Server.Intake;
using SmartCare.Server.Operations;
using YamlDotNet.Serialization;

namespace SmartCare.Server.Tests.Contract;

/// <summary>docs/contract/asyncapi.yaml says what the hub and the MQTT endpoint do.</summary>
public sealed partial class AsyncApiTests
{
    private static readonly JsonNode s_document = Read("asyncapi.yaml");

    private static readonly JsonObject s_hub = s_document["channels"]!["hub"]!["messages"]!.AsObject();

    [Fact]
    public void The_hub_has_these_methods_with_these_arguments()
    {
        var described = Messages("receive").Select(name => (name, Arguments: string.Join(' ', s_hub[name]!["payload"]!["properties"]!["arguments"]!["items"]!.AsArray().Select(a => a!["title"]!.ToString()))));
        var served = typeof(AlertHub).GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly).Where(m => !m.Name.StartsWith("On", StringComparison.Ordinal))
            .Select(m => (m.Name, Arguments: string.Join(' ', m.GetParameters().Select(p => p.Name))));
        Assert.Equal(served.Order(), described.Order());
        Assert.All(Messages("receive"), name => Assert.Equal(name, s_hub[name]!["payload"]!["properties"]!["target"]!["const"]!.ToString()));
    }

    [Fact]
    public void The_hub_sends_these_events() => Assert.Equal(
        typeof(HubEvents).GetFields(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic).Select(f => (string)f.GetRawConstantValue()!).Order(StringComparer.Ordinal),
        Messages("send").Order(StringComparer.Ordinal));

    [Fact]
    public void A_beat_and_the_answer_to_Resume_have_these_fields()
    {
        Assert.Equal(FieldsOf(typeof(BeatView)), FieldsOf(s_hub["beat"]!));
        Assert.Equal(FieldsOf(typeof(HealthView)), s_hub["beat"]!["payload"]!["properties"]!["health"]!["properties"]!.AsObject().Select(p => p.Key));
        Assert.Equal(FieldsOf(typeof(Resumed)), FieldsOf(s_hub["Resumed"]!));
    }

    /// <summary>An alert is described once, in the OpenAPI document: whatever names it here means that.</summary>
    [Fact]
    public void What_it_refers_to_is_there()
    {
        var text = s_document.ToJsonString();
        var schemas = JsonNode.Parse(File.ReadAllText(PathOf("openapi.json")))!["components"]!["schemas"]!;
        var named = Reference().Matches(text).Select(m => (File: m.Groups[1].Value, Path: m.Groups[2].Value)).ToList();
        Assert.All(named.Where(r => r.File.Length > 0), r => Assert.NotNull(schemas[r.Path.Split('/')[^1]]));
        Assert.All(named.Where(r => r.File.Length == 0), r => Assert.NotNull(r.Path.Split('/').Skip(1).Aggregate(s_document, (JsonNode? node, string step) => node?[step])));
        foreach (var payload in new[] { s_hub["alert"], s_hub["Answered"], s_document["channels"]!["alerts"]!["messages"]!["change"] })
            Assert.Equal("./openapi.json#/components/schemas/Alert", payload!["payload"]!["$ref"]!.ToString());
    }

    [Fact]
    public void The_topics_are_those_of_the_contract()
    {
        var described = Topics().Select(t => t.Replace("/{rest}", "/...", StringComparison.Ordinal));
        Assert.Equal(ContractTopics().Order(StringComparer.Ordinal), described.Order(StringComparer.Ordinal));
    }

    /// <summary>What the house takes is what its router knows; what only the house writes is foreign to it.</summary>
    [Fact]
    public void The_house_takes_what_it_says_that_it_takes()
    {
        foreach (var (_, operation) in s_document["operations"]!.AsObject())
        {
            var address = s_document["channels"]![operation!["channel"]!["$ref"]!.ToString().Split('/')[^1]]!["address"]!.ToString();
            if (address.StartsWith('/')) continue;
            var kind = TopicRoute.Of(Parameter().Replace(address, "x")).Kind;
            Assert.True(kind is RouteKind.Foreign == (operation["action"]!.ToString() == "send"), $"{address} is {kind}");
        }
    }

    private static IEnumerable<string> Topics() =>
        s_document["channels"]!.AsObject().Select(c => c.Value!["address"]!.ToString()).Where(a => !a.StartsWith('/'));

    /// <summary>The first column of the table of topics in mqtt.md; ".../x" goes on from the topic before it.</summary>
    private static IEnumerable<string> ContractTopics()
    {
        var table = File.ReadAllText(PathOf("mqtt.md")).Split("| topic | direction | payload |")[1].Split("\n\n")[0];
        foreach (var row in table.Split('\n').Where(l => l.StartsWith("| `", StringComparison.Ordinal)))
        {
            var before = "";
            foreach (Match topic in Quoted().Matches(row.Split(" | ")[0]))
            {
                var name = topic.Groups[1].Value;
                if (!name.Contains('/', StringComparison.Ordinal) || name.EndsWith('/')) continue;
                if (name.StartsWith(".../", StringComparison.Ordinal)) name = before + name[3..];
                else before = name;
                yield return name;
            }
        }
    }

    private static IEnumerable<string> Messages(string action) => s_document["operations"]!.AsObject().Select(o => o.Value!)
        .Where(o => o["action"]!.ToString() == action && o["channel"]!["$ref"]!.ToString() == "#/channels/hub")
        .SelectMany(o => o["messages"]!.AsArray().Select(m => m!["$ref"]!.ToString().Split('/')[^1]));

    private static IEnumerable<string> FieldsOf(Type type) => type.GetConstructors()[0].GetParameters().Select(p => JsonNamingPolicy.CamelCase.ConvertName(p.Name!));

    private static IEnumerable<string> FieldsOf(JsonNode message) => message["payload"]!["properties"]!.AsObject().Select(p => p.Key);

    private static JsonNode Read(string file) =>
        JsonNode.Parse(new SerializerBuilder().JsonCompatible().Build().Serialize(new DeserializerBuilder().Build().Deserialize(File.ReadAllText(PathOf(file)))!))!;

    private static string PathOf(string file, [CallerFilePath] string here = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "../../../docs/contract", file));

    [GeneratedRegex("\"\\$ref\":\"([^\"#]*)#([^\"]+)\"")]
    private static partial Regex Reference();

    [GeneratedRegex(@"\{\w+\}")]
    private static partial Regex Parameter();

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Quoted();
}
