using SmartCare.Simulator.Devices;
using SmartCare.Simulator.Verdict;

namespace SmartCare.Simulator.Scenarios;

/// <summary>A floor loses power, all its devices at once and without a word, and gets it back.</summary>
internal static class OutageScript
{
    /// <summary>A device may come back by itself for so long after its will, before it counts as offline.</summary>
    private const double GraceS = 60;

    public static Script Make(int floor, double seconds)
    {
        var devices = DemoHouse.Devices.Where(d => DemoHouse.Places[d.Place].StartsWith((char)('0' + floor))).ToList();
        var wall = seconds < GraceS
            ? $"nothing yet: they have {GraceS:0} s to come back"
            : $"after {GraceS:0} s: 离线 offline for each of the {devices.Count} devices";
        var script = new ScriptDraft()
            .Note(0, $"{devices.Count} devices of floor {floor} are on line", "nothing; the rooms of the floor are in order")
            .Add(3, new Act.PowerOff(), "the power fails: every connection is cut, the wills say offline", wall)
            .Expect([.. devices.Select(d => seconds < GraceS
                ? Expectation.Silent("offline", d.Id, seconds) : Expectation.Rings("offline", d.Id, GraceS + Limits.OfflineShownS))])
            .Add(3 + seconds, new Act.PowerOn(), $"after {seconds:0.#} s the power is back; the devices connect and say online",
                seconds < GraceS ? "nothing" : "the offline alerts of these devices close by themselves")
            .Note(3 + seconds + 8, "the floor is on line again", "the rooms of the floor are in order")
            .End("outage");
        return script with { Devices = devices, PlugsIn = true };
    }
}
