using Microsoft.Data.Sqlite;
using SmartCare.Domain.Registry;
using SmartCare.Domain.Words;
using SmartCare.Server.Figures;
using SmartCare.Server.Operations;
using SmartCare.Server.Registry;
using SmartCare.Server.Tests.Support;
using SmartCare.Storage;

namespace SmartCare.Server.Tests.Figures;

/// <summary>The counts on the disk: each change counted once, whatever becomes of the file and of the process.</summary>
public sealed class FigureBookTests : IDisposable
{
    private static readonly Month s_march = new(2025 * 12 + 2);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("smartcare-figures-");
    private readonly SqliteStore _store;
    private readonly StoreHealth _health = new();
    private readonly List<FigureFile> _files = [];
    private long _seq;

    public FigureBookTests() => _store = new SqliteStore(Path.Combine(_folder.FullName, "smartcare.db"));

    private string FilePath => Path.Combine(_folder.FullName, FigureFile.Name);

    public void Dispose()
    {
        foreach (var file in _files) file.Dispose();
        _store.Dispose();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public void A_change_moves_what_was_counted_and_counts_nothing_twice()
    {
        var (book, alert) = (Open(), Press("a1"));
        Write(alert);
        Count(book);
        Assert.Equal((1, 0, 0), Said(book));

        Write(alert with { Acknowledged = 30, Arrived = 90, Resolved = 200, Outcome = Outcome.False });
        Count(book);
        Assert.Equal((1, 1, 1), Said(book));

        // Corrected: it was a drill after all.
        Write(alert with { Acknowledged = 30, Arrived = 90, Resolved = 200, Outcome = Outcome.Drill });
        Count(book);
        Assert.Equal((0, 0, 0), Said(book));
        Assert.Equal(1, book.Of(null, s_march, s_march).Drills.Raised);
        Assert.Empty(book.Of(null, s_march, s_march).Devices);
    }

    [Fact]
    public void An_alert_that_is_opened_again_is_one_and_people_are_timed_from_then()
    {
        var (book, alert) = (Open(), Press("a1") with { Acknowledged = 300, Resolved = 400, Outcome = Outcome.Real });
        Write(alert);
        Count(book);
        Write(alert with { Reopened = alert.Raised.AddMinutes(20), Acknowledged = 15, Resolved = null, Outcome = null });
        Count(book);
        var answers = book.Of(null, s_march, s_march).Answers;
        Assert.Equal((1, 0, 15), (answers.Raised, answers.Ended, answers.Acknowledged.Percentile(50)));
    }

    [Fact]
    public void What_nobody_has_answered_is_late_only_when_its_limit_has_passed()
    {
        var time = new SetTime();
        var (book, now) = (Open(time), Month.Of(time.GetUtcNow()));
        Write(Press("a1") with { Raised = time.GetUtcNow().AddSeconds(-100) });
        Count(book);
        var answers = book.Of(null, now, now).Answers;
        Assert.Equal(((0, 1), (0, 0)), (answers.AcknowledgedWithin(60), answers.AcknowledgedWithin(180)));
        time.Advance(TimeSpan.FromSeconds(100));
        Assert.Equal((0, 1), book.Of(null, now, now).Answers.AcknowledgedWithin(180));
    }

    [Fact]
    public void A_step_that_was_cut_off_is_done_again_whole()
    {
        var book = Open();
        foreach (var n in Enumerable.Range(0, 20)) Write(Press($"a{n}"));
        Count(book);
        foreach (var n in Enumerable.Range(0, 20)) Write(Press($"a{n}") with { Acknowledged = n, Resolved = 60, Outcome = Outcome.Real });
        // Killed within the transaction: nothing of it is there.
        using (var file = new SqliteConnection($"Data Source={FilePath};Pooling=False"))
        {
            file.Open();
            using var command = file.CreateCommand();
            command.CommandText = "CREATE TRIGGER killed BEFORE UPDATE ON marks BEGIN SELECT RAISE(ABORT, 'killed'); END; CREATE TRIGGER killed2 BEFORE INSERT ON marks BEGIN SELECT RAISE(ABORT, 'killed'); END;";
            command.ExecuteNonQuery();
            Assert.ThrowsAny<Exception>(() => book.Step());
            command.CommandText = "DROP TRIGGER killed; DROP TRIGGER killed2;";
            command.ExecuteNonQuery();
        }

        var again = Open();
        Assert.Equal(0, again.Of(null, s_march, s_march).Answers.Ended);
        Count(again);
        Count(again);
        var answers = again.Of(null, s_march, s_march).Answers;
        Assert.Equal((20, 20, 20, 9), (answers.Raised, answers.Ended, answers.Acknowledged.Total, answers.Acknowledged.Percentile(50)));
    }

    [Theory]
    [InlineData("gone")]
    [InlineData("no database")]
    [InlineData("a month changed")]
    [InlineData("an alert changed")]
    public void A_file_that_is_lost_or_damaged_is_made_anew_from_the_alerts(string what)
    {
        var book = Open();
        foreach (var n in Enumerable.Range(0, 1_200)) Write(Press($"a{n}") with { Acknowledged = n % 100, Resolved = 300, Outcome = Outcome.Real });
        Count(book);
        var before = Said(book);
        foreach (var file in _files) file.Dispose();
        Damage(what);

        var again = Open();
        // What is damaged is met when it is read, or when the next change takes back what was counted.
        Write(Press("a0") with { Acknowledged = 5, Resolved = 300, Outcome = Outcome.Real });
        Assert.InRange(Said(again).Raised, 0, 1_200);
        Count(again);
        Assert.Equal(before, Said(again));
        Assert.Equal(what == "gone" ? 0 : 1, _health.Problems.Count);
    }

    [Fact]
    public void A_store_that_was_put_back_from_a_copy_is_counted_anew()
    {
        var book = Open();
        Write(Press("a1"));
        Count(book);
        _files[0].Save([], [], 1_000_000);
        Count(book);
        Assert.Equal((1, 0, 0), Said(book));
    }

    [Fact]
    public void Floods_begin_above_ten_in_ten_minutes_and_end_below_five()
    {
        Assert.Equal(0, FloodFigures.Of([(1, 10), (2, 10)]).Floods);
        var flood = FloodFigures.Of([(1, 11), (2, 5), (3, 4), (4, 12), (6, 30), (7, 6)]);
        Assert.Equal((3, 3, 5, 30), (flood.Floods, flood.Periods, flood.FloodPeriods, flood.Peak));
    }

    [Fact]
    public void Five_years_of_two_homes_are_read_at_once_and_to_the_second()
    {
        using var file = new FigureFile(FilePath);
        _files.Add(file);
        var expected = SimulatedYears.Fill(file, sites: 2, months: 60, alertsOfMonth: 300);
        var answers = new FigureBook(file, _store.Tables, new RegistryIndex(_store.Tables), _health, new SetTime()).Of(null, SimulatedYears.First, new Month(SimulatedYears.First.Number + 59)).Answers;
        Assert.Equal(expected.Count, answers.Acknowledged.Total);
        Assert.Equal(HandCount.Percentile(expected.Select(e => (int?)e), 0.95), answers.Acknowledged.Percentile(95));
    }

    private static ScriptedAlert Press(string id) => new(id, "sunshine", AlertKind.Help, "call-101-1", new DateTimeOffset(2025, 3, 3, 9, 0, 0, TimeSpan.Zero), null, null, null, null);

    private FigureBook Open(TimeProvider? time = null)
    {
        var file = new FigureFile(FilePath);
        _files.Add(file);
        var registry = new RegistryIndex(_store.Tables);
        registry.Take(new Site(SiteId.Of("sunshine"), "阳光", "Sunshine", "Asia/Shanghai"));
        return new FigureBook(file, _store.Tables, registry, _health, time ?? new SetTime());
    }

    private void Write(ScriptedAlert alert) => _store.Write([alert.Row(_seq += 10)]);

    private static void Count(FigureBook book) => Assert.True(book.CatchUp());

    private static (int Raised, int Ended, int False) Said(FigureBook book) => book.Of(null, s_march, s_march).Answers is var a ? (a.Raised, a.Ended, a.False) : default;

    private void Damage(string what)
    {
        if (what is "gone" or "no database")
        {
            foreach (var end in (string[])["", "-wal", "-shm"]) File.Delete(FilePath + end);
            if (what == "no database") File.WriteAllBytes(FilePath, new byte[8_192].Select((_, i) => (byte)(i * 7)).ToArray());
            return;
        }

        using var file = new SqliteConnection($"Data Source={FilePath};Pooling=False");
        file.Open();
        using var command = file.CreateCommand();
        command.CommandText = what == "a month changed" ? "UPDATE months SET sums = zeroblob(length(sums))" : "UPDATE alerts SET facts = zeroblob(length(facts)) WHERE id = 'a0'";
        command.ExecuteNonQuery();
    }
}
