using SmartCare.Mqtt.Packets;

namespace SmartCare.Mqtt.Server;

/// <summary>
/// How much one connection has sent in this second of the heartbeat. Spent: it is not read until the next one, so TCP slows its
/// client down; nothing is dropped, and nobody else waits. No clock and no timer: a comparison and a subtraction per packet.
/// </summary>
internal struct Pace
{
    private long _secondMs;
    private int _left;
    private bool _hasBegun;
    private bool _isCounted;

    public bool IsSpent(MqttBroker broker)
    {
        var now = broker.HeartbeatMs;
        if (now != _secondMs || !_hasBegun) (_secondMs, _left, _hasBegun, _isCounted) = (now, broker.Options.InboundRateMax, true, false);
        if (_left > 0 || broker.Options.InboundRateMax == 0) return false;
        if (!_isCounted) broker.Counters.ReadLater();
        return _isCounted = true;
    }

    /// <summary>Acknowledgements cost nothing: they are the answer to what we sent.</summary>
    public void Spend(byte first, long bodyBytes)
    {
        if (PacketTypes.Of(first) is PacketType.Puback or PacketType.Pubrec or PacketType.Pubrel or PacketType.Pubcomp) return;
        _left -= 1 + (int)(bodyBytes >> 10);
    }
}
