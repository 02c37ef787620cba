using System.Text.Json;

namespace SmartCare.Series;

/// <summary>Reads the answer of /query piece by piece as it arrives:
/// <c>{"results":[{"series":[{"columns":["time","mean","min","max","count"],"values":[[ms,mean,min,max,count],…]}]}]}</c>, or rows of <c>[ms,value]</c>, or an
/// <c>"error"</c> in place of the series.</summary>
sealed class InfluxAnswer(int limit)
{
    const int Outside = -1;

    readonly List<SeriesPoint> _points = [];
    JsonReaderState _state;
    int _valuesDepth = Outside;
    int _column;
    long? _ms;
    readonly double?[] _values = new double?[4];
    Wanted _next;

    enum Wanted { Nothing, Values, Error }

    public IReadOnlyList<SeriesPoint> Points => _points;

    /// <summary>What InfluxDB says went wrong; null when nothing did.</summary>
    public string? Error { get; private set; }

    /// <summary>Takes what it can of the bytes and says how many; the caller brings the rest again with more.</summary>
    /// <exception cref="JsonException">Not JSON.</exception>
    public int Take(ReadOnlySpan<byte> bytes, bool last)
    {
        var reader = new Utf8JsonReader(bytes, last, _state);
        while (reader.Read())
            if (_valuesDepth == Outside) Look(ref reader);
            else TakeRow(ref reader);
        _state = reader.CurrentState;
        return (int)reader.BytesConsumed;
    }

    void Look(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.PropertyName)
        {
            _next = reader.ValueTextEquals("values"u8) ? Wanted.Values : reader.ValueTextEquals("error"u8) ? Wanted.Error : Wanted.Nothing;
            return;
        }
        if (_next == Wanted.Error && reader.TokenType == JsonTokenType.String) Error ??= reader.GetString();
        if (_next == Wanted.Values && reader.TokenType == JsonTokenType.StartArray) _valuesDepth = reader.CurrentDepth;
        _next = Wanted.Nothing;
    }

    void TakeRow(ref Utf8JsonReader reader)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.StartArray:
                (_column, _ms) = (0, null);
                Array.Clear(_values);
                break;
            case JsonTokenType.EndArray when reader.CurrentDepth == _valuesDepth:
                _valuesDepth = Outside;
                break;
            case JsonTokenType.EndArray:
                if (_ms is { } ms && _values[0] is { } value && _points.Count < limit)
                    _points.Add(new(ms, value, _values[1] ?? value, _values[2] ?? value, (long)(_values[3] ?? 1)));
                break;
            case JsonTokenType.Number when _column++ == 0:
                _ms = reader.TryGetInt64(out var time) ? time : null;
                break;
            case JsonTokenType.Number:
                if (_column - 2 < _values.Length) _values[_column - 2] = reader.GetDouble();
                break;
            default:
                _column++;
                break;
        }
    }
}
