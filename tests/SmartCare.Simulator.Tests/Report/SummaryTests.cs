using SmartCare.Simulator.Report;

namespace SmartCare.Simulator.Tests.Report;

public sealed class SummaryTests
{
    private static Summary Of(long sent, long acknowledged, int connected = 3) =>
        new("load", TimeSpan.FromSeconds(2), 3, connected, sent, acknowledged, sent - acknowledged, 4, 1.5, 20.25);

    [Fact]
    public void The_last_line_is_for_programs()
    {
        var output = new StringWriter();
        Of(10, 9).Write(output, "a: broke");
        Assert.Equal("sent=10 acknowledged=9 lost=1 reconnects=4 p50_ms=1.50 p99_ms=20.25", output.ToString().TrimEnd().Split('\n')[^1]);
    }

    [Fact]
    public void Nothing_lost_and_all_connected_is_good()
    {
        Assert.Equal(0, Of(10, 10).ExitCode);
        Assert.Equal(1, Of(10, 9).ExitCode);
        Assert.Equal(1, Of(10, 10, connected: 2).ExitCode);
    }

    [Fact]
    public void A_percentile_is_at_most_a_sixteenth_too_high()
    {
        var histogram = new LatencyHistogram();
        for (var ms = 1; ms <= 1000; ms++) histogram.Add(TimeSpan.FromMilliseconds(ms));
        Assert.InRange(histogram.PercentileMs(50), 500, 532);
        Assert.InRange(histogram.PercentileMs(99), 990, 1052);
        Assert.Equal(0, new LatencyHistogram().PercentileMs(99));
    }

    [Fact]
    public void What_is_not_acknowledged_is_counted()
    {
        var tally = new Tally();
        for (var i = 0; i < 5; i++) tally.CountSent();
        tally.CountAcknowledged(TimeSpan.FromMilliseconds(1));
        tally.CountGivenUp();
        Assert.Equal(3, tally.Unacknowledged);
    }
}
