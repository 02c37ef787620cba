using System.Buffers;
using System.Globalization;
using System.Text;

namespace SmartCare.Series;

/// <summary>Readings as lines: <c>reading,device=…,elder=…,model=…,place=…,site=… channel=1.0,channel=2.5 1760000000000000000</c>.</summary>
/// <remarks>Source: InfluxData, "Line protocol". A reading's tags stand in the order of their names, which InfluxDB need not sort then.</remarks>
static class LineProtocol
{
    /// <summary>17 digits, a sign, a point and an exponent, 24 in all, and room for ".0".</summary>
    const int DoubleBytes = 32;
    const int LongBytes = 20;

    static readonly SearchValues<char> Special = SearchValues.Create(",= ");

    /// <summary>Writes one line, or nothing and false when no field is left.</summary>
    /// <param name="without">Names of fields (as InfluxDB knows them) to leave out.</param>
    public static bool TryWrite(IBufferWriter<byte> to, SeriesReading reading, IReadOnlyCollection<string> without)
    {
        var first = true;
        foreach (var field in reading.Fields)
        {
            if (!SeriesReading.IsKept(field)) continue;
            var name = InfluxNames.Field(field.Key);
            if (without.Contains(name)) continue;
            if (first) WriteHead(to, reading);
            to.Write(first ? " "u8 : ","u8);
            first = false;
            WriteEscaped(to, name);
            to.Write("="u8);
            WriteFloat(to, field.Value);
        }
        if (first) return false;
        foreach (var (name, text) in reading.Texts) WriteText(to, name, text);
        to.Write(" "u8);
        WriteInteger(to, reading.Ns);
        to.Write("\n"u8);
        return true;
    }

    static void WriteHead(IBufferWriter<byte> to, SeriesReading reading)
    {
        Encoding.UTF8.GetBytes(reading.Measurement, to);
        WriteTag(to, ",device="u8, reading.Device);
        WriteTag(to, ",elder="u8, reading.Elder);
        WriteTag(to, ",model="u8, reading.Model);
        WriteTag(to, ",place="u8, reading.Place);
        WriteTag(to, ",site="u8, reading.Site);
        foreach (var (name, value) in reading.Tags) WriteTag(to, Encoding.UTF8.GetBytes($",{name}="), value);
    }

    /// <summary>"String field value": in double quotes; the line feed may stand, yet a line is easier to set aside without it.</summary>
    static void WriteText(IBufferWriter<byte> to, string name, string text)
    {
        if (text.Length == 0) return;
        var safe = InfluxNames.Tag(text).Replace("\"", "\\\"", StringComparison.Ordinal);
        Encoding.UTF8.GetBytes($",{name}=\"{safe}\"", to);
    }

    /// <summary>An empty tag value is refused by InfluxDB; an absent tag is what it calls empty when asked.</summary>
    static void WriteTag(IBufferWriter<byte> to, ReadOnlySpan<byte> nameAndEquals, string value)
    {
        if (value.Length == 0) return;
        to.Write(nameAndEquals);
        WriteEscaped(to, InfluxNames.Tag(value));
    }

    /// <summary>"Special characters": comma, equals sign and space are escaped in tag values and in field names.</summary>
    static void WriteEscaped(IBufferWriter<byte> to, ReadOnlySpan<char> name)
    {
        for (int at; (at = name.IndexOfAny(Special)) >= 0; name = name[(at + 1)..])
        {
            Encoding.UTF8.GetBytes(name[..at], to);
            to.Write("\\"u8);
            to.Write([(byte)name[at]]);
        }
        Encoding.UTF8.GetBytes(name, to);
    }

    /// <summary>The shortest digits that read back as the same double, always visibly a float: a field keeps the type of its first
    /// value, and a later one of another type is refused.</summary>
    static void WriteFloat(IBufferWriter<byte> to, double value)
    {
        var into = to.GetSpan(DoubleBytes);
        if (!value.TryFormat(into[..^2], out var length, provider: CultureInfo.InvariantCulture))
            throw new InvalidOperationException($"{value} is longer than any double.");
        if (into[..length].IndexOfAny(".E"u8) < 0)
        {
            ".0"u8.CopyTo(into[length..]);
            length += 2;
        }
        to.Advance(length);
    }

    static void WriteInteger(IBufferWriter<byte> to, long value)
    {
        value.TryFormat(to.GetSpan(LongBytes), out var length, provider: CultureInfo.InvariantCulture);
        to.Advance(length);
    }
}
