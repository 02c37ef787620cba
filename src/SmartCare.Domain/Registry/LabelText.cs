using System.Text.RegularExpressions;
using SmartCare.Domain.Words;

namespace SmartCare.Domain.Registry;

/// <summary>What a device's label says.</summary>
/// <param name="Address">Hardware address as zigbee2mqtt writes it, "0x" and 16 digits in lower case; null: the label has none.</param>
/// <param name="Id">Of a label of ours.</param>
/// <param name="Model">Of a label of ours, an id of <see cref="Models"/>.</param>
/// <param name="Password">Of a label of ours: with it the device connects by itself.</param>
public sealed record Label(string? Address, string? Id = null, string? Model = null, string? Password = null);

/// <summary>
/// The text of a QR code on a device. Ours is <c>SC:model:id:password</c>: a device with a connection of its own. Zigbee's has the hardware address: the install code's
/// (<c>Z:000D6F0011223344$I:83FED3...</c>, Aqara's <c>G$M:..$A:54EF44100006E7DF$I:..</c>), a maker's URL that has it somewhere, or the bare address.
/// </summary>
/// <remarks>The install code itself is the gateway's to use: it has joined the device before it can be heard.</remarks>
public static partial class LabelText
{
    /// <summary>Longest text that is read: a QR code of a label holds some hundred characters.</summary>
    public const int Longest = 512;

    private const string Own = "SC:";

    /// <returns>Null: it is none of these.</returns>
    public static Label? Read(string? text)
    {
        if (text is not { Length: > 0 and <= Longest }) return null;
        var plain = text.Trim();
        if (plain.StartsWith(Own, StringComparison.OrdinalIgnoreCase)) return ReadOwn(plain[Own.Length..]);
        var named = Named().Match(plain);
        if (named.Success) return new Label(Written(named.Groups[1].Value));
        var runs = Runs().Matches(plain);
        // Two of them: one is a serial number, and a guess would bind somebody else's device.
        return runs.Count == 1 ? new Label(Written(runs[0].Groups[1].Value)) : null;
    }

    /// <summary>An id may have colons: the model comes first, and the password is what stands behind the last.</summary>
    private static Label? ReadOwn(string text) =>
        text.Split(':') is { Length: >= 3 } parts && Models.All.ContainsKey(parts[0]) && string.Join(':', parts[1..^1]) is var id && IdText.IsValid(id) && parts[^1].Length > 0
            ? new Label(null, id, parts[0], parts[^1])
            : null;

    private static string Written(string digits) => $"0x{string.Concat(digits.Where(char.IsAsciiHexDigit)).ToLowerInvariant()}";

    [GeneratedRegex("(?:^|[$%|?&;/,])(?:Z|A|EUI64|IEEE|MAC|ieee|eui64|mac)[:=](?:0x)?((?:[0-9A-Fa-f]{2}[:-]?){7}[0-9A-Fa-f]{2})(?![0-9A-Fa-f])", RegexOptions.CultureInvariant)]
    private static partial Regex Named();

    [GeneratedRegex("(?<![0-9A-Fa-f])(?:0x)?((?:[0-9A-Fa-f]{2}[:-]?){7}[0-9A-Fa-f]{2})(?![0-9A-Fa-f:-])", RegexOptions.CultureInvariant)]
    private static partial Regex Runs();
}
