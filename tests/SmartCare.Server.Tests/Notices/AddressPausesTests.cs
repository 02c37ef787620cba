using SmartCare.Domain.Notices;
using SmartCare.Domain.Words;
using SmartCare.Server.Notices;
using SmartCare.Storage;

namespace SmartCare.Server.Tests.Notices;

/// <summary>A gateway that takes nothing is asked seldom, however many alerts want it; what is new and high is told at once, and who is back is told everything.</summary>
public sealed class AddressPausesTests : IDisposable
{
    private static readonly DateTimeOffset s_start = DateTimeOffset.FromUnixTimeSeconds(1_795_000_000);
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("smartcare-notices-");
    private readonly SqliteStore _store;

    public AddressPausesTests() => _store = new SqliteStore(Path.Combine(_folder.FullName, "smartcare.db"));

    public void Dispose()
    {
        _store.Dispose();
        _folder.Delete(recursive: true);
    }

    private readonly record struct Try(double AtS, string Id, bool Taken);

    [Theory]
    // So many notices of a priority for one dead address → the most tries in the first minute, and in any minute after the fifth. Eight go out before anybody
    // knows that it is dead.
    [InlineData(1, Priority.High, 4, 1)]
    [InlineData(93, Priority.Medium, 12, 1)]
    [InlineData(93, Priority.Low, 12, 1)]
    [InlineData(40, Priority.High, 20, 3)]
    [InlineData(300, Priority.Low, 12, 1)]
    public void A_dead_address_is_tried_with_growing_pauses(int notices, Priority priority, int first, int later)
    {
        Write(Enumerable.Range(0, notices).Select(i => Waiting($"n{i}", priority)));
        var tries = Play(minutes: 14, (_, _) => false);
        Assert.InRange(tries.Count(t => t.AtS < 60), 1, first);
        for (var minute = 5; minute < 14; minute++) Assert.InRange(tries.Count(t => t.AtS >= minute * 60 && t.AtS < minute * 60 + 60), 0, later);
    }

    [Theory]
    // The address takes nothing and has 20 others waiting; a new one comes → how long until it is tried.
    [InlineData(Priority.High, 10, 0)]
    [InlineData(Priority.High, 300, 0)]
    [InlineData(Priority.High, 599, 0)]
    [InlineData(Priority.High, 13, 0)]
    [InlineData(Priority.Medium, 300, 160)]
    [InlineData(Priority.Medium, 60, 160)]
    public void What_is_new_and_high_does_not_wait_for_the_failures_of_others(Priority priority, int atS, int mostS)
    {
        Write(Enumerable.Range(0, 20).Select(i => Waiting($"old{i}", Priority.Low)).Append(Waiting("new", priority, afterS: atS)));
        var tried = Play(minutes: 14, (_, _) => false).First(t => t.Id == "new");
        // Five seconds at the most, should another have been tried in that very moment.
        Assert.InRange(tried.AtS - atS, 0, Math.Max(mostS, 5));
    }

    [Fact]
    public void One_notice_alone_is_tried_as_often_as_ever()
    {
        Write([Waiting("alone", Priority.High)]);
        Assert.Equal(NoticeLimits.Tries, Play(minutes: 20, (_, _) => false).Count);
    }

    [Fact]
    public void An_address_that_is_back_is_told_everything_at_once_and_the_newest_first()
    {
        Write(Enumerable.Range(0, 5).Select(i => Waiting($"old{i}", Priority.High)).Append(Waiting("new", Priority.High, afterS: 300)));
        var taken = Play(minutes: 14, (_, atS) => atS >= 300).Where(t => t.Taken).ToList();
        Assert.Equal(6, taken.Count);
        Assert.InRange(taken.Max(t => t.AtS) - taken.Min(t => t.AtS), 0, 1);
    }

    [Fact]
    public void Other_addresses_know_nothing_of_it()
    {
        Write(Enumerable.Range(0, 20).Select(i => Waiting($"dead{i}", Priority.High)).Append(Waiting("well", Priority.Low, afterS: 60, address: "y")));
        Assert.Equal(60, Play(minutes: 3, (notice, _) => notice.Notice.Channel.Address == "y").Single(t => t.Taken).AtS);
    }

    [Fact]
    public void Whoever_waits_for_an_address_that_takes_nothing_is_told_so_in_the_end()
    {
        Write(Enumerable.Range(0, 93).Select(i => Waiting($"n{i}", Priority.Medium)));
        Play(minutes: 16, (_, _) => false);
        Assert.Equal(93, _ended.Count);
        Assert.All(_ended, n => Assert.StartsWith("not tried: the address has taken nothing for 1", n.Tries[^1].Answer, StringComparison.Ordinal));
    }

    private readonly List<StoredNotice> _ended = [];

    /// <summary>The sender's loop in virtual time: each try takes a tenth of a second.</summary>
    private List<Try> Play(int minutes, Func<StoredNotice, double, bool> takes)
    {
        var (outbox, pace, tries) = (new NoticeOutbox(_store.Tables), new NoticePace(new Random(1)), new List<Try>());
        for (var now = s_start; now < s_start.AddMinutes(minutes);)
        {
            var (due, hopeless, nextAt) = outbox.Take(now, _ => NoticeLimits.AtOnce);
            _ended.AddRange(hopeless);
            foreach (var notice in due)
            {
                var atS = (now - s_start).TotalSeconds;
                var made = new NoticeTry(now, 100, takes(notice, atS), "HTTP 503");
                tries.Add(new Try(atS, notice.Notice.Id, made.Delivered));
                var again = made.Delivered ? null : pace.After(notice.Tries.Count + 1, refused: false);
                outbox.Tried(notice.Notice.Id, made, now + again);
                if (again is null) _ended.Add(notice);
            }

            now = due.Count > 0 ? now.AddMilliseconds(100) : nextAt is { } next && next > now ? next : now.AddSeconds(1);
        }

        return tries;
    }

    private void Write(IEnumerable<StoredNotice> notices) => _store.Write([.. notices.Select(n => n.ToRow())]);

    private static StoredNotice Waiting(string id, Priority priority, int afterS = 0, string address = "x") => StoredNotice.Of(
        new Notice(id, SiteId.Of("sunshine"), "alert", AlertKind.Help, priority, 1, Audience.Duty, "王芳", new NoticeChannel(ChannelKind.Webhook, address, null),
            afterS == 0 ? null : s_start.AddSeconds(afterS)), s_start);
}
