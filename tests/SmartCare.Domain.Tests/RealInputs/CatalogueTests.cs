using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using SmartCare.Domain.Readings;
using SmartCare.Domain.Registry;
using SmartCare.Domain.Rules;
using Xunit.Abstractions;

namespace SmartCare.Domain.Tests.RealInputs;

/// <summary>
/// Every definition of zigbee2mqtt's device catalogue (tests/foreign, installed by tests/install.sh) that tells of smoke, fire, heat, gas, carbon monoxide,
/// a leak, a call, a fall or a vibration: with its alarm said, the model that it would be registered as rings, or there is a reason why not.
/// </summary>
public sealed class CatalogueTests(ITestOutputHelper output)
{
    /// <summary>What a definition's keys must look like, and else its description beside a plain "alarm", to be of this model of ours.</summary>
    private static readonly (string Model, Regex Key, Regex Description)[] s_kinds =
    [
        ("smoke-zigbee", new("smoke|fire|^heat$|heat_(alarm|state|detect)"), new("smoke|fire|heat (alarm|detector|sensor)", RegexOptions.IgnoreCase)),
        ("gas", new("gas"), new("gas (sensor|detector|leak|alarm)", RegexOptions.IgnoreCase)),
        ("co-zigbee", new("carbon_monoxide|^co_(alarm|state|status|sensor_state)"), new("carbon monoxide", RegexOptions.IgnoreCase)),
        ("water-zigbee", new("leak|flood"), new("leak|flood|water (sensor|detector)", RegexOptions.IgnoreCase)),
        ("call-zigbee", new("sos|panic|emergency"), new("sos|panic|emergency button", RegexOptions.IgnoreCase)),
        ("fall-radar", new("fall"), new("fall detect", RegexOptions.IgnoreCase)),
        ("vibration-zigbee", new("^vibration$"), new("vibration sensor", RegexOptions.IgnoreCase)),
    ];

    /// <summary>Keys that tell of no danger of the place, and why.</summary>
    private static readonly (Regex Key, string Why)[] s_reasons =
    [
        (new("overheat|emergency_"), "the plug or thermostat itself is too hot, or its current wrong: a fault of a thing, and no model of ours"),
        (new("preheat"), "the sensor warms up"),
        (new("running_state|_hold_|frost|fallback"), "a thermostat's state"),
        (new("leakage_(breaker|recloser|current|test)"), "electric leakage, of a breaker"),
        (new("linkage"), "another detector rings; it says so itself"),
        (new("self_test|force_"), "a test"),
        (new(@"_(switch|volume|ringtone|ring|melody|time|duration|mode|enabled?|control|level|sensitivity|unit|indicator|valve_state|detection|type|led)(_|$)|^(enable|invert|broadcast|quick|silence|button|beeper|siren|buzzer)_|_on_|_settings?$|silenced|alarm_set"), "a setting"),
    ];

    [Fact]
    public void Every_definition_of_the_catalogue_rings_or_has_a_reason()
    {
        var (rings, all, reasons, silent) = (0, 0, new SortedDictionary<string, int>(), new List<string>());
        foreach (var definition in Catalogue.Definitions)
            foreach (var (model, key, description) in s_kinds)
            {
                var keys = definition.Exposes.Where(e => key.IsMatch(e.Property)).ToList();
                if (keys.Count == 0 && description.IsMatch(definition.Description)) keys = [.. definition.Exposes.Where(e => e.Property.StartsWith("alarm", StringComparison.Ordinal) || model == "call-zigbee" && e.Property == "action")];
                if (keys.Count == 0) continue;
                all++;
                if (keys.Exists(e => Rings(Models.All[model], e))) rings++;
                else if (model == "vibration-zigbee") Count("a thing shook or fell: no person did (see docs/rules.md)");
                else if (keys.ConvertAll(WhyNot) is var whys && whys.TrueForAll(w => w is not null)) Count(whys[0]!);
                else silent.Add($"{definition.Vendor} {definition.Model} as {model}: {string.Join(", ", keys.Select(e => $"{e.Property}={string.Join('|', e.Values)}"))}");
            }

        output.WriteLine($"{rings} of {all} models ring; the others: {string.Join("; ", reasons.Select(r => $"{r.Value} {r.Key}"))}");
        Assert.True(silent.Count == 0, $"{silent.Count} would be silent:\n{string.Join('\n', silent)}");
        Assert.True(rings > 150, $"only {rings} ring: is the catalogue read?");

        void Count(string why) => reasons[why] = reasons.GetValueOrDefault(why) + 1;
    }

    /// <summary>One of its values, said in the JSON type in which the catalogue has it.</summary>
    internal static bool Rings(DeviceModel model, Expose expose) => expose.Values.Any(value =>
    {
        var payload = $$"""{"battery":90,"{{expose.Property}}":{{(expose.IsBoolean ? value : JsonSerializer.Serialize(value))}},"linkquality":80}""";
        return UrgencyRule.MayRaise(model, PayloadDecoder.Decode(Encoding.UTF8.GetBytes(payload), model).Values);
    });

    internal static string? WhyNot(Expose expose) => Array.Find(s_reasons, r => r.Key.IsMatch(expose.Property)).Why;
}
