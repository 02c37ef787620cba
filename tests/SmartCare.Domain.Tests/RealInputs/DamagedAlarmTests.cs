using System.Text;
using SmartCare.Domain.Readings;
using SmartCare.Domain.Registry;
using SmartCare.Domain.Rules;
using SmartCare.Domain.Tests.Support;

namespace SmartCare.Domain.Tests.RealInputs;

/// <summary>
/// A valid alarm with one damage anywhere is never swallowed: it rings, or the device is told that it was not understood, or an integrator finds it in the
/// quarantine. <c>DAMAGES=1000000 dotnet test -c Release tests/SmartCare.Domain.Tests --filter DamagedAlarm</c> for a long run.
/// </summary>
public sealed class DamagedAlarmTests
{
    private const int Seed = 20261126;

    private static readonly (string Model, string Payload)[] s_alarms =
    [
        ("smoke", """{"smoke":true}"""), ("smoke", """{"battery":90,"smoke":true,"linkquality":120,"ts":1760000000000}"""), ("smoke", """{"smoke_state":"alarm","temperature":21.5,"battery":90}"""),
        ("smoke", """{"smoke":1,"tamper":false}"""), ("gas", """{"gas":true,"gas_value":12}"""), ("co", """{"carbon_monoxide":"detected","voltage":2900}"""), ("water", """{"water_leak":true,"battery":100}"""),
        ("call", """{"action":"emergency"}"""), ("call", """{"battery":100,"action":"single","linkquality":80}"""), ("call", """{"sos":true,"voltage":3000}"""), ("wearable", """{"sos":true,"heart_rate":72,"ts":1760000000000}"""),
        ("fall-radar", """{"fall":"confirmed","presence":true}"""), ("fall-radar", """{"fall_status":"fall_alarm","battery":80}"""), ("fall-radar", """{"presence":true,"fall_down_status":"maybe_fall"}"""),
    ];

    [Fact]
    public void One_damage_swallows_no_alarm()
    {
        var random = new Random(Seed);
        var cases = int.TryParse(Environment.GetEnvironmentVariable("DAMAGES"), out var many) ? many : 20_000;
        for (var i = 0; i < cases; i++)
        {
            var (name, whole) = s_alarms[random.Next(s_alarms.Length)];
            var model = Models.All[name];
            var (damaged, how) = Damage(whole, random);
            var decoded = PayloadDecoder.Decode(damaged, model);
            // A channel that the device never said before is quarantined by the intake, which knows what it has said.
            var isNamed = decoded.HasUntyped || (decoded.Trouble ?? UnderstoodRule.TroubleOf(model, decoded.Values)) is not null;
            Assert.True(
                isNamed || UrgencyRule.MayRaise(model, decoded.Values) || IsNoAlarm(model, decoded.Values),
                $"seed {Seed}, case {i}: {name} {whole}, {how}: {Encoding.UTF8.GetString(damaged)} ({Convert.ToHexString(damaged)}) was swallowed");
        }
    }

    /// <summary>The damage made another true word of it: no device says "none" of itself when it means alarm, so nothing can tell.</summary>
    private static bool IsNoAlarm(DeviceModel model, ChannelValue[] values) => Array.Exists(values, v => model.MeaningOf(v.Channel) switch
    {
        Meaning.Fire or Meaning.Gas or Meaning.Co or Meaning.Water or Meaning.PressHeld => v is { Kind: ValueKind.Bool, IsTrue: false } or { Kind: ValueKind.Null },
        Meaning.Press => v.Kind is ValueKind.Null or ValueKind.Text,
        Meaning.Fall => v.Kind is ValueKind.Null || v.Text is { } word && FallRule.IsKnown(word),
        _ => false,
    });

    private static (byte[] Damaged, string How) Damage(string whole, Random random)
    {
        var bytes = Encoding.UTF8.GetBytes(whole).ToList();
        var at = random.Next(bytes.Count);
        switch (random.Next(9))
        {
            case 0:
                bytes[at] ^= (byte)(1 << random.Next(8));
                return ([.. bytes], $"a bit flipped at {at}");
            case 1:
                bytes[at] = (byte)random.Next(256);
                return ([.. bytes], $"another byte at {at}");
            case 2:
                bytes.RemoveAt(at);
                return ([.. bytes], $"no byte at {at}");
            case 3:
                bytes.Insert(at, (byte)random.Next(256));
                return ([.. bytes], $"one more byte at {at}");
            case 4: return ([.. bytes.Take(at)], $"cut at {at}");
            case 5: return ([.. Junk(random), .. bytes], "something before");
            case 6: return ([.. bytes, .. Junk(random)], "something behind");
            case 7: return (Encoding.UTF8.GetBytes(Case(whole, random)), "another case");
            default: return (Encoding.UTF8.GetBytes(Typed(whole, random)), "another type");
        }
    }

    private static byte[] Junk(Random random)
    {
        var junk = new byte[random.Next(1, 6)];
        random.NextBytes(junk);
        return random.Next(3) switch { 0 => new byte[junk.Length], 1 => [0xEF, 0xBB, 0xBF], _ => junk };
    }

    private static string Case(string whole, Random random) => random.Next(2) == 0
        ? whole.ToUpperInvariant()
        : new string([.. whole.Select(c => random.Next(2) == 0 ? char.ToUpperInvariant(c) : c)]);

    private static string Typed(string whole, Random random) => random.Next(6) switch
    {
        0 => whole.Replace("true", "\"true\"", StringComparison.Ordinal),
        1 => whole.Replace("true", "1", StringComparison.Ordinal),
        2 => whole.Replace("true", "[true]", StringComparison.Ordinal),
        3 => whole.Replace("true", "{\"value\":true}", StringComparison.Ordinal),
        4 => whole.Replace(":\"", ":[\"", StringComparison.Ordinal).Replace("\",", "\"],", StringComparison.Ordinal),
        _ => $"[{whole}]",
    };
}
