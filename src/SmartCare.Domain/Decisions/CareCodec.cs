using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using System.Text.Json;
using SmartCare.Domain.Readings;
using SmartCare.Domain.Words;

namespace SmartCare.Domain.Decisions;

/// <summary>
/// The bytes of a message in the journal. Readings are many and get a compact form: form 1, flags, device time, content hash,
/// packet id, then the channels. Everything else is rare and is JSON (form 2), which survives added fields.
/// </summary>
public static class CareCodec
{
    private const byte FormReading = 1, FormJson = 2;
    private const byte FlagTime = 1, FlagRedelivered = 2, FlagExactlyOnce = 4, FlagClockDoubted = 8, FlagUnbelieved = 16, FlagReplayed = 32;
    private const int Head = 3 + 8 + 8 + 2;

    public static void Encode(CareMessage message, IBufferWriter<byte> to)
    {
        if (message is DeviceSpoke spoke)
        {
            EncodeReading(spoke.Reading, to);
            return;
        }

        to.GetSpan(1)[0] = FormJson;
        to.Advance(1);
        using var json = new Utf8JsonWriter(to);
        JsonSerializer.Serialize(json, message, CareJson.Default.CareMessage);
    }

    /// <exception cref="InvalidDataException">Of a form this program does not know.</exception>
    public static CareMessage Decode(ReadOnlySpan<byte> body) => body[0] switch
    {
        FormReading => new DeviceSpoke(DecodeReading(body)),
        FormJson => CareJson.Read<CareMessage>(body[1..]) ?? throw new InvalidDataException("A message is null."),
        var form => throw new InvalidDataException($"A message has the unknown form {form}."),
    };

    /// <summary>Is it a reading? The series reads nothing else.</summary>
    public static bool IsReading(ReadOnlySpan<byte> body) => body[0] == FormReading;

    private static void EncodeReading(Reading reading, IBufferWriter<byte> to)
    {
        var most = Head + Size(reading.Device.Value);
        foreach (var value in reading.Values) most += 1 + Size(value.Channel) + Math.Max(8, Size(value.Text ?? ""));
        var span = to.GetSpan(most);
        span[0] = FormReading;
        span[1] = (byte)((reading.DeviceTimeMs is null ? 0 : FlagTime) | (reading.Redelivered ? FlagRedelivered : 0)
            | (reading.ExactlyOnce ? FlagExactlyOnce : 0) | (reading.ClockDoubted ? FlagClockDoubted : 0)
            | (reading.UnbelievedTimeMs is null ? 0 : FlagUnbelieved) | (reading.Replayed ? FlagReplayed : 0));
        span[2] = (byte)reading.Values.Length;
        BinaryPrimitives.WriteInt64LittleEndian(span[3..], reading.DeviceTimeMs ?? reading.UnbelievedTimeMs ?? 0);
        BinaryPrimitives.WriteUInt64LittleEndian(span[11..], reading.Content);
        BinaryPrimitives.WriteUInt16LittleEndian(span[19..], reading.PacketId);
        var used = Head;
        used += Put(span[used..], reading.Device.Value);
        foreach (var value in reading.Values)
        {
            span[used++] = (byte)value.Kind;
            used += Put(span[used..], value.Channel);
            if (value.Kind is ValueKind.Text) used += Put(span[used..], value.Text!);
            if (value.Kind is ValueKind.Bool) span[used++] = (byte)value.Number;
            if (value.Kind is not ValueKind.Number) continue;
            BinaryPrimitives.WriteDoubleLittleEndian(span[used..], value.Number);
            used += 8;
        }

        to.Advance(used);
    }

    private static Reading DecodeReading(ReadOnlySpan<byte> body)
    {
        var flags = body[1];
        var values = new ChannelValue[body[2]];
        var time = BinaryPrimitives.ReadInt64LittleEndian(body[3..]);
        var content = BinaryPrimitives.ReadUInt64LittleEndian(body[11..]);
        var packetId = BinaryPrimitives.ReadUInt16LittleEndian(body[19..]);
        var rest = body[Head..];
        var device = DeviceId.Of(Encoding.UTF8.GetString(Take(ref rest)));
        for (var i = 0; i < values.Length; i++)
        {
            var kind = (ValueKind)rest[0];
            rest = rest[1..];
            var channel = Channels.NameOf(Take(ref rest));
            values[i] = kind switch
            {
                ValueKind.Text => ChannelValue.Of(channel, Encoding.UTF8.GetString(Take(ref rest))),
                ValueKind.Bool => ChannelValue.Of(channel, TakeByte(ref rest) != 0),
                ValueKind.Number => ChannelValue.Of(channel, TakeDouble(ref rest)),
                _ => ChannelValue.Null(channel),
            };
        }

        return new Reading(device, (flags & FlagTime) != 0 ? time : null, content, (flags & FlagRedelivered) != 0, packetId, values)
        {
            ExactlyOnce = (flags & FlagExactlyOnce) != 0,
            ClockDoubted = (flags & FlagClockDoubted) != 0,
            Replayed = (flags & FlagReplayed) != 0,
            UnbelievedTimeMs = (flags & FlagUnbelieved) != 0 ? time : null,
        };
    }

    private static int Size(string text) => 2 + Encoding.UTF8.GetMaxByteCount(text.Length);

    private static int Put(Span<byte> to, string text)
    {
        var length = Encoding.UTF8.GetBytes(text, to[2..]);
        BinaryPrimitives.WriteUInt16LittleEndian(to, (ushort)length);
        return 2 + length;
    }

    private static ReadOnlySpan<byte> Take(ref ReadOnlySpan<byte> rest)
    {
        var length = BinaryPrimitives.ReadUInt16LittleEndian(rest);
        var taken = rest.Slice(2, length);
        rest = rest[(2 + length)..];
        return taken;
    }

    private static byte TakeByte(ref ReadOnlySpan<byte> rest)
    {
        var taken = rest[0];
        rest = rest[1..];
        return taken;
    }

    private static double TakeDouble(ref ReadOnlySpan<byte> rest)
    {
        var taken = BinaryPrimitives.ReadDoubleLittleEndian(rest);
        rest = rest[8..];
        return taken;
    }
}
