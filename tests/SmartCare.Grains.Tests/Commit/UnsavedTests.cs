using SmartCare.Grains.Store;
using SmartCare.Grains.Tests.Support;

namespace SmartCare.Grains.Tests.Commit;

/// <summary>What the disk will not take goes out marked all the same, and the mark is taken off when it did.</summary>
public sealed class UnsavedTests
{
    private readonly CommitBench _bench = new();

    [Fact] public void A_failing_store_shows_unsaved_and_acknowledges_nothing()
    {
        _bench.Fail();
        var record = _bench.Post()[0];
        _bench.Step();
        Assert.Equal("show 1=1 unsaved", _bench.Ledger.Read());
        Assert.Equal("store: full", _bench.Committer.Trouble);
        Assert.Equal(1, _bench.Committer.PendingRecords);
        Assert.True(record.Ticket.Released.IsCompletedSuccessfully);
        Assert.False(record.Ticket.Safe.IsCompleted);
        Assert.Empty(_bench.Journal);
    }

    [Fact] public void While_it_fails_a_press_is_shown_at_once_and_the_disk_is_tried_twice_a_second()
    {
        var tries = _bench.Fail();
        _bench.Post();
        _bench.Step();
        for (var i = 0; i < 10; i++)
        {
            _bench.Post();
            _bench.Step();
        }

        Assert.Equal(1, tries());
        Assert.Equal(11, _bench.Ledger.Lines.Count(l => l.StartsWith("show") && l.EndsWith("unsaved")));
        _bench.Time.Pass(Limits.RetryMs);
        _bench.Step();
        Assert.Equal(2, tries());
        Assert.Equal(11, _bench.Ledger.Lines.Count);
    }

    [Fact] public void When_the_disk_is_back_everything_is_committed_once_told_and_settled()
    {
        _bench.Fail();
        var records = _bench.Post();
        _bench.Step();
        records.AddRange(_bench.Post());
        _bench.Step();
        _bench.Ledger.Read();
        _bench.Mend();
        records.AddRange(_bench.Post());
        _bench.Step();
        _bench.Step();
        Assert.Equal("show 3=3, settled 1=1+2=2", _bench.Ledger.Read());
        Assert.All(records, r => Assert.True(r.Ticket.Safe.IsCompletedSuccessfully));
        Assert.Null(_bench.Committer.Trouble);
        Assert.Equal(0, _bench.Committer.PendingRecords);
        Assert.Equal([1L, 2, 3], _bench.Journal.Select(e => e.Number));
        Assert.Equal("1 1=1, 2 2=2, 3 3=3, 4 settle 1=1, 5 settle 2=2", _bench.Changes);
    }

    [Fact] public void A_commit_of_unknown_outcome_is_repeated_as_it_was_and_written_once()
    {
        _bench.Watched().Writer.AfterCommit = () => throw new StoreUnavailableException("the answer was lost");
        _bench.Post();
        _bench.Step();
        Assert.Equal("show 1=1 unsaved", _bench.Ledger.Read());
        // What came meanwhile is not in the repeated group, or the store would not know it again.
        _bench.Post();
        _bench.Writer.AfterCommit = null;
        _bench.Time.Pass(Limits.RetryMs);
        _bench.Step();
        _bench.Step();
        Assert.Equal([1L, 1], _bench.Groups.Take(2).Select(g => g.Number));
        Assert.Equal(_bench.Groups[0].Journal!.Body.ToArray(), _bench.Groups[1].Journal!.Body.ToArray());
        Assert.Equal("1 1=1, 2 2=2, 3 settle 1=1", _bench.Changes);
        Assert.Equal([1L, 2], _bench.Journal.Select(e => e.Number));
    }

    [Fact] public void A_mark_that_could_not_be_taken_off_is_taken_off_with_the_next_commit()
    {
        _bench.Fail();
        _bench.Post();
        _bench.Step();
        _bench.Time.Pass(Limits.RetryMs);
        _bench.Writer.BeforeCommit = group =>
        {
            if (IsSettling(group)) throw new StoreUnavailableException("full again");
        };
        _bench.Step();
        Assert.DoesNotContain(_bench.Ledger.Lines, l => l.StartsWith("settled"));
        Assert.Null(_bench.Committer.Trouble);
        _bench.Writer.BeforeCommit = null;
        _bench.Post();
        _bench.Step();
        Assert.EndsWith("settled 1=1", _bench.Ledger.Read());
        Assert.Equal("1 1=1, 2 2=2, 3 settle 1=1", _bench.Changes);
    }

