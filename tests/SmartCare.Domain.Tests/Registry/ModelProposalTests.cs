using SmartCare.Domain.Registry;

namespace SmartCare.Domain.Tests.Registry;

/// <summary>The model that is proposed for a device, by what it says. A "*" stands behind what it can be told; the words of an action stand in brackets.</summary>
public sealed class ModelProposalTests
{
    [Theory]
    [InlineData("smoke battery battery_low tamper", "", "smoke")]
    [InlineData("smoke_state temperature", "", "smoke")]
    [InlineData("smoke carbon_monoxide gas", "", "smoke")]
    [InlineData("alarm battery", "Fire alarm", "smoke")]
    [InlineData("gas carbon_monoxide", "", "gas")]
    [InlineData("carbon_monoxide battery", "", "co")]
    [InlineData("water_leak battery_low", "", "water")]
    [InlineData("water_leak contact", "", "water")]
    [InlineData("fall_down_status presence", "", "fall-radar")]
    [InlineData("fall heart_rate sos", "", "wearable")]
    [InlineData("sos battery", "", "call")]
    [InlineData("action[single,double,hold]", "", "call")]
    [InlineData("action[emergency,disarm,arm_all_zones]", "Remote controller", "call")]
    [InlineData("action[on,off,brightness_move_up,brightness_stop]", "Dimmer", null)]
    [InlineData("action[single,double] state*", "Wall switch", null)]
    // Heard before anybody said what it is: it may be a call.
    [InlineData("action", null, "call")]
    [InlineData("action[single]", "Pull cord switch", "cord")]
    [InlineData("contact battery", "", "door")]
    [InlineData("contact vibration", "", "door")]
    [InlineData("contact battery", "Sleeping pad monitor", null)]
    [InlineData("in_bed heart_rate", "", "bed")]
    [InlineData("occupancy illuminance", "", "motion")]
    [InlineData("presence illuminance", "", "motion")]
    [InlineData("vibration action[vibration,tilt,drop] strength", "", "vibration")]
    [InlineData("water_consumed flow_rate temperature", "", "water-meter")]
    [InlineData("temperature humidity battery", "", "climate")]
    [InlineData("temperature soil_moisture", "", null)]
    [InlineData("temperature local_temperature system_mode*", "", null)]
    [InlineData("state* power energy temperature", "Smart plug", null)]
    [InlineData("state* brightness* color_temp*", "Bulb", null)]
    // A siren is told to sound: that is no smoke.
    [InlineData("alarm* volume*", "Smoke siren", null)]
    [InlineData("linkquality", "", null)]
    [InlineData("", null, null)]
    public void A_device_that_says_this_is_proposed_as(string says, string? description, string? model)
    {
        OfferedChannel[] channels = [.. says.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(Channel)];
        Assert.Equal(model, ModelProposal.Of(channels, description, isZigbee: false));
        var zigbee = ModelProposal.Of(channels, description, isZigbee: true);
        Assert.Equal(model is null or "wearable" or "bed" ? model : $"{model}-zigbee", zigbee);
    }

    [Theory]
    [InlineData("kitchen smoke", "smoke-zigbee", null, "kitchen-smoke")]
    [InlineData("Wing 2/room_7/Smoke", "smoke", null, "wing-2-room-7-smoke")]
    [InlineData("101 房/烟感", "smoke-zigbee", "0x00158d0001ab23cd", "smoke-101-ab23cd")]
    [InlineData("呼叫", "call", null, "call")]
    [InlineData("呼叫", null, "0x00158d0001ab23cd", "device-ab23cd")]
    [InlineData("0x00158d0001ab23cd", "door-zigbee", null, "door-ab23cd")]
    [InlineData("taken", "door", null, "taken-3")]
    [InlineData("../..//", "door", null, "door")]
    public void A_name_becomes_the_id(string name, string? model, string? address, string id) =>
        Assert.Equal(id, ProposedId.Of(name, model, address, i => i is "taken" or "taken-2"));

    [Fact]
    public void A_long_name_becomes_an_id_that_may_be_one()
    {
        var id = ProposedId.Of(new string('a', 500), "door", null, i => !i.EndsWith("-2", StringComparison.Ordinal));
        Assert.True(SmartCare.Domain.Words.IdText.IsValid(id), id);
    }

    private static OfferedChannel Channel(string says)
    {
        var parts = says.TrimEnd('*', ']').Split('[');
        return new OfferedChannel(parts[0], says.EndsWith('*'), parts.Length > 1 ? parts[1].Split(',') : []);
    }
}
