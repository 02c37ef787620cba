using SmartCare.Simulator.Devices;
using SmartCare.Simulator.Verdict;

namespace SmartCare.Simulator.Scenarios;

/// <summary>Room 101: one fall taken back, one confirmed.</summary>
internal static class FallScript
{
    public static Script Make()
    {
        var radar = DemoHouse.ById["fall-101"];
        Func<long, byte[]> Fall(string phase) => ms => FallRadar.Report(ms, presence: true, phase, vitals: null, linkQuality: 120);
        return new ScriptDraft()
            .Say(0, radar, Fall(FallRadar.None), "fall-101 sees nobody on the floor", "nothing")
            .Say(2, radar, Fall(FallRadar.Suspected), "fall-101 suspects a fall", "nothing yet: it may be taken back for 30 s")
            .Expect(Expectation.Silent("fall", radar.Id, forS: 15))
            .Say(8, radar, Fall(FallRadar.None), "it is taken back: the elder got up", "nothing; recorded only")
            .Say(13, radar, Fall(FallRadar.Suspected), "fall-101 suspects a fall again", "nothing yet")
            .Say(18, radar, Fall(FallRadar.Confirmed), "the fall is confirmed", "跌倒 fall, 101, high (an open one is counted)")
            .Expect(Expectation.Rings("fall", radar.Id, Limits.AlarmShownS) with { Place = "101" })
            .Say(26, radar, Fall(FallRadar.None), "fall-101 no longer sees anyone on the floor", "the alert stays open; its history says cleared")
            .Expect(Expectation.Clears("fall", radar.Id, Limits.AlarmShownS))
            .End("fall");
    }
}
