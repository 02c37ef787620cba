namespace SmartCare.Mqtt.Server;

/// <summary>Room for the long packets that are arriving, of all connections together.</summary>
internal sealed class LongRoom(MqttOptions options)
{
    private long _taken;

    public bool TryTake(int bytes)
    {
        if (Interlocked.Add(ref _taken, bytes) <= options.LongBytesMax) return true;
        GiveBack(bytes);
        return false;
    }

    public void GiveBack(int bytes) => Interlocked.Add(ref _taken, -bytes);
}
