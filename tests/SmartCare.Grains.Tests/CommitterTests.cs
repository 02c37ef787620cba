using SmartCare.Grains.Tests.Support;

namespace SmartCare.Grains.Tests;

/// <summary>Acknowledged means safe; and what the disk will not take goes out marked all the same. The committer is stepped by hand;
/// numbers name the batches.</summary>
public sealed class CommitterTests
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);
    private readonly MemoryJournal _journal = new(1);
    private readonly Ledger _ledger = new();
    private readonly FakeTime _time = new();
    private readonly Shard<string, ToyEffect> _shard;
    private readonly Committer<string, ToyEffect> _committer;
    private int _posted;

    public CommitterTests()
    {
        _shard = new Shard<string, ToyEffect>(0, new Toys(), _journal);
        _committer = new Committer<string, ToyEffect>(_journal, _ledger, b => _ledger.Write($"saved {b.First}"), _time);
    }

    [Fact] public void Nothing_is_shown_or_told_before_the_commit()
    {
        _journal.BeforeCommit = (_, _) => _ledger.Write("disk");
        Post();
        Assert.Equal("", _ledger.Read());
        Step();
        Assert.Equal("enter 1, disk, saved 1, show 1, tell 1", _ledger.Read());
        Assert.Equal(0, _committer.PendingEntries);
    }

    [Fact] public void Whatever_arrived_during_a_commit_is_the_next_one()
    {
        var groups = new List<int>();
        _journal.BeforeCommit = (batches, _) =>
        {
            groups.Add(batches.Count);
            if (groups.Count == 1) Post(3);
        };
        Post();
        Step();
        Step();
        Assert.Equal([1, 3], groups);
        Assert.Equal(2, _committer.Commits);
        Assert.Equal(["row 1", "row 2", "row 3", "row 4"], _journal.Rows.Cast<ToyRow>().Select(r => r.Text));
    }

    [Fact] public void A_failing_journal_shows_unsaved_and_tells_nobody_saved()
    {
        Fail();
        Post();
        Step();
        Assert.Equal("enter 1, show 1 unsaved, tell 1 unsaved", _ledger.Read());
        Assert.Equal("journal: full", _committer.Trouble);
        Assert.Equal(1, _committer.PendingEntries);
        Assert.Empty(_journal.Read(0, 0));
    }

    [Fact] public void While_it_fails_a_press_is_shown_at_once_and_the_disk_is_tried_twice_a_second()
    {
        var tries = Fail();
        Post();
        Step();
        for (var i = 0; i < 10; i++)
        {
            Post();
            Step();
        }

        Assert.Equal(1, tries());
        Assert.Equal(11, _ledger.Lines.Count(l => l.StartsWith("show") && l.EndsWith("unsaved")));
        _time.Pass(Limits.RetryMs);
        Step();
        Assert.Equal(2, tries());
        Assert.Equal(11, _ledger.Lines.Count(l => l.StartsWith("show")));
    }

    [Fact] public void When_the_disk_is_back_everything_is_committed_once_told_and_settled()
    {
        Fail();
        Post();
        Step();
        Post();
        Step();
        _ledger.Read();
        _journal.BeforeCommit = null;
        _time.Pass(Limits.RetryMs);
        Post();
        Step();
        Assert.Equal("enter 3, saved 1, tell 1, saved 2, tell 2, saved 3, show 3, tell 3, settled 1+2", _ledger.Read());
        Assert.Null(_committer.Trouble);
        Assert.Equal(0, _committer.PendingEntries);
        Assert.Equal([1L, 2, 3], _journal.Read(0, 0).Select(b => b.First));
        Assert.Equal(["row 1", "row 2", "row 3", "settle 1", "settle 2"], _journal.Rows.Cast<ToyRow>().Select(r => r.Text));
    }

    [Fact] public void A_commit_of_unknown_outcome_is_repeated_and_written_once()
    {
        _journal.AfterCommit = () => throw new JournalUnavailableException("the answer was lost");
        Post();
        Step();
        Assert.Equal("enter 1, show 1 unsaved, tell 1 unsaved", _ledger.Read());
        _journal.AfterCommit = null;
        _time.Pass(Limits.RetryMs);
        Step();
        Assert.Equal("saved 1, tell 1, settled 1", _ledger.Read());
        Assert.Single(_journal.Read(0, 0));
        Assert.Equal(["row 1", "settle 1"], _journal.Rows.Cast<ToyRow>().Select(r => r.Text));
    }

    [Fact] public void A_mark_that_could_not_be_taken_off_is_taken_off_with_the_next_commit()
    {
        Fail();
        Post();
        Step();
        _time.Pass(Limits.RetryMs);
        _journal.BeforeCommit = (batches, _) =>
        {
            if (batches.Count == 0) throw new JournalUnavailableException("full again");
        };
        Step();
        Assert.DoesNotContain(_ledger.Lines, l => l.StartsWith("settled"));
        Assert.Null(_committer.Trouble);
        _journal.BeforeCommit = null;
        _ledger.Read();
        Post();
        Step();
        Assert.EndsWith("settled 1", _ledger.Read());
    }

    [Fact] public void A_commit_that_hangs_lets_alarms_out_unsaved()
    {
        using var disk = new HangingDisk(_journal, hangs: _ => true);
        Post();
        var stepping = disk.Background(Step);
        disk.WaitUntilItHangs();
        Post();
        _time.Pass(Limits.StalledCommitMs - 1);
        _committer.Watch();
        Assert.Equal("enter 1", _ledger.Read());
        _time.Pass(1);
        _committer.Watch();
        Assert.Equal("enter 2, show 1 unsaved, tell 1 unsaved, show 2 unsaved, tell 2 unsaved", _ledger.Read());
        Assert.Contains("does not come back", _committer.Trouble);

        disk.LetGo(stepping);
        Assert.Equal("saved 1, tell 1", _ledger.Read());
    }

    [Fact] public void What_was_let_out_during_a_hang_is_committed_after_it()
    {
        using var disk = new HangingDisk(_journal, hangs: _ => true);
        Post();
        var stepping = disk.Background(Step);
        disk.WaitUntilItHangs();
        Post();
        _time.Pass(Limits.StalledCommitMs);
        _committer.Watch();
        disk.LetGo(stepping);
        _ledger.Read();
        Assert.Equal(["row 1"], _journal.Rows.Cast<ToyRow>().Select(r => r.Text));
        Step();
        Assert.Equal("saved 2, tell 2, settled 1+2", _ledger.Read());
        Assert.Equal(["row 1", "row 2", "settle 1", "settle 2"], _journal.Rows.Cast<ToyRow>().Select(r => r.Text));
        Assert.Equal([1L, 2], _journal.Read(0, 0).Select(b => b.First));
        Assert.Null(_committer.Trouble);
    }

    [Fact] public void Taking_the_marks_off_may_hang_too_and_alarms_still_get_out()
    {
        Fail();
        Post();
        Step();
        _time.Pass(Limits.RetryMs);
        using var disk = new HangingDisk(_journal, hangs: batches => batches.Count == 0);
        var stepping = disk.Background(Step);
        disk.WaitUntilItHangs();
        _ledger.Read();
        Post();
        _time.Pass(Limits.StalledCommitMs);
        _committer.Watch();
        Assert.Equal("enter 2, show 2 unsaved, tell 2 unsaved", _ledger.Read());
        disk.LetGo(stepping);
        Step();
        Assert.EndsWith("saved 2, tell 2, settled 1+2", _ledger.Read());
    }

    [Fact] public void A_watch_over_a_healthy_journal_does_nothing()
    {
        Post();
        _time.Pass(Limits.StalledCommitMs * 2);
        _committer.Watch();
        Assert.Equal("", _ledger.Read());
    }

    [Fact] public void Stopping_commits_what_is_left()
    {
        Post(3);
        _committer.Start();
        _committer.Stop();
        Assert.Equal([1L, 2, 3], _journal.Read(0, 0).Select(b => b.First));
        Assert.EndsWith("tell 3", _ledger.Read());
    }

    [Fact] public void Stopping_over_a_failing_journal_tries_once_and_ends()
    {
        var tries = Fail();
        Post();
        _committer.Start();
        _committer.Stop();
        Assert.Equal("enter 1, show 1 unsaved, tell 1 unsaved", _ledger.Read());
        Assert.InRange(tries(), 1, 2);
    }

    private void Step() => _committer.Step(0);

    private void Post(int times = 1)
    {
        for (; times > 0; times--)
        {
            var name = $"{++_posted}";
            _committer.Post(_shard.Decide([new(Toys.Id("a"), $"add {name}", _ledger.Receipt(name))], _time.NowMs, 1)!);
        }
    }

    private Func<int> Fail()
    {
        var tries = 0;
        _journal.BeforeCommit = (_, _) =>
        {
            tries++;
            throw new JournalUnavailableException("full");
        };
        return () => tries;
    }

    /// <summary>A disk whose first matching commit does not come back until it is let go.</summary>
    private sealed class HangingDisk : IDisposable
    {
        private readonly ManualResetEventSlim _hanging = new(), _go = new();

        public HangingDisk(MemoryJournal journal, Func<IReadOnlyList<JournalBatch>, bool> hangs) => journal.BeforeCommit = (batches, _) =>
        {
            if (_hanging.IsSet || !hangs(batches)) return;
            _hanging.Set();
            Assert.True(_go.Wait(s_patience));
        };

        public Thread Background(Action work)
        {
            var thread = new Thread(() => work()) { IsBackground = true };
            thread.Start();
            return thread;
        }

        public void WaitUntilItHangs() => Assert.True(_hanging.Wait(s_patience));

        public void LetGo(Thread stepping)
        {
            _go.Set();
            Assert.True(stepping.Join(s_patience));
        }

        public void Dispose()
        {
            _go.Set();
            _hanging.Dispose();
        }
    }
}
