using System.Globalization;
using SmartCare.Domain.Registry;

namespace SmartCare.Server.Figures;

/// <summary>A month of a site's calendar.</summary>
/// <param name="Number">Year × 12 + month − 1: it can be counted on, and kept.</param>
internal readonly record struct Month(int Number) : IComparable<Month>
{
    public static Month Of(DateTimeOffset local) => new(local.Year * 12 + local.Month - 1);

    public int Year => Number / 12;

    public DateOnly First => new(Year, Number % 12 + 1, 1);

    /// <summary>The first midnight of it on the site's wall.</summary>
    public DateTimeOffset StartIn(string timeZone)
    {
        // Two days before, so that it has not begun yet anywhere on earth.
        var midnight = new DateTimeOffset(First, TimeOnly.MinValue, TimeSpan.Zero).AddDays(-2);
        do midnight = SiteClock.Next(midnight, TimeOnly.MinValue, timeZone);
        while (SiteClock.LocalOf(midnight, timeZone).Day != 1);
        return midnight;
    }

    public Month Next => new(Number + 1);

    /// <param name="text">Like 2026-11.</param>
    public static bool TryRead(string? text, out Month month)
    {
        var read = DateOnly.TryParseExact($"{text}-01", "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var first) && first.Year is >= 2020 and <= 2100;
        month = read ? new Month(first.Year * 12 + first.Month - 1) : default;
        return read;
    }

    public int CompareTo(Month other) => Number.CompareTo(other.Number);

    public override string ToString() => First.ToString("yyyy-MM", CultureInfo.InvariantCulture);
}
