using SmartCare.Learning.Site;
using SmartCare.Learning.Tests.Support;
using SmartCare.Server.Tests.Support;
using SmartCare.Storage;

namespace SmartCare.Server.Tests.Learning;

/// <summary>The file of bursts: what is linked, what counts as near, what goes.</summary>
public sealed class BurstFileTests : IDisposable
{
    private const long Minute = 60_000, Hour = 60 * Minute, Day = 24 * Hour, Link = 40_000;

    /// <summary>Noon of some day.</summary>
    private const long Noon = 20_000 * Day + 12 * Hour;

    private readonly string _folder = TestHost.NewFolder();
    private readonly BurstFile _file;
    private int _seed;

    public BurstFileTests() => _file = new BurstFile(Path.Combine(_folder, BurstFile.Name));

    public void Dispose()
    {
        _file.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public void A_fall_rings_for_the_burst_of_its_device_that_looked_most_like_one()
    {
        Save([At(Noon, score: 0.2), At(Noon + 1_000, score: 0.9), At(Noon + 2_000, score: 0.4), At(Noon + 1_500, score: 0.99) with { Device = "band-2" }, At(Noon - Minute, score: 0.95)], [Rung("a", Noon + 31_000)]);
        var linked = Assert.Single(_file.Since(0), b => b.Alert is not null);
        Assert.Equal((Noon + 1_000, "a", true), (linked.Burst.AtMs, linked.Alert, linked.Raised));
    }

    [Fact]
    public void The_same_change_told_twice_links_once_and_the_same_burst_sent_twice_is_one()
    {
        var burst = At(Noon);
        Save([burst, At(Noon + 500)], [Rung("a", Noon + 1_000)]);
        Save([burst with { AtMs = Noon + 5 }], [Rung("a", Noon + 1_000)]);
        Assert.Equal((2, 1), (_file.Since(0).Count(), _file.Since(0).Count(b => b.Alert == "a")));
    }

    [Fact]
    public void What_people_said_is_that_of_the_last_time()
    {
        Save([At(Noon)], [Rung("a", Noon)]);
        foreach (var said in (string?[])["false", null, "real"])
        {
            Save([], [], [new OutcomeRow("a", said, false)]);
            Assert.Equal(said, _file.Since(0).Single().Outcome);
        }
    }

    [Theory]
    [InlineData("elder-1", null, "other", "elsewhere", false, 59, true)]
    [InlineData("elder-1", null, "other", "elsewhere", false, -59, true)]
    [InlineData("elder-1", null, "other", "elsewhere", false, 61, false)]
    [InlineData("elder-2", null, "101", "sunshine", true, 1, false)]
    [InlineData(null, "band-1", "other", "elsewhere", false, 1, true)]
    [InlineData(null, "cord", "101", "sunshine", false, 1, true)]
    [InlineData(null, "cord", "102", "sunshine", false, 1, false)]
    [InlineData(null, "radar", "corridor", "sunshine", true, 1, true)]
    [InlineData(null, "radar", "corridor", "riverside", true, 1, false)]
    public void A_need_is_near_when_it_may_have_been_hers(string? elder, string? device, string place, string site, bool isFall, int minutes, bool isNear)
    {
        Save([At(Noon)], [new RungRow("a", isFall, device, elder, place, site, Noon + minutes * Minute, true)]);
        Assert.Equal(isNear, _file.Since(0).Single().NeedNearby);
    }

    [Fact]
    public void The_hour_is_over_once_the_alerts_have_been_followed_so_far()
    {
        Save([At(Noon)], [], followed: Noon + Hour - 1);
        Assert.False(_file.Since(0).Single().HourIsOver);
        Save([], [], followed: Noon + Hour);
        Assert.True(_file.Since(0).Single().HourIsOver);
    }

    [Fact]
    public void Old_ones_go_and_what_rang_for_them()
    {
        Save([At(Noon - 91 * Day), At(Noon)], [Rung("old", Noon - 91 * Day), Rung("new", Noon)], [new OutcomeRow("old", "real", false), new OutcomeRow("new", "false", false)]);
        Assert.Equal(1, _file.Prune(Noon - 90 * Day, long.MaxValue));
        Assert.Equal("false", _file.Since(0).Single().Outcome);
    }

    [Fact]
    public void Where_there_is_no_room_those_that_led_to_nothing_go_first()
    {
        Save([.. Enumerable.Range(0, 400).Select(n => At(Noon + n * Minute))], [.. Enumerable.Range(0, 20).Select(n => Rung($"a{n}", Noon + n * Minute))]);
        var half = _file.Bytes / 2;
        Assert.InRange(_file.Prune(0, half), 100, 300);
        Assert.True(_file.Bytes <= half);
        Assert.Equal(20, _file.Since(0).Count(b => b.Alert is not null));
        Assert.Equal(Noon + 399 * Minute, _file.Since(0).Last().Burst.AtMs);
        _file.Prune(0, 1);
        Assert.Equal(0, _file.Count);
    }

    private void Save(BurstRow[] bursts, RungRow[] rung, OutcomeRow[]? outcomes = null, long? followed = null) => _file.Save(bursts, rung, outcomes ?? [], Link, 1, followed);

    private static RungRow Rung(string alert, long at) => new(alert, true, "band-1", "elder-1", "101", "sunshine", at, true);

    private BurstRow At(long ms, double? score = null) =>
        new(ms, "band-1", "wearable", "elder-1", "sunshine", "101", "waist", 50, BurstCodec.Pack(Motions.Seat(++_seed))!, score, score is null ? null : "waist/x", null, null);
}
