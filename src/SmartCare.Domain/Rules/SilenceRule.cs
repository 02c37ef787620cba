namespace SmartCare.Domain.Rules;

/// <summary>A device that does not speak: it counts as offline when its class's limit has passed, or soon after its will.</summary>
public static class SilenceRule
{
    /// <summary>When to look again, should it say nothing more.</summary>
    public static DateTimeOffset DueAfterWord(DateTimeOffset spokeAt, TimeSpan limit) => spokeAt + limit;

    /// <summary>The silence that counts began with its last word, or with our own listening: while the silo was down nobody
    /// could be heard, and a restart must not call the whole house offline.</summary>
    /// <returns>Null: it is offline now. Else when to look again.</returns>
    public static DateTimeOffset? Judge(DateTimeOffset lastWord, DateTimeOffset listeningSince, TimeSpan limit, DateTimeOffset now)
    {
        var silentSince = lastWord > listeningSince ? lastWord : listeningSince;
        return now - silentSince >= limit ? null : silentSince + limit;
    }
}
