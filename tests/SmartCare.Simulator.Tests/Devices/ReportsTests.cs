using System.Text;
using SmartCare.Simulator.Devices;
using SmartCare.Simulator.Load;

namespace SmartCare.Simulator.Tests.Devices;

public sealed class ReportsTests
{
    private const long Ms = 1_760_000_000_000;

    public static TheoryData<string, byte[]> Payloads => new()
    {
        { """{"smoke":true,"temperature":28.1,"battery":90,"linkquality":120,"ts":1760000000000}""", SmokeDetector.Report(Ms, true, 28.12, Upkeep.Good) },
        { """{"action":"emergency","battery":90,"linkquality":120,"ts":1760000000000}""", CallButton.Press(Ms, Upkeep.Good) },
        { """{"action":null,"battery":90,"linkquality":120,"ts":1760000000000}""", CallButton.Report(Ms, Upkeep.Good) },
        { """{"presence":true,"fall":"none","heart_rate":61,"breathing_rate":14.3,"linkquality":99,"ts":1760000000000}""", FallRadar.Report(Ms, true, "none", (61.2, 14.32), 99) },
        { """{"presence":false,"fall":"none","linkquality":99,"ts":1760000000000}""", FallRadar.Report(Ms, false, "none", null, 99) },
        { """{"contact":false,"battery":90,"linkquality":120,"ts":1760000000000}""", DoorContact.Report(Ms, open: true, Upkeep.Good) },
        { """{"occupancy":true,"battery":90,"linkquality":120,"ts":1760000000000}""", MotionSensor.Report(Ms, true, Upkeep.Good) },
        { """{"n":7,"temperature":20.7,"humidity":47,"linkquality":67,"ts":1760000000000}""", LoadPayload.Reading(7, Ms) },
        { """{"action":"emergency","n":7,"linkquality":67,"ts":1760000000000}""", LoadPayload.Press(7, Ms) },
    };

    [Theory, MemberData(nameof(Payloads))]
    public void A_payload_is_what_the_contract_says_and_decodes_without_trouble(string json, byte[] payload)
    {
        Assert.Equal(json, Encoding.UTF8.GetString(payload));
        Assert.Equal(Ms, Decoding.Read("any", payload).DeviceTimeMs);
    }

    [Fact]
    public void Load_messages_are_unique_and_60_to_120_bytes()
    {
        var seen = Enumerable.Range(1, 2_000).Select(n => LoadPayload.Reading(n, Ms)).ToList();
        Assert.All(seen, p => Assert.InRange(p.Length, 60, 120));
        Assert.Equal(seen.Count, seen.Select(Convert.ToHexString).Distinct().Count());
    }
}
