using SmartCare.Domain.Readings;
using SmartCare.Domain.Registry;
using SmartCare.Domain.Rules;

namespace SmartCare.Domain.Tests.Readings;

/// <summary>One word of a camera, a watch or a cloud, as a channel's value.</summary>
public sealed class EventWordTests
{
    [Theory]
    [InlineData("camera", "person_lying", "fall=suspected"), InlineData("camera", "Person Lying", "fall=suspected"), InlineData("camera", "person-fallen", "fall=confirmed")]
    [InlineData("camera", "stand_up", "fall=none"), InlineData("camera", "smoke", "smoke=true"), InlineData("camera", "motion", "presence=true"), InlineData("camera", "no_person", "presence=false")]
    [InlineData("camera", "heartbeat", "availability=online"), InlineData("camera", "offline", "availability=offline"), InlineData("camera", "covered", "tamper=true")]
    [InlineData("camera", "vehicle", "nothing"), InlineData("wearable", "SOS", "action=emergency"), InlineData("camera", "help", "action=emergency")]
    // A radar has no press: an alarm under a name that its model does not have is a fault of it, which rings.
    [InlineData("fall-radar", "sos", "sos=true")]
    // What nobody knows goes where it rings.
    [InlineData("camera", "person_not_moving", "fall=person_not_moving"), InlineData("smoke", "burning", "alarm=burning")]
    public void A_word_says(string model, string word, string expected)
    {
        var says = EventWords.Of(word, Models.All[model]);
        Assert.Equal(expected, says is { } value ? $"{value.Channel}={value.Text ?? (value.IsTrue ? "true" : "false")}" : "nothing");
    }

    [Fact]
    public void A_word_that_nobody_knows_is_a_suspected_fall_to_a_camera() =>
        Assert.Equal(FallPhase.Suspected, FallRule.PhaseOf(EventWords.Of("person_not_moving", Models.All["camera"])!.Value));
}
