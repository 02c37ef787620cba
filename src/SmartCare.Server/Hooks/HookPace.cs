using System.Threading.RateLimiting;

namespace SmartCare.Server.Hooks;

/// <summary>How fast one hook may be called: who knows its address gets so much of the cores and no more, whether or not they know its secret.</summary>
internal sealed class HookPace : IDisposable
{
    private readonly PartitionedRateLimiter<Hook> _calls = PartitionedRateLimiter.Create<Hook, string>(hook => RateLimitPartition.GetTokenBucketLimiter(hook.Id, _ => new TokenBucketRateLimiterOptions
    {
        TokenLimit = HookLimits.AtOnce, TokensPerPeriod = HookLimits.PerSecond, ReplenishmentPeriod = TimeSpan.FromSeconds(1), QueueLimit = 0,
    }));

    public bool MayCall(Hook hook) => _calls.AttemptAcquire(hook).IsAcquired;

    public void Dispose() => _calls.Dispose();
}
