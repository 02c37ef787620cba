using SmartCare.Storage;

namespace SmartCare.Grains.Tests.Store;

public sealed class ClockRepairTests
{
    private static readonly DateTimeOffset s_now = new(2026, 11, 26, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("""{"at":"2036-11-26T12:00:30Z"}""", """{"at":"2026-11-29T12:00:30Z"}""")]
    [InlineData("""{"at":"2036-11-26T12:00:30.25+00:00","name":"room 2036"}""", """{"at":"2026-11-29T12:00:30.25+00:00","name":"room 2036"}""")]
    [InlineData("""{"at":"2026-11-26T11:59:59Z"}""", """{"at":"2026-11-26T11:59:59Z"}""")]
    public void A_time_that_has_not_come_goes_back_by_as_much_as_the_clock_was_ahead(string json, string expected) =>
        Assert.Equal(expected, ClockRepair.Back(json, s_now, TimeSpan.FromDays(3_650)));

    [Fact] public void A_store_that_was_written_years_ahead_is_of_now_again_and_its_rows_are_believed()
    {
        var folder = Directory.CreateTempSubdirectory("smartcare-clock-").FullName;
        var home = StoredHome.Make(Path.Combine(folder, "home"), killed: false);
        // The home's journal is of the first tenth of a second of 1970: for whoever is before that, it is ahead.
        var before = DateTimeOffset.UnixEpoch - TimeSpan.FromDays(3_650);
        Assert.Contains("batches of the journal", ClockRepair.Run(home, before), StringComparison.Ordinal);
        Assert.Null(ClockRepair.Run(home, before));
        using (var opened = StoreOpening.Open(home, before).Store)
            Assert.Empty(StoreScan.Run(new OpenedStore(opened, new Witness(Path.Combine(home, "witness.db"), Path.Combine(home, "smartcare.db")), []), before, out _));
        Directory.Delete(folder, recursive: true);
    }
}
