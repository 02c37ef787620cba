namespace SmartCare.Server.Hooks;

/// <summary>How much comes in by signed webhooks.</summary>
internal static class HookLimits
{
    /// <summary>Each is a camera, a watch, or a cloud with all of its maker's devices at a site.</summary>
    public const int Most = 1_000;

    public const int LongestName = 100;

    /// <summary>A flat message of 64 channels with a link has 6 KiB.</summary>
    public const int BodyBytes = 16 * 1024;

    /// <summary>Of a webhook-id, in characters; the senders that are known have 30 to 60.</summary>
    public const int LongestId = 200;

    /// <summary>Of one hook a second, and at once: a cloud may bring what a whole house said while it was away.</summary>
    public const int PerSecond = 50, AtOnce = 500;

    /// <summary>Messages that are remembered by their webhook-id, about 200 bytes each. Beyond them a repetition is known by its device, time and content.</summary>
    public const int Remembered = 50_000;

    /// <summary>How far the sender's clock may be off (Standard Webhooks): what is older may be a message that somebody has kept.</summary>
    public static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(5);

    /// <summary>A message is refused by its time when it is older than the tolerance in either direction.</summary>
    public static readonly TimeSpan RememberedFor = 2 * Tolerance;

    /// <summary>Senders wait ten seconds and more; what is not on disk by then is asked for again.</summary>
    public static readonly TimeSpan CommitWithin = TimeSpan.FromSeconds(8);

    /// <summary>A device whose messages are refused is silenced: its site is told, once in so long.</summary>
    public static readonly TimeSpan BetweenRings = TimeSpan.FromMinutes(10);

    /// <summary>The device that calls for others is there while it calls; its grain is told once in so long.</summary>
    public static readonly TimeSpan ThereEvery = TimeSpan.FromSeconds(30);
}
