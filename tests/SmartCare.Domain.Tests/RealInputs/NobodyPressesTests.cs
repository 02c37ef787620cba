using SmartCare.Domain.Tests.Support;

namespace SmartCare.Domain.Tests.RealInputs;

/// <summary>Words of buttons, keypads and remotes: what a person presses calls, what no person presses does not.</summary>
public sealed class NobodyPressesTests
{
    [Theory]
    [InlineData("disarm"), InlineData("arm_day_zones"), InlineData("arm_all_zones"), InlineData("brightness_stop"), InlineData("color_temperature_move_stop"), InlineData("idle"), InlineData("unknown")]
    [InlineData("battery_low"), InlineData("low battery"), InlineData("heartbeat"), InlineData("online"), InlineData("presence"), InlineData("exit_delay"), InlineData("NONE"), InlineData(" ")]
    public void Nobody(string word) => PayloadStory.Check("call", "nothing", $$"""{"action":"{{word}}"}""");

    [Theory]
    [InlineData("emergency"), InlineData("panic"), InlineData("single"), InlineData("1_double"), InlineData("on"), InlineData("toggle"), InlineData("brightness_move_up"), InlineData("button_2"), InlineData("help me")]
    [InlineData("求助"), InlineData("long_click_release"), InlineData("short_release"), InlineData("dance")]
    public void Somebody(string word) => PayloadStory.Check("call", "help open x1", $$"""{"action":"{{word}}"}""");
}
