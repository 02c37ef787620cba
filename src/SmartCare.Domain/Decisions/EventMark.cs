using System.Buffers.Binary;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace SmartCare.Domain.Decisions;

/// <summary>What identifies one event of a device.</summary>
/// <param name="At">When it was taken in; to the millisecond, UTC.</param>
public readonly record struct EventMark(ulong Content, long? DeviceTimeMs, ushort PacketId, DateTimeOffset At);

/// <summary>Marks, oldest first. A type of its own because its JSON is: a converter on the property alone would keep the generated writer from all of the
/// device's state.</summary>
[JsonConverter(typeof(EventMarksJson))]
public readonly record struct EventMarks(ReadOnlyMemory<EventMark> All);

/// <summary>The marks as base64 of 26 bytes each, little endian: content, device time (the least number for none), packet id, time taken in (Unix
/// ms). As objects they would be most of what a snapshot holds.</summary>
internal sealed class EventMarksJson : JsonConverter<EventMarks>
{
    private const int Bytes = 26;

    public override EventMarks Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        // An earlier build wrote objects. Without them a redelivery may count once more; nothing is lost.
        if (reader.TokenType is JsonTokenType.StartArray)
        {
            reader.Skip();
            return default;
        }

        var packed = reader.GetBytesFromBase64().AsSpan();
        if (packed.Length % Bytes != 0) throw new JsonException($"Event marks of {packed.Length} bytes.");
        var marks = new EventMark[packed.Length / Bytes];
        for (var i = 0; i < marks.Length; i++)
        {
            var mark = packed[(i * Bytes)..];
            var time = BinaryPrimitives.ReadInt64LittleEndian(mark[8..]);
            marks[i] = new EventMark(
                BinaryPrimitives.ReadUInt64LittleEndian(mark), time == long.MinValue ? null : time, BinaryPrimitives.ReadUInt16LittleEndian(mark[16..]),
                DateTimeOffset.FromUnixTimeMilliseconds(BinaryPrimitives.ReadInt64LittleEndian(mark[18..])));
        }

        return new EventMarks(marks);
    }

    public override void Write(Utf8JsonWriter writer, EventMarks value, JsonSerializerOptions options)
    {
        var marks = value.All.Span;
        var packed = new byte[marks.Length * Bytes];
        for (var i = 0; i < marks.Length; i++)
        {
            ref readonly var known = ref marks[i];
            var mark = packed.AsSpan(i * Bytes);
            BinaryPrimitives.WriteUInt64LittleEndian(mark, known.Content);
            BinaryPrimitives.WriteInt64LittleEndian(mark[8..], known.DeviceTimeMs ?? long.MinValue);
            BinaryPrimitives.WriteUInt16LittleEndian(mark[16..], known.PacketId);
            BinaryPrimitives.WriteInt64LittleEndian(mark[18..], known.At.ToUnixTimeMilliseconds());
        }

        writer.WriteBase64StringValue(packed);
    }
}
