using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace SmartCare.Domain.Readings;

/// <summary>What can still be read of a payload that is no JSON: firmware that prints <c>nan</c>, a comma too many, NULs at the end, a byte that the
/// air has turned. Only asked when the strict reader has failed.</summary>
/// <remarks>A value is believed when something stands behind it, so that no number is taken that was cut; what is not understood is named.
/// It goes through the bytes once and knows no depth, so nothing that is sent can make it slow.</remarks>
internal sealed class PayloadRepair
{
    private const int MostNamed = 8;

    private readonly List<string> _setAside = [];
    private readonly ArrayBufferWriter<byte> _clean = new();
    private byte[] _broken = [];
    private int _at;

    /// <param name="setAside">What was not understood, by name.</param>
    /// <returns>A flat JSON object of every pair that could be read; null when there is none.</returns>
    public static byte[]? Repair(ReadOnlySpan<byte> broken, out string setAside)
    {
        var repair = new PayloadRepair { _broken = InUtf8(broken) };
        var pairs = repair.ReadPairs();
        setAside = repair._setAside.Count == 0 ? "" : $"; set aside: {string.Join(", ", repair._setAside)}";
        return pairs == 0 ? null : repair._clean.WrittenSpan.ToArray();
    }

    private static byte[] InUtf8(ReadOnlySpan<byte> payload) => payload switch
    {
        [0xFF, 0xFE, ..] => Encoding.UTF8.GetBytes(Encoding.Unicode.GetString(payload[2..])),
        [0xFE, 0xFF, ..] => Encoding.UTF8.GetBytes(Encoding.BigEndianUnicode.GetString(payload[2..])),
        _ => payload.ToArray(),
    };

    private int ReadPairs()
    {
        var pairs = 0;
        using var writer = new Utf8JsonWriter(_clean);
        writer.WriteStartObject();
        _at = Array.IndexOf(_broken, (byte)'{');
        if (_at < 0) return 0;
        while (NextName() is { } name)
            if (!Follows(':') && !Follows('=')) SetAside(name);
            else if (WriteValue(writer, name)) pairs++;
            else SetAside(name);
        writer.WriteEndObject();
        writer.Flush();
        return pairs;
    }

    /// <summary>The next name, quoted or bare, also of an object that follows this one; null at the end.</summary>
    private string? NextName()
    {
        while (_at < _broken.Length)
        {
            if (_broken[_at] is (byte)'"' or (byte)'\'') return Quoted();
            if (IsOfBareName(_broken[_at])) return Bare();
            _at++;
        }

        return null;
    }

    private bool Follows(char what)
    {
        SkipAir();
        if (_at >= _broken.Length || _broken[_at] != what) return false;
        _at++;
        SkipAir();
        return true;
    }

    private void SkipAir()
    {
        while (_at < _broken.Length && _broken[_at] <= ' ') _at++;
    }

    private bool WriteValue(Utf8JsonWriter writer, string name)
    {
        if (_at >= _broken.Length) return false;
        if (_broken[_at] is (byte)'"' or (byte)'\'')
        {
            if (Quoted() is not { } text) return false;
            writer.WriteString(name, text);
            return true;
        }

        if (_broken[_at] is (byte)'{' or (byte)'[')
        {
            var from = _at;
            SkipNested();
            if (!IsWhole(_broken.AsSpan(from, _at - from))) return false;
            writer.WritePropertyName(name);
            writer.WriteRawValue(_broken.AsSpan(from, _at - from), skipInputValidation: true);
            return true;
        }

        return IsOfBareWord(_broken[_at]) && WriteLiteral(writer, name, Bare());
    }

    /// <summary>True, false, null, a number, or a word that somebody forgot to quote.</summary>
    private bool WriteLiteral(Utf8JsonWriter writer, string name, string literal)
    {
        var isWhole = _at < _broken.Length;
        switch (literal.ToLowerInvariant())
        {
            case "true":
                writer.WriteBoolean(name, true);
                return true;
            case "false":
                writer.WriteBoolean(name, false);
                return true;
            case "null" or "none" or "undefined":
                writer.WriteNull(name);
                return true;
            case "" or "nan" or "-nan" or "inf" or "+inf" or "-inf" or "infinity" or "-infinity":
                return false;
            default:
                if (!isWhole) return false;
                if (double.TryParse(literal, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number)) writer.WriteNumber(name, number);
                else writer.WriteString(name, literal);
                return true;
        }
    }

    /// <returns>Null when its end is missing.</returns>
    private string? Quoted()
    {
        var quote = _broken[_at++];
        var text = new ArrayBufferWriter<byte>();
        for (; _at < _broken.Length; _at++)
        {
            if (_broken[_at] == quote)
            {
                _at++;
                return Encoding.UTF8.GetString(text.WrittenSpan);
            }

            if (_broken[_at] is (byte)'\\' && ++_at < _broken.Length) text.Write(Unescaped());
            else if (_at < _broken.Length) text.Write(_broken.AsSpan(_at, 1));
        }

        return null;
    }

    private byte[] Unescaped()
    {
        if (_broken[_at] is (byte)'u' && _at + 4 < _broken.Length && Utf8Parser.TryParse(_broken.AsSpan(_at + 1, 4), out ushort unit, out var read, 'x') && read == 4)
        {
            _at += 4;
            return Encoding.UTF8.GetBytes([char.IsSurrogate((char)unit) ? '\uFFFD' : (char)unit]);
        }

        return [_broken[_at] switch { (byte)'n' => (byte)'\n', (byte)'t' => (byte)'\t', (byte)'r' => (byte)'\r', var other => other }];
    }

    private string Bare()
    {
        var from = _at;
        while (_at < _broken.Length && IsOfBareWord(_broken[_at])) _at++;
        // A byte that begins no word: whoever called goes on behind it.
        if (_at == from) _at++;
        return Encoding.UTF8.GetString(_broken.AsSpan(from, _at - from));
    }

    /// <summary>To the end of an object or array, whatever stands in it; a quoted bracket is none.</summary>
    private void SkipNested()
    {
        var depth = 0;
        while (_at < _broken.Length)
        {
            if (_broken[_at] is (byte)'"')
            {
                Quoted();
                continue;
            }

            if (_broken[_at] is (byte)'{' or (byte)'[') depth++;
            if (_broken[_at] is (byte)'}' or (byte)']') depth--;
            _at++;
            if (depth == 0) return;
        }
    }

    private static bool IsWhole(ReadOnlySpan<byte> nested)
    {
        try
        {
            var json = new Utf8JsonReader(nested);
            while (json.Read())
            {
            }

            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private void SetAside(string name)
    {
        if (_setAside.Count < MostNamed && !_setAside.Contains(name)) _setAside.Add(name);
    }

    private static bool IsOfBareName(byte b) => b is >= (byte)'a' and <= (byte)'z' or >= (byte)'A' and <= (byte)'Z' or (byte)'_' or >= 0x80;

    private static bool IsOfBareWord(byte b) => b > ' ' && b is not ((byte)',' or (byte)'}' or (byte)']' or (byte)':' or (byte)'=' or (byte)'"' or (byte)'\'' or (byte)'{' or (byte)'[');
}
