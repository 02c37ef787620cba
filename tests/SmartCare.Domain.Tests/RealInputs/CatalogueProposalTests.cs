using System.Text.RegularExpressions;
using SmartCare.Domain.Registry;
using SmartCare.Domain.Rules;
using Xunit.Abstractions;

namespace SmartCare.Domain.Tests.RealInputs;

/// <summary>
/// The model that is proposed for every definition of zigbee2mqtt's catalogue, held against two things that the proposal is not made of: what its makers call the
/// device, and whether its own alarms would ring.
/// </summary>
public sealed partial class CatalogueProposalTests(ITestOutputHelper output)
{
    /// <summary>What is written on the box, and the models that are right for it. The first that fits.</summary>
    private static readonly (string Kind, Regex Box, string[] Right)[] s_boxes =
    [
        ("smoke", new(@"smoke|fire (alarm|detector)", Case), ["smoke-zigbee"]),
        ("carbon monoxide", new("carbon monoxide|CO (sensor|detector|alarm)", RegexOptions.None), ["co-zigbee", "gas-zigbee", "smoke-zigbee"]),
        ("gas", new("gas (sensor|detector|leak|alarm)|combustible gas|gas detector", Case), ["gas-zigbee", "smoke-zigbee"]),
        ("leak", new(@"(leak|flood)\w* ?(sensor|detector)|water (sensor|detector)", Case), ["water-zigbee"]),
        ("fall", new("fall (detect|function)", Case), ["fall-radar-zigbee"]),
        ("call", new(@"\bsos\b|panic button|emergency button", Case), ["call-zigbee"]),
("button", new(@"^(?!.*(dimmer|remote|wall|control)).*\bbutton$|smart button|wireless (mini )?button", Case), ["call-zigbee"]),
        ("door", new(@"\b(door|window|contact)\b.*\bsensor|contact sensor", Case), ["door-zigbee"]),
        ("motion", new(@"\b(motion|occupancy|presence|PIR)\b.*\b(sensor|detector)", Case), ["motion-zigbee"]),
        ("vibration", new("vibration sensor", Case), ["vibration-zigbee"]),
        ("water meter", new("water meter", Case), ["water-meter-zigbee"]),
        ("climate", new("temperature (and|&) humidity sensor$", Case), ["climate-zigbee"]),
        ("lamp or plug", new(@"\b(bulb|lamp|light|plug|socket|outlet|led strip|dimmer)\b", Case), [""]),
    ];

    private const RegexOptions Case = RegexOptions.IgnoreCase;

    /// <summary>Proposals that differ from the box, and are right or harmless all the same.</summary>
    private static readonly (string Kind, Regex Device, string Why)[] s_reasons =
    [
        ("door", new("alarm_1|FB56|ZD1-EN|S901D|HS2VTD|SDC-4|LoraTap|EZ-104UPT|Senoro", Case), "say it under a name that no door of ours reads (alarm_1, contact_alarm_1, opening_state)"),
        ("motion", new("Bacchus|99106|DMS-300ZB|SR-ZG90|jaunkx9g|usmqzgdm|RD24G01|ZG-301A|PIR-21", Case), "say it under a name that no sensor of ours reads (occupancy_1, presence_state)"),
        ("motion", new("CCT-I|94842|E13-A21", Case), "are lamps that tell nobody whom they saw"),
        ("motion", new("ZG-210Z", Case), "is a strap under a mattress, and says temperature besides"),
        ("vibration", new("AV2010/33", Case), "says occupancy"),
        ("water meter", new("Watermeter_TLSR8258", Case), "tells of a leak, which is more"),
        ("lamp or plug", new("ZB-LTH01|eON29wz", Case), "measures light and the air"),
        ("lamp or plug", new("VZM32-SN|3RSNL02043Z", Case), "sees people move besides"),
    ];

    [Fact]
    public void Every_definition_gets_the_model_that_its_box_names_or_there_is_a_reason()
    {
        var wrong = new List<string>();
        foreach (var (kind, _, right) in s_boxes)
        {
            var (hits, all, reasons) = (0, 0, new SortedDictionary<string, int>(StringComparer.Ordinal));
            foreach (var definition in Catalogue.Definitions.Where(d => KindOf(d) == kind))
            {
                all++;
                var proposed = Propose(definition) ?? "";
                var name = $"{definition.Vendor} {definition.Model} {definition.Description}";
                if (right.Contains(proposed)) hits++;
                else if (Array.Find(s_reasons, r => r.Kind == kind && r.Device.IsMatch(name)).Why is { } why) reasons[why] = reasons.GetValueOrDefault(why) + 1;
                else wrong.Add($"{kind}: {name} is proposed as {(proposed.Length == 0 ? "nothing" : proposed)}: {string.Join(", ", definition.Offers.Select(o => o.Name + (o.Settable ? "*" : "")))}");
            }

            output.WriteLine($"{kind}: {hits} of {all}{string.Concat(reasons.Select(r => $"; {r.Value} {r.Key}"))}");
        }

        Assert.True(wrong.Count == 0, $"{wrong.Count} are proposed as something else:\n{string.Join('\n', wrong)}");
    }

    [Fact]
    public void No_alarm_of_any_definition_is_silent_in_the_model_that_is_proposed()
    {
        var (rings, all, silent) = (0, 0, new List<string>());
        foreach (var definition in Catalogue.Definitions)
        {
            var alarms = Array.FindAll(definition.Exposes, e => Danger().IsMatch(e.Property) && CatalogueTests.WhyNot(e) is null && CatalogueTests.Rings(StrangerRule.Anything, e)
                && !Array.Exists(definition.Offers, o => o.Name == e.Property && o.Settable));
            foreach (var alarm in alarms)
            {
                all++;
                if (Propose(definition) is { } model && CatalogueTests.Rings(Models.All[model], alarm)) rings++;
                else silent.Add($"{definition.Vendor} {definition.Model} ({definition.Description}) as {Propose(definition)}: {alarm.Property}={string.Join('|', alarm.Values)}");
            }
        }

        output.WriteLine($"{rings} of {all} alarm channels ring in the proposed model");
        Assert.True(silent.Count == 0, $"{silent.Count} would be silent:\n{string.Join('\n', silent)}");
        Assert.True(all > 200, $"only {all}: is the catalogue read?");
    }

    private static string? KindOf(Definition definition) => Array.Find(s_boxes, b => b.Box.IsMatch(definition.Description)).Kind;

    private static string? Propose(Definition definition) => ModelProposal.Of(definition.Offers, definition.Description, isZigbee: true);

    [GeneratedRegex("smoke|fire|^heat|gas|carbon_monoxide|^co_|leak|flood|sos|panic|emergency|fall")]
    private static partial Regex Danger();
}
