using System.Buffers;
using System.Text;
using SmartCare.Mqtt.Packets;

namespace SmartCare.Mqtt.Server;

/// <summary>
/// PUBLISHes beyond the usual limit, of clients that may say much at once: taken when there is room for them, else passed over byte by byte. A whole house
/// stands behind such a connection, so it is never closed for one message.
/// </summary>
internal sealed partial class Connection
{
    /// <summary>Topic and packet id are within so many bytes of a PUBLISH.</summary>
    private const int PublishHeadMax = 2 + Limits.TopicBytesMax + 2;

    private PassedOverPublish? _passedOver;
    private int _roomTaken;

    private sealed record PassedOverPublish(string Topic, byte Qos, ushort PacketId, long Bytes)
    {
        public long Left { get; set; }
    }

    /// <returns>Complete with the packet; complete without one when it is passed over from here on; or what stands against it.</returns>
    private FrameStatus ReadLong(ref ReadOnlySequence<byte> buffer, ref byte first, ref ReadOnlySequence<byte> body)
    {
        Frame.TryReadHeader(buffer, out first, out var header, out var length);
        if (PacketTypes.Of(first) is not PacketType.Publish) return FrameStatus.TooLarge;
        // It is speaking, however slowly: keep alive counts from here.
        _heardAtMs = _broker.HeartbeatMs;
        if (header + length > _broker.Options.LongPacketMax || _roomTaken == 0 && !TryTakeRoom(header + length)) return BeginToPassOver(ref buffer, first, header, length);
        var status = Frame.TryRead(ref buffer, _broker.Options.LongPacketMax, out first, out body);
        if (status is FrameStatus.Complete) GiveBackRoom();
        return status;
    }

    private FrameStatus BeginToPassOver(ref ReadOnlySequence<byte> buffer, byte first, int header, int length)
    {
        var start = Math.Min(length, PublishHeadMax);
        if (buffer.Length < header + start) return FrameStatus.Incomplete;
        var head = new SpanReader(buffer.Slice(header, start).ToArray());
        var topic = head.Text();
        var qos = (byte)((first >> 1) & 3);
        var packetId = qos == 0 ? (ushort)0 : head.UInt16();
        if (head.Failed || qos == 3 || qos > 0 && packetId == 0) return FrameStatus.Malformed;
        _passedOver = new PassedOverPublish(Encoding.UTF8.GetString(topic), qos, packetId, header + length) { Left = header + length };
        _pace.Spend(first, length);
        return FrameStatus.Complete;
    }

    private void PassOver(ref ReadOnlySequence<byte> buffer)
    {
        var publish = _passedOver!;
        var some = Math.Min(publish.Left, buffer.Length);
        buffer = buffer.Slice(some);
        _heardAtMs = _broker.HeartbeatMs;
        if ((publish.Left -= some) > 0) return;
        _passedOver = null;
        _broker.Counters.PassOver();
        _clientSession!.OnPassedOver(publish.Topic, publish.Bytes);
        // [MQTT-3.3.4-7] as for a PUBLISH that is heard.
        if (publish.Qos > 0 && _level == 5 && _ring.OpenCount >= _broker.Options.InboundInFlightMax) Fail(MqttReason.ReceiveMaximumExceeded);
        else if (publish.Qos > 0) _ring.Complete(_ring.Begin(publish.Qos, publish.PacketId), MqttReason.QuotaExceeded);
    }

    private bool TryTakeRoom(int bytes)
    {
        if (!_broker.LongRoom.TryTake(bytes)) return false;
        _roomTaken = bytes;
        return true;
    }

    private void GiveBackRoom()
    {
        _broker.LongRoom.GiveBack(_roomTaken);
        _roomTaken = 0;
    }
}
