using SmartCare.Mqtt.Packets;

namespace SmartCare.Mqtt.Server;

/// <summary>
/// How much one connection may still send in this second of the heartbeat. Spent: it is not read until the next one, so TCP slows its
/// client down; nothing is dropped, and nobody else waits. No clock and no timer: a comparison and a subtraction per packet. All
/// connections of one name draw on one rate, a slice at a time.
/// </summary>
internal struct Pace(SharedRate rate)
{
    /// <summary>The rate is drawn in so many slices: few exchanges, and little left unused with a connection that has gone quiet.</summary>
    private const int Slices = 64;
    private long _secondMs;
    private int _left;
    private bool _isCounted;

    public readonly SharedRate Rate => rate;

    public bool IsSpent(MqttBroker broker)
    {
        var most = broker.Options.InboundRateMax;
        if (most == 0) return false;
        var now = broker.HeartbeatMs;
        if (now != _secondMs) (_secondMs, _left, _isCounted) = (now, 0, false);
        // A large packet may have cost more than was left: it is paid from the next slice.
        while (_left <= 0)
        {
            var drawn = rate.Take(now, most, Math.Max(1, most / Slices));
            if (drawn == 0)
            {
                if (!_isCounted) broker.Counters.ReadLater();
                return _isCounted = true;
            }
            _left += drawn;
        }
        return false;
    }

    /// <summary>Acknowledgements cost nothing: they are the answer to what we sent.</summary>
    public void Spend(byte first, long bodyBytes)
    {
        if (PacketTypes.Of(first) is PacketType.Puback or PacketType.Pubrec or PacketType.Pubrel or PacketType.Pubcomp) return;
        _left -= 1 + (int)(bodyBytes >> 10);
    }
}
