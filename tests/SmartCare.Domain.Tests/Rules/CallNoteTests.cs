using SmartCare.Domain.Tests.Support;

namespace SmartCare.Domain.Tests.Rules;

/// <summary>What the alert of a call says: how it was pressed, and where a worn button is.</summary>
public sealed class CallNoteTests
{
    [Theory]
    [InlineData("action=emergency", "emergency"), InlineData("action=single", "single press"), InlineData("action=double", "double press")]
    [InlineData("action=hold", "long press"), InlineData("action=long", "long press"), InlineData("action=1_double", "double press")]
    [InlineData("action=on", "on"), InlineData("sos=true", "sos")]
    public void It_says_how_it_was_pressed(string says, string how) => Check("call", $"09:00 {says}", how);

    [Fact] public void A_worn_button_says_where_it_is() => Check("wearable", "09:00 press latitude=39.9042 longitude=116.4074", "emergency, at 39.90420, 116.40740");
    [Fact] public void A_position_of_before_is_told_as_such() =>
        Check("wearable", "08:59 latitude=39.9042 longitude=116.4074, 09:00 sos=true", "sos, last known at 39.90420, 116.40740");
    [Theory, InlineData("latitude=0 longitude=0"), InlineData("latitude=91 longitude=10"), InlineData("latitude=39.9"), InlineData("latitude=null longitude=null")]
    public void A_receiver_that_has_not_found_itself_says_nothing(string where) => Check("wearable", $"09:00 press {where}", "emergency");
    [Fact] public void Each_press_tells_its_own_place() => StoryNotes.Check("wearable",
        "09:00:00 press latitude=39.9 longitude=116.4, 09:00:20 press latitude=39.91 longitude=116.41",
        "help high raised 'emergency, at 39.90000, 116.40000'", "help high repeated 'emergency, at 39.91000, 116.41000'");

    private static void Check(string device, string story, string note) => StoryNotes.Check(device, story, $"help high raised '{note}'");
}
