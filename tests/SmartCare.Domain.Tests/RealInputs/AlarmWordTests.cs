using SmartCare.Domain.Tests.Support;

namespace SmartCare.Domain.Tests.RealInputs;

/// <summary>The words of real detectors. One that is not known rings, for nobody can ask the device.</summary>
public sealed class AlarmWordTests
{
    [Theory]
    // JSON types.
    [InlineData("true"), InlineData("1"), InlineData("2"), InlineData("1.0"), InlineData("\"ON\""), InlineData("\"true \""), InlineData("\"1\"")]
    // Words of makers: Tuya's smoke_state, Alecto, Heiman's levels, and what firmware of one's own prints.
    [InlineData("\"alarm\""), InlineData("\"detected\""), InlineData("\"yes\""), InlineData("\"ALARM\""), InlineData("\"prealarm\""), InlineData("\"critical_alarm\""), InlineData("\"Smoke\"")]
    [InlineData("\"triggered\""), InlineData("\"silenced\""), InlineData("\"报警\"")]
    public void Smoke(string value) => PayloadStory.Check("smoke", "fire open x1", $$"""{"smoke":{{value}}}""");

    [Theory]
    [InlineData("false"), InlineData("0"), InlineData("\"off\""), InlineData("\"normal\""), InlineData("\"none\""), InlineData("\"No Alarm\""), InlineData("\"clear\""), InlineData("\"detecting\""), InlineData("\"unknown\"")]
    [InlineData("\"\""), InlineData("null"), InlineData("\"test\""), InlineData("\"正常\"")]
    public void No_smoke(string value) => PayloadStory.Check("smoke", "nothing", $$"""{"smoke":{{value}}}""");

    [Theory]
    [InlineData("\"blurb\"", "blurb"), InlineData("\"zone 3\"", "zone 3"), InlineData("\"0x11\"", "0x11"), InlineData("[true]", "nested"), InlineData("""{"value":true}""", "nested")]
    public void What_is_not_known_rings_once_and_is_named(string value, string named) => PayloadStory.Check(
        "smoke", $"fire open x1 | smoke: \"{named}\" is not known and counts as an alarm | smoke: \"{named}\" is not known and counts as an alarm",
        $$"""{"smoke":{{value}}}""", $$"""{"smoke":{{value}},"battery":90}""");

    [Theory]
    [InlineData("water", """{"water_leak":"wet"}""", "water open x1"), InlineData("water", """{"water_leak":"Leak"}""", "water open x1"), InlineData("water", """{"water_leak":"dry"}""", "nothing")]
    [InlineData("gas", """{"gas":"alarm"}""", "gas open x1"), InlineData("gas", """{"gas":"leakage"}""", "gas open x1"), InlineData("co", """{"carbon_monoxide":"danger"}""", "co open x1")]
    [InlineData("call", """{"sos":"SOS"}""", "help open x1"), InlineData("call", """{"sos":"pressed"}""", "help open x1"), InlineData("call", """{"sos":"idle"}""", "nothing"), InlineData("wearable", """{"sos":3}""", "help open x1")]
    public void Other_dangers_and_calls(string device, string payload, string expected) => PayloadStory.Check(device, expected, payload);

    [Theory]
    // Heiman HS2FD, OWON, Tuya, Vayyar, and firmware of one's own.
    [InlineData("""{"fall_status":"fall_alarm"}"""), InlineData("""{"fall":"FALL DOWN"}"""), InlineData("""{"fall_detected":true}"""), InlineData("""{"fall_down_status":"fall"}"""), InlineData("""{"status":"fall_confirmed"}""")]
    [InlineData("""{"fall":"Fall-Detected"}"""), InlineData("""{"fall_alarm":"on"}"""), InlineData("""{"fall":2}"""), InlineData("""{"status":"calling"}""")]
    public void A_fall(string payload) => PayloadStory.Check("radar", "fall open x1", payload);

    [Theory]
    [InlineData("""{"fall_status":"fall_warning"}""", ""), InlineData("""{"fall":"possible fall"}""", ""), InlineData("""{"fall":1}""", "")]
    [InlineData("""{"fall":"tumble"}""", " | fall: \"tumble\" is not known and counts as a suspected fall"), InlineData("""{"status":"fall_stage_4"}""", " | status: \"fall_stage_4\" is not known and counts as a suspected fall")]
    public void A_suspicion_rings_unless_it_is_taken_back(string payload, string named)
    {
        var waits = $$"""{"presence":true}""";
        PayloadStory.Check("radar", "fall open x1" + named, [payload, .. Enumerable.Repeat(waits, 40)]);
        PayloadStory.Check("radar", "nothing; fall cancelled" + named, [payload, waits, """{"fall":"none","fall_status":"normal","status":"finished"}""", .. Enumerable.Repeat(waits, 40)]);
    }

    [Theory]
    [InlineData("""{"status":"occupied"}""", "nothing"), InlineData("""{"status":"v2.1"}""", "nothing | status: \"v2.1\" is not known"), InlineData("""{"fall":"walking"}""", "nothing"), InlineData("""{"fall":"unknown"}""", "nothing")]
    public void No_fall(string payload, string expected) => PayloadStory.Check("radar", expected, payload);
}
