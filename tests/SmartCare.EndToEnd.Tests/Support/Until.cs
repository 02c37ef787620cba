namespace SmartCare.Testing;

/// <summary>The passing of real time, for the few tests whose subject it is: another process's clock, or a foreign server's catching up.
/// Everything else waits for an event.</summary>
internal static class Until
{
    public static async Task ReachedAsync(DateTimeOffset instant)
    {
        var left = instant - DateTimeOffset.UtcNow;
        if (left <= TimeSpan.Zero) return;
        using var timer = new PeriodicTimer(left);
        await timer.WaitForNextTickAsync();
    }

    /// <summary>Asks ten times a second until the answer satisfies.</summary>
    public static async Task<T> TrueAsync<T>(Func<Task<T>> ask, Func<T, bool> satisfies, TimeSpan timeout)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        var end = DateTimeOffset.UtcNow + timeout;
        while (true)
        {
            var answer = await ask();
            if (satisfies(answer)) return answer;
            if (DateTimeOffset.UtcNow > end) throw new TimeoutException($"After {timeout} the answer is still {answer}.");
            await timer.WaitForNextTickAsync();
        }
    }
}
