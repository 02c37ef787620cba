namespace SmartCare.Grains.Tests.Support;

/// <summary>Time that passes when the test says so.</summary>
internal sealed class FakeTime : TimeProvider
{
    private long _ms = 1_760_000_000_000;

    public long NowMs => Interlocked.Read(ref _ms);

    public void Pass(long ms) => Interlocked.Add(ref _ms, ms);

    public override DateTimeOffset GetUtcNow() => DateTimeOffset.FromUnixTimeMilliseconds(NowMs);

    public override long TimestampFrequency => 1_000;

    public override long GetTimestamp() => NowMs;
}
