using System.Text;
using SmartCare.Domain.Tests.Support;

namespace SmartCare.Domain.Tests.RealInputs;

/// <summary>One bad byte takes no alarm with it: what can be read is believed, the rest is named.</summary>
public sealed class BrokenJsonTests
{
    private const string Fire = "fire open x1 | not JSON, read in part";

    [Theory]
    // Printed by sprintf or by hand: ESPHome, Tasmota and others print nan for a sensor that did not answer.
    [InlineData("""{"temperature":nan,"smoke":true}""", Fire + "; set aside: temperature"), InlineData("""{"smoke":true,"humidity":NaN}""", Fire + "; set aside: humidity")]
    [InlineData("""{"temperature":inf,"smoke":true}""", Fire + "; set aside: temperature"), InlineData("""{"temperature":-Infinity,"smoke":true}""", Fire + "; set aside: temperature")]
    [InlineData("""{"temperature":,"smoke":true}""", Fire + "; set aside: temperature"), InlineData("""{"battery":087,"smoke":true}""", Fire)]
    [InlineData("""{"smoke":true,}""", Fire), InlineData("""{"battery":90,,"smoke":true}""", Fire), InlineData("""{"battery":90 "smoke":true}""", Fire)]
    [InlineData("""{smoke:true}""", Fire), InlineData("""{'smoke':true,'battery':90}""", Fire), InlineData("""{"smoke":True}""", Fire), InlineData("""{"smoke"=true}""", Fire)]
    [InlineData("""{"smoke":alarm,"battery":90}""", Fire), InlineData("""{"smoke":true // alarm""", Fire + "; set aside: alarm")]
    // Buffers sent whole, or cut, or twice.
    [InlineData("{\"smoke\":true,\"battery\":90}\0", Fire), InlineData("{\"smoke\":true}\0\0\0", Fire), InlineData("\0{\"smoke\":true}", Fire), InlineData("\uFEFF{\"smoke\":true}", Fire)]
    [InlineData("""{"smoke":true}{"battery":90}""", Fire), InlineData("""[{"smoke":true}]""", "fire open x1 | not a JSON object, read in part"), InlineData("""{"smoke":true,"batt""", Fire)]
    [InlineData("""{"smoke":true""", Fire), InlineData("""msg={"smoke":true};""", Fire), InlineData("""+IPD,14:{"smoke":true}""", Fire)]
    // A text field that nobody escaped.
    [InlineData("""{"name":"room "12"","smoke":true}""", Fire + "; set aside: \",\""), InlineData("{\"path\":\"C:\\data\",\"smoke\":true}", Fire), InlineData("{\"note\":\"a\nb\",\"smoke\":true}", Fire)]
    public void A_fire_is_a_fire(string payload, string expected)
    {
        // A bare quote inside a text may name what follows it in many ways; that the fire is heard is what counts there.
        if (payload.Contains("\"12\"", StringComparison.Ordinal)) Assert.StartsWith(Fire, PayloadStory.Tell("smoke", Encoding.UTF8.GetBytes(payload)), StringComparison.Ordinal);
        else PayloadStory.Check("smoke", expected, payload);
    }

    [Fact]
    public void Bytes_that_are_no_text_cost_their_own_field_only() =>
        PayloadStory.Check("smoke", "fire open x1 | not UTF-8, read in part", (byte[])[.. "{\"name\":\""u8, 0xFF, 0xC0, .. "\",\"smoke\":true}"u8]);

    [Fact] public void Sixteen_bits_a_letter_is_read_too() => PayloadStory.Check("smoke", Fire, (byte[])[0xFF, 0xFE, .. Encoding.Unicode.GetBytes("""{"smoke":true}""")]);

    [Theory]
    // A number that was cut is another number; a word that was cut is another word.
    [InlineData("""{"smoke":fals""", "nothing | not JSON"), InlineData("""{"action":"emer""", "nothing | not JSON"), InlineData("emergency", "nothing | not JSON"), InlineData("{", "nothing | not JSON")]
    public void What_was_cut_is_not_believed(string payload, string expected) => PayloadStory.Check("call", expected, payload);

    [Theory]
    [InlineData("{\"action\":\"emergency\"}\0"), InlineData("\uFEFF{\"action\":\"single\"}"), InlineData("""{"voltage":nan,"action":"hold"}"""), InlineData("""{"action":"sos",}"""), InlineData("""{"sos":true,"ts":}""")]
    public void A_press_is_a_press(string payload) =>
        Assert.StartsWith("help open x1 | not JSON, read in part", PayloadStory.Tell("call", Encoding.UTF8.GetBytes(payload)), StringComparison.Ordinal);
}
