namespace SmartCare.Server.Intake;

/// <summary>How one gateway stands: how many connections speak for it, and whether it is lost. Guarded by itself; what is asked with every message is read without.</summary>
internal sealed class GatewayLine(string name)
{
    public string Name => name;

    /// <summary>Connections that have spoken for it and are still there.</summary>
    public int Voices;

    /// <summary>Its connection broke, or it said that it goes, and it has not spoken since.</summary>
    public volatile bool IsLost;

    /// <summary>When its grain was last told that it is there; ticks of the watch's time, 0 never.</summary>
    public long ToldAt;

    /// <summary>Since when it is lost; null while it is not, and once its sites were told.</summary>
    public DateTimeOffset? LostAt;

    /// <summary>It has spoken since the start of the watch.</summary>
    public volatile bool HasSpoken;
}
