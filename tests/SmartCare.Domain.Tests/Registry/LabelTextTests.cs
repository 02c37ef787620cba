using SmartCare.Domain.Registry;

namespace SmartCare.Domain.Tests.Registry;

/// <summary>What stands in the QR code of a device's label.</summary>
public sealed class LabelTextTests
{
    [Theory]
    // Zigbee's install code, as the standard prints it, and Aqara's with more around it.
    [InlineData("Z:000D6FFFFED4163B$I:AE93E6B40D3F0F9B83FED3FAF2D5BC9D0F6E", "0x000d6ffffed4163b")]
    [InlineData("G$M:69775$S:680S00003915$D:0000000017B2335C%Z$A:54EF44100006E7DF$I:3313A005E177A647FC7925620AB207C4BEF5", "0x54ef44100006e7df")]
    [InlineData("https://maker.example/d?model=TS0205&mac=A4C138D5F2B10C77", "0xa4c138d5f2b10c77")]
    [InlineData("https://maker.example/q/0xA4C138D5F2B10C77", "0xa4c138d5f2b10c77")]
    [InlineData("0x00158d0001ab23cd", "0x00158d0001ab23cd")]
    [InlineData("00:15:8D:00:01:AB:23:CD", "0x00158d0001ab23cd")]
    [InlineData(" 00158D0001AB23CD\n", "0x00158d0001ab23cd")]
    // Two numbers of that length and neither is named: a guess would bind somebody else's.
    [InlineData("00158D0001AB23CD 00158D0001AB23CE", null)]
    // Longer runs are serial numbers, shorter ones Wi-Fi addresses.
    [InlineData("00158D0001AB23CD00", null)]
    [InlineData("24:6F:28:AA:BB:CC", null)]
    [InlineData("hello", null)]
    [InlineData("", null)]
    [InlineData(null, null)]
    public void A_hardware_address_is_read_from(string? text, string? address) => Assert.Equal(address, LabelText.Read(text)?.Address);

    [Theory]
    [InlineData("SC:call:call-101-1:a secret", "call", "call-101-1", "a secret")]
    [InlineData("sc:smoke:wing:2:smoke-7:Xy_9=+/", "smoke", "wing:2:smoke-7", "Xy_9=+/")]
    [InlineData("SC:nosuch:call-101-1:a secret", null, null, null)]
    [InlineData("SC:call:床1:a secret", null, null, null)]
    [InlineData("SC:call:call-101-1:", null, null, null)]
    [InlineData("SC:call:call-101-1", null, null, null)]
    public void A_label_of_ours_names_model_id_and_password(string text, string? model, string? id, string? password)
    {
        var label = LabelText.Read(text);
        Assert.Equal((model, id, password), (label?.Model, label?.Id, label?.Password));
    }
}
