using System.Text;
using SmartCare.Domain.Words;

namespace SmartCare.Domain.Registry;

/// <summary>A clean id for a device that its gateway calls whatever it likes: spaces, slashes and Chinese have no place in a topic or a URL of ours.</summary>
public static class ProposedId
{
    /// <summary>Characters of a hardware address that tell the devices of one house apart.</summary>
    private const int AddressEnd = 6;

    /// <param name="name">As the gateway calls it.</param>
    /// <param name="model">Of <see cref="Models"/>; null: not known.</param>
    /// <param name="address">Of the hardware; null: not known.</param>
    /// <param name="isTaken">Another device has this id.</param>
    public static string Of(string name, string? model, string? address, Func<string, bool> isTaken)
    {
        var clean = IsAddress(name) ? "" : Clean(name);
        // Of "床1 呼叫" a "1" is left, which says nothing.
        if (!clean.Any(char.IsAsciiLetter))
            clean = string.Join('-', new[] { model?.Replace("-zigbee", "", StringComparison.Ordinal) ?? "device", clean, EndOf(address ?? (IsAddress(name) ? name : null)) }.Where(p => p.Length > 0));
        for (var n = 1; ; n++)
        {
            var end = n == 1 ? "" : $"-{n}";
            var id = clean[..Math.Min(clean.Length, IdText.Longest - end.Length)] + end;
            if (!isTaken(id)) return id;
        }
    }

    /// <summary>A hardware address instead of a name: nobody has given it one.</summary>
    public static bool IsAddress(string name) => name.StartsWith("0x", StringComparison.OrdinalIgnoreCase) && name.Length == 18 && name[2..].All(char.IsAsciiHexDigit);

    private static string EndOf(string? address) => address is null ? "" : Clean(address[Math.Max(0, address.Length - AddressEnd)..]);

    /// <summary>ASCII letters and digits in lower case, and one "-" for whatever stands between them.</summary>
    private static string Clean(string name)
    {
        var clean = new StringBuilder();
        foreach (var c in name)
            if (char.IsAsciiLetterOrDigit(c)) clean.Append(char.ToLowerInvariant(c));
            else if (clean.Length > 0 && clean[^1] != '-') clean.Append('-');
        return clean.ToString().Trim('-');
    }
}
