namespace SmartCare.Server.Webhooks;

/// <summary>How much leaves by webhook subscriptions, and for how long it is tried.</summary>
internal static class WebhookLimits
{
    /// <summary>Subscriptions in all: each has a loop of its own, and a few hundred bytes.</summary>
    public const int Most = 100;

    /// <summary>What is sent is signed with the former secret too for so long after a rotation: nobody changes both sides in one moment.</summary>
    public static readonly TimeSpan FormerHolds = TimeSpan.FromHours(24);

    public const int LongestName = 100, LongestUrl = 500;

    /// <summary>Changes read at a time: what waits for a receiver lies in the store, not in memory.</summary>
    public const int Batch = 100;

    /// <summary>Deliveries of each that are shown.</summary>
    public const int DeliveriesKept = 50;

    /// <summary>One try, as a notice by webhook.</summary>
    public static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);

    /// <summary>Between two tries of one that takes nothing: what is found working again after five minutes was not waited for by anybody.</summary>
    public static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(5);

    /// <summary>A long weekend. One that has taken nothing for so long is off, and told: somebody must look at it.</summary>
    public static readonly TimeSpan OffAfter = TimeSpan.FromDays(3);

    /// <summary>An older change is history and not news: it is passed over and told. Longer than <see cref="OffAfter"/>, so that who turns a subscription on again within four days
    /// misses nothing.</summary>
    public static readonly TimeSpan Oldest = TimeSpan.FromDays(7);

    /// <summary>How far each has come is written down once in so long: after a kill that much comes again.</summary>
    public static readonly TimeSpan CursorEvery = TimeSpan.FromSeconds(1);

    /// <summary>After the store could not be read.</summary>
    public static readonly TimeSpan StoreAgain = TimeSpan.FromSeconds(5);

    /// <summary>How long a try on its way may take when the silo stops; what is broken off is sent again at the next start.</summary>
    public static readonly TimeSpan Goodbye = TimeSpan.FromSeconds(3);
}