    [Fact] public void Numbers_that_another_silo_gave_meanwhile_are_not_given_again()
    {
        var other = new CommitBench(_bench.Store, stream: 2);
        _bench.Fail();
        _bench.Post();
        _bench.Step();
        other.Post(1, "x");
        other.Step();
        _bench.Time.Pass(Limits.RetryMs);
        _bench.Writer.BeforeCommit = group =>
        {
            // Between the commit and the one that takes the mark off.
            if (!IsSettling(group)) return;
            other.Post(1, "y");
            other.Step();
        };
        _bench.Step();
        other.Post(1, "z");
        other.Step();
        Assert.Equal("1 x=1, 2 1=1, 3 y=2, 4 settle 1=1, 5 z=3", _bench.Changes);
    }

    [Fact] public void Numbers_of_what_went_out_unsaved_and_was_refused_then_leave_no_gap()
    {
        _bench.Post(1, "a");
        _bench.Step();
        _bench.Fail();
        _bench.Post(1, "a");
        _bench.Post(1, "b");
        _bench.Step();
        var other = new CommitBench(_bench.Store, stream: 2);
        other.Post(1, "a");
        other.Step();
        _bench.Mend();
        _bench.Step();
        Assert.Null(_bench.Committer.Trouble);
        _bench.Step();
        var numbers = _bench.Store.Rows.Cast<ToyChange>().Select(r => r.Seq).ToList();
        Assert.Contains("b=3", _bench.Changes);
        Assert.Equal(Enumerable.Range(1, numbers.Count).Select(n => (long)n), numbers);
    }

    [Fact] public void A_silo_that_is_given_up_while_it_takes_marks_off_ends_quietly()
    {
        _bench.Fail();
        _bench.Post();
        _bench.Step();
        _bench.Time.Pass(Limits.RetryMs);
        _bench.Writer.BeforeCommit = group =>
        {
            if (IsSettling(group)) _bench.Store.Fence(1);
        };
        _bench.Step();
        var late = _bench.Post()[0];
        _bench.Step();
        Assert.True(late.Ticket.Safe.IsFaulted);
        Assert.True(_bench.Committer.IsFenced);
    }

    [Fact] public void A_commit_that_hangs_lets_alarms_out_unsaved()
    {
        using var disk = new HangingDisk(_bench.Writer);
        _bench.Post();
        var stepping = disk.Hang(_bench.Step);
        _bench.Post();
        _bench.Time.Pass(Limits.StalledCommitMs - 1);
        _bench.Committer.Watch();
        Assert.Equal("", _bench.Ledger.Read());
        _bench.Time.Pass(1);
        _bench.Committer.Watch();
        Assert.Equal("show 1=1 unsaved, show 2=2 unsaved", _bench.Ledger.Read());
        Assert.Contains("does not come back", _bench.Committer.Trouble);
        disk.LetGo(stepping);
    }

    [Fact] public void What_was_let_out_during_a_hang_is_committed_after_it()
    {
        using var disk = new HangingDisk(_bench.Writer);
        var first = _bench.Post()[0];
        var stepping = disk.Hang(_bench.Step);
        var second = _bench.Post()[0];
        _bench.Time.Pass(Limits.StalledCommitMs);
        _bench.Committer.Watch();
        disk.LetGo(stepping);
        _bench.Ledger.Read();
        Assert.True(first.Ticket.Safe.IsCompletedSuccessfully);
        Assert.Equal("1 1=1", _bench.Changes);
        _bench.Step();
        Assert.True(second.Ticket.Safe.IsCompletedSuccessfully);
        Assert.Equal("settled 1=1+2=2", _bench.Ledger.Read());
        Assert.Equal("1 1=1, 2 2=2, 3 settle 1=1, 4 settle 2=2", _bench.Changes);
        Assert.Null(_bench.Committer.Trouble);
    }

    [Fact] public void Taking_the_marks_off_may_hang_too_and_alarms_still_get_out()
    {
        _bench.Fail();
        _bench.Post();
        _bench.Step();
        _bench.Time.Pass(Limits.RetryMs);
        using var disk = new HangingDisk(_bench.Writer, IsSettling);
        var stepping = disk.Hang(_bench.Step);
        _bench.Ledger.Read();
        _bench.Post();
        _bench.Time.Pass(Limits.StalledCommitMs);
        _bench.Committer.Watch();
        Assert.Equal("show 2=2 unsaved", _bench.Ledger.Read());
        disk.LetGo(stepping);
        _bench.Step();
        Assert.EndsWith("settled 1=1+2=2", _bench.Ledger.Read());
        var numbers = _bench.Store.Rows.Cast<ToyChange>().Select(r => r.Seq).ToList();
        Assert.Equal(Enumerable.Range(1, numbers.Count).Select(n => (long)n), numbers);
    }

    [Fact] public void A_watch_over_a_healthy_store_does_nothing()
    {
        _bench.Post();
        _bench.Time.Pass(Limits.StalledCommitMs * 2);
        _bench.Committer.Watch();
        Assert.Equal("", _bench.Ledger.Read());
    }

    private static bool IsSettling(CommitGroup group) => group.Journal is null && group.Grains.Count == 0;
}
