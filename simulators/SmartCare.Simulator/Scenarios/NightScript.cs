using SmartCare.Simulator.Devices;
using SmartCare.Simulator.Verdict;

namespace SmartCare.Simulator.Scenarios;

/// <summary>A quiet night of room 101 in one minute: sleep, one walk to the bathroom, one press, one door.</summary>
internal static class NightScript
{
    private const int LengthS = 60;

    public static Script Make()
    {
        var (radar, button, door) = (DemoHouse.ById["fall-101"], DemoHouse.ById["call-101-2"], DemoHouse.ById["door-101"]);
        var draft = new ScriptDraft();
        for (var s = 0; s <= LengthS; s += 5)
        {
            var (awake, inBed) = (s is 20 or 45 or 50, s is not 20);
            (double, double)? vitals = awake ? null : (58 + s % 4, 13 + s % 3);
            var clock = TimeSpan.FromHours(22 + s * 8.0 / LengthS);
            draft.Say(s, radar, ms => FallRadar.Report(ms, presence: inBed, FallRadar.None, vitals, linkQuality: 118),
                $"{clock:hh\\:mm}  {(!inBed ? "one elder walks to the bathroom; the bed is empty" : awake ? "awake, up" : "asleep; heart and breath are measured")}");
        }

        return draft
            .Say(41, button, ms => CallButton.Press(ms, Upkeep.Good), "03:28  bed 2 calls for help", "求助 help, 101, the elder of bed 2, high")
            .Expect(Expectation.Rings("help", button.Id, Limits.AlarmShownS) with { Place = "101", NeedsElder = true })
            .Say(47, door, ms => DoorContact.Report(ms, open: true, Upkeep.Good), "04:16  the nurse opens the door", "the room's door is open")
            .Say(49, door, ms => DoorContact.Report(ms, open: false, Upkeep.Good), "04:32  the door is closed",
                "acknowledge, arrive and resolve it, as the nurse would")
            .End("night");
    }
}
