using System.Buffers;
using System.IO.Pipelines;
using System.Text;
using SmartCare.Mqtt.Packets;

namespace SmartCare.Mqtt.Client;

/// <summary>The reading side of the client.</summary>
public sealed partial class MqttClient
{
    private const ushort AliasMax = 16;
    private const int PacketMax = 64 * 1024 * 1024;
    private readonly string?[] _aliases = new string?[AliasMax + 1];
    private readonly HashSet<ushort> _received = [];

    private async Task RunAsync()
    {
        var why = new MqttClientException("the server closed the connection");
        // Zero-byte reads: an idle client holds no buffer.
        var input = PipeReader.Create(_stream!, new StreamPipeReaderOptions(bufferSize: 4096, useZeroByteReads: true));
        try
        {
            while (true)
            {
                var result = await input.ReadAsync().ConfigureAwait(false);
                var buffer = result.Buffer;
                MqttMessage? message = null;
                while (message is null && TryTake(ref buffer, out message, out var fault))
                    if (fault is not null) throw fault;
                // With a message in hand the rest has not been looked at yet.
                input.AdvanceTo(buffer.Start, message is null ? buffer.End : buffer.Start);
                if (message is not null) await HandOnAsync(message).ConfigureAwait(false);
                else if (result.IsCompleted) break;
            }
        }
        catch (MqttClientException e)
        {
            why = e;
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or OperationCanceledException or InvalidOperationException)
        {
            why = new MqttClientException("the connection broke: " + e.Message, MqttReason.UnspecifiedError, e);
        }
        Close(why);
        await input.CompleteAsync().ConfigureAwait(false);
    }

    private async ValueTask HandOnAsync(MqttMessage message)
    {
        if (options.OnMessage is { } callback) callback(message);
        else if (!_inbox.Writer.TryWrite(message)) await _inbox.Writer.WriteAsync(message).ConfigureAwait(false);
    }

    /// <summary>One packet off the buffer; false when there is no whole one.</summary>
    private bool TryTake(ref ReadOnlySequence<byte> buffer, out MqttMessage? message, out MqttClientException? fault)
    {
        (message, fault) = (null, null);
        var status = Frame.TryRead(ref buffer, PacketMax, out var first, out var sequence);
        if (status is FrameStatus.Incomplete) return false;
        var reason = status is FrameStatus.Complete
            ? Handle(first, sequence.IsSingleSegment ? sequence.FirstSpan : sequence.ToArray(), out message, out fault)
            : MqttReason.MalformedPacket;
        if (reason is not MqttReason.Success)
            fault = new MqttClientException($"the server sent a packet that cannot be read: {reason}", reason);
        return true;
    }

    private MqttReason Handle(byte first, ReadOnlySpan<byte> body, out MqttMessage? message, out MqttClientException? fault)
    {
        (message, fault) = (null, null);
        var (type, level) = (PacketTypes.Of(first), options.ProtocolLevel);
        switch (type)
        {
            case PacketType.Connack:
                var bad = ConnackPacket.TryRead(body, level, out var connack);
                if (connack is null) return bad;
                if (connack.Reason is MqttReason.Success) _connack.TrySetResult(connack);
                else fault = new MqttClientException($"the server refused the connection: {connack.Reason}", connack.Reason);
                return MqttReason.Success;
            case PacketType.Publish:
                return OnPublish(first, body, out message);
            case PacketType.Puback or PacketType.Pubrec or PacketType.Pubrel or PacketType.Pubcomp:
                return OnAck(type, body);
            case PacketType.Suback or PacketType.Unsuback:
                bad = SubackPacket.TryRead(type, body, level, out var suback);
                if (suback is not null) _pending.Complete(suback.PacketId, suback.Reasons);
                return bad;
            case PacketType.Pingresp:
                _pingedAtMs = 0;
                return MqttReason.Success;
            case PacketType.Disconnect:
                bad = DisconnectPacket.TryRead(type, body, level, out var disconnect);
                fault = new MqttClientException($"disconnected by the server: {disconnect.Reason}", disconnect.Reason);
                return bad;
            default:
                return MqttReason.ProtocolError;
        }
    }

    private MqttReason OnPublish(byte first, ReadOnlySpan<byte> body, out MqttMessage? message)
    {
        message = null;
        var bad = PublishPacket.TryRead(first, body, options.ProtocolLevel, out var publish);
        if (bad is not MqttReason.Success) return bad;
        var topic = Encoding.UTF8.GetString(publish.Topic);
        var alias = publish.Properties.Number(PropertyId.TopicAlias, 0);
        if (alias > AliasMax) return MqttReason.TopicAliasInvalid;
        if (topic.Length == 0) topic = _aliases[alias] ?? "";
        else if (alias > 0) _aliases[alias] = topic;

        var known = publish.Qos == 2 && !_received.Add(publish.PacketId);
        if (publish.Qos > 0) Ack(publish.Qos == 1 ? PacketType.Puback : PacketType.Pubrec, publish.PacketId);
        if (!known) message = ToMessage(publish, topic);
        return MqttReason.Success;
    }

    private static MqttMessage ToMessage(in PublishPacket publish, string topic)
    {
        var properties = publish.Properties;
        var message = new MqttMessage(topic, publish.Payload.ToArray(), publish.Qos, publish.Retain, publish.Dup);
        return properties.Raw.IsEmpty ? message : message with
        {
            ResponseTopic = properties.Text(PropertyId.ResponseTopic),
            CorrelationData = properties.Bytes(PropertyId.CorrelationData).ToArray(),
            ContentType = properties.Text(PropertyId.ContentType),
            ExpiryS = properties.Has(PropertyId.MessageExpiry) ? properties.Number(PropertyId.MessageExpiry, 0) : null,
            SubscriptionIds = properties.SubscriptionIds(),
            UserProperties = properties.UserProperties(),
        };
    }

    private MqttReason OnAck(PacketType type, ReadOnlySpan<byte> body)
    {
        var bad = AckPacket.TryRead(type, body, options.ProtocolLevel, out var ack);
        if (bad is not MqttReason.Success) return bad;
        if (type is PacketType.Pubrec && (byte)ack.Reason < 0x80) Ack(PacketType.Pubrel, ack.PacketId);
        else if (type is PacketType.Pubrel)
        {
            _received.Remove(ack.PacketId);
            Ack(PacketType.Pubcomp, ack.PacketId);
        }
        else _pending.Complete(ack.PacketId, ack.Reason);
        return MqttReason.Success;
    }

    private void Ack(PacketType type, ushort packetId)
    {
        var outbox = _outbox!;
        lock (outbox.Sync) PacketWriter.WriteAck(outbox, type, packetId, MqttReason.Success, options.ProtocolLevel);
        outbox.Schedule();
    }
}
