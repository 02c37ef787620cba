using SmartCare.Simulator.Devices;
using SmartCare.Simulator.Verdict;

namespace SmartCare.Simulator.Scenarios;

/// <summary>One press at bed 1 of room 101.</summary>
internal static class PressScript
{
    public static Script Make()
    {
        var button = DemoHouse.ById["call-101-1"];
        return new ScriptDraft()
            .Say(0, button, ms => CallButton.Press(ms, Upkeep.Good), "call-101-1 is pressed",
                "求助 help, 101, the elder of bed 1, high; open within a second (pressed while open: counted, announced again)")
            .Expect(Expectation.Rings("help", button.Id, Limits.AlarmShownS) with { Place = "101", NeedsElder = true })
            .Say(1.5, button, ms => CallButton.Report(ms, Upkeep.Good), "call-101-1 sends action: null, as zigbee2mqtt does after a press", "nothing new")
            .End("press");
    }
}
