using System.Globalization;
using System.Text;

namespace SmartCare.Simulator.Load;

/// <summary>Messages of a load run, 60-120 bytes; <c>n</c> makes each one unique.</summary>
internal static class LoadPayload
{
    public static byte[] Reading(long n, long unixMs) => Encoding.UTF8.GetBytes(string.Create(
        CultureInfo.InvariantCulture,
        $$"""{"n":{{n}},"temperature":{{20 + n % 60 / 10.0:0.0}},"humidity":{{40 + n % 25}},"linkquality":{{60 + n % 140}},"ts":{{unixMs}}}"""));

    public static byte[] Press(long n, long unixMs) => Encoding.UTF8.GetBytes(string.Create(
        CultureInfo.InvariantCulture, $$"""{"action":"emergency","n":{{n}},"linkquality":{{60 + n % 140}},"ts":{{unixMs}}}"""));
}
