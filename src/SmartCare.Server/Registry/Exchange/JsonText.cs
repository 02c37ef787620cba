using System.Globalization;
using System.Text.Unicode;

namespace SmartCare.Server.Registry.Exchange;

/// <summary>Is JSON that a reader took also text? A reader passes over bytes that are no UTF-8 and half characters, and throws only when somebody asks for the string.</summary>
internal static class JsonText
{
    private const int Escape = 6;

    /// <param name="json">Whole values, as a reader has passed over them.</param>
    public static bool IsWhole(ReadOnlySpan<byte> json)
    {
        if (!Utf8.IsValid(json)) return false;
        for (int at; (at = json.IndexOf((byte)'\\')) >= 0;)
        {
            json = json[at..];
            if (!TryUnit(json, out var unit))
            {
                json = json[2..];
                continue;
            }

            json = json[Escape..];
            if (!char.IsSurrogate(unit)) continue;
            if (!char.IsHighSurrogate(unit) || !TryUnit(json, out var low) || !char.IsLowSurrogate(low)) return false;
            json = json[Escape..];
        }

        return true;
    }

    /// <summary>\uXXXX, one unit of UTF-16.</summary>
    private static bool TryUnit(ReadOnlySpan<byte> json, out char unit)
    {
        unit = default;
        if (json.Length < Escape || json[0] != '\\' || json[1] != 'u' || !ushort.TryParse(json[2..Escape], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value)) return false;
        unit = (char)value;
        return true;
    }
}
