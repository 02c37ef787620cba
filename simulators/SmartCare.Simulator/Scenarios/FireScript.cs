using SmartCare.Simulator.Devices;
using SmartCare.Simulator.Verdict;

namespace SmartCare.Simulator.Scenarios;

/// <summary>Smoke in 205: cached state repeated, cleared, and back.</summary>
internal static class FireScript
{
    public static Script Make()
    {
        var detector = DemoHouse.ById["smoke-205"];
        Func<long, byte[]> Smoke(bool smoke, double temperature) => ms => SmokeDetector.Report(ms, smoke, temperature, Upkeep.Good);
        return new ScriptDraft()
            .Say(0, detector, Smoke(false, 22.4), "smoke-205 is quiet, 22.4 °C", "nothing")
            .Say(3, detector, Smoke(true, 28.1), "smoke-205 sees smoke, 28.1 °C", "火警 fire, 205, high; x1 (an open one is counted)")
            .Expect(Expectation.Rings("fire", detector.Id, Limits.AlarmShownS) with { Place = "205" })
            .Say(6, detector, Smoke(true, 36.7), "the same state again, 36.7 °C", "the same alert, not counted again")
            .Expect(Expectation.Silent("fire", detector.Id, forS: 6))
            .Say(9, detector, Smoke(true, 47.3), "the same state again, 47.3 °C", "the same alert, not counted again")
            .Say(12, detector, Smoke(false, 41.0), "the smoke has cleared, 41.0 °C", "the alert stays open; its history says cleared")
            .Expect(Expectation.Clears("fire", detector.Id, Limits.AlarmShownS))
            .Say(17, detector, Smoke(true, 44.2), "smoke again, 44.2 °C", "the same alert, counted once more and announced again")
            .Expect(Expectation.Rings("fire", detector.Id, Limits.AlarmShownS) with { Place = "205" })
            .Say(22, detector, Smoke(false, 30.5), "the smoke has cleared, 30.5 °C", "the alert stays open until someone resolves it")
            .End("fire");
    }
}
