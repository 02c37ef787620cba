namespace SmartCare.Bridge;

/// <summary>Every bound of the bridge, each with its reason.</summary>
internal static class Limits
{
    /// <summary>
    /// PUBLISHes of one broker that are not acknowledged yet: at 50,000 a second and a commit of 20 ms a thousand are on their way to the disk. Announced as
    /// Receive Maximum (5.0), and kept by not reading on (3.1.1, and QoS 0 of either).
    /// </summary>
    public const int InFlightMax = 4_096;

    /// <summary>Received and not judged yet, before the socket is not read any more: what comes of one read of it, several times over.</summary>
    public const int BacklogMax = 1_024;

    /// <summary>Judged before what was gathered for the grains goes on its way, when messages come without a pause.</summary>
    public const int BatchMax = 256;

    /// <summary>Topics of one connection that are kept: those of a district's devices behind one broker; further ones are only not recognised by their instance.</summary>
    public const int TopicsMax = 65_536;

    /// <summary>Bytes that are asked of the socket at once: the client reads header and body of each small packet for itself, which would be two system calls a message.</summary>
    public const int ReadBytes = 64 * 1024;

    /// <summary>Longest packet (5.0): zigbee2mqtt's description of all its devices, as at our own endpoint.</summary>
    public const uint PacketMax = 4 * 1024 * 1024;

    /// <summary>Seconds for which a broker keeps our session without us (5.0): a week. What is older than a day is only recorded.</summary>
    public const uint SessionExpirySeconds = 7 * 24 * 3600;

    /// <summary>Changes of alerts that wait for a broker that is away: an hour of a flood. Then the oldest go.</summary>
    public const int OutwardMax = 2_048;

    /// <summary>Retained topics of one site that are kept to be said again at each connection.</summary>
    public const int OutwardRetainedMax = 64;

    /// <summary>A broker that does not answer for so long is away.</summary>
    public static readonly TimeSpan AnswerWithin = TimeSpan.FromSeconds(10);

    /// <summary>So often a broker hears from us at least: one that died without a word is noticed within half a minute.</summary>
    public static readonly TimeSpan KeepAlive = TimeSpan.FromSeconds(20);

    /// <summary>The first pause after a loss, and the longest: a broker that restarts is back within seconds, and a dead one must not be asked all night more than it needs.</summary>
    public static readonly TimeSpan PauseMin = TimeSpan.FromSeconds(1), PauseMax = TimeSpan.FromSeconds(30);

    /// <summary>A connection that held so long was one: the next pause is short again.</summary>
    public static readonly TimeSpan HeldFor = TimeSpan.FromSeconds(30);
}
