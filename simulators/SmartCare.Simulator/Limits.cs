namespace SmartCare.Simulator;

/// <summary>Every bound of the simulator, each with its reason.</summary>
internal static class Limits
{
    /// <summary>Turns of the one loop: at 5,000 messages/s each turn hands out 50, which leave in few writes.</summary>
    public static readonly TimeSpan Turn = TimeSpan.FromMilliseconds(10);

    /// <summary>Handshakes under way at once: the server checks a slow password hash for each.</summary>
    public const int Connecting = 32;

    /// <summary>From the first byte to CONNACK; a server that takes longer is away.</summary>
    public static readonly TimeSpan Connect = TimeSpan.FromSeconds(10);

    /// <summary>Silence after which a connection asks whether the server is still there.</summary>
    public static readonly TimeSpan KeepAlive = TimeSpan.FromSeconds(60);

    public const long BackoffFirstMs = 250;

    /// <summary>A restarted server has everyone back within two seconds; a thousand knocks in that time cost next to nothing.</summary>
    public const long BackoffMostMs = 2_000;

    /// <summary>Someone else speaks for this device now (a scenario): not fought for, but not for ever.</summary>
    public const long StandAsideMs = 180_000;

    /// <summary>The server said "not now" to a message.</summary>
    public const long RefusedPauseMs = 500;

    /// <summary>Publishes of one connection without an acknowledgement; or fewer, when the broker allows fewer.</summary>
    public const int InFlight = 64;

    /// <summary>What a real device buffers while its server is away.</summary>
    public const int DeviceBacklog = 64;

    /// <summary>Of one connection of a load run; when all are full the run holds back instead of growing.</summary>
    public const int LoadBacklog = 1_000;

    /// <summary>All devices of a home together.</summary>
    public const double HomeRate = 1_000;

    /// <summary>How long the last acknowledgements are waited for.</summary>
    public static readonly TimeSpan Drain = TimeSpan.FromSeconds(10);

    /// <summary>A load run begins when all are connected, or after this.</summary>
    public static readonly TimeSpan AllConnected = TimeSpan.FromSeconds(60);

    /// <summary>The first connection: a server that is just starting gets this long.</summary>
    public static readonly TimeSpan FirstReach = TimeSpan.FromSeconds(3);

    /// <summary>After Ctrl-C: drain, goodbye and summary fit.</summary>
    public static readonly TimeSpan Termination = TimeSpan.FromSeconds(20);

    /// <summary>From a device's word to the alert at the hub. A second is usual; more than this and nobody would call it at once.</summary>
    public const double AlarmShownS = 5;

    /// <summary>More than the grace of a device that is away: the watch looks every few seconds.</summary>
    public const double OfflineShownS = 15;

    /// <summary>How often a simulated person looks: well below how fast one is.</summary>
    public static readonly TimeSpan Look = TimeSpan.FromMilliseconds(100);
}
