using SmartCare.Domain.Words;
using SmartCare.GrainInterfaces;
using SmartCare.Grains.Commit;
using SmartCare.Grains.Store;
using SmartCare.Grains.Tests.Support;

namespace SmartCare.Grains.Tests.Commit;

/// <summary>Acknowledged means safe: what one commit holds, in which order, under which numbers.</summary>
public sealed class GroupCommitterTests
{
    private readonly CommitBench _bench = new CommitBench().Watched();

    [Fact] public void Nothing_is_shown_or_told_before_the_commit()
    {
        var record = _bench.Post()[0];
        _bench.Writer.BeforeCommit = _ =>
        {
            _bench.Ledger.Write("disk");
            Assert.False(record.Ticket.Released.IsCompleted);
        };
        _bench.Step();
        Assert.Equal("disk, show 1=1", _bench.Ledger.Read());
        Assert.True(record.Ticket.Safe.IsCompletedSuccessfully);
        Assert.Equal(0, _bench.Committer.PendingRecords);
        Assert.Equal(1, _bench.Committer.Committed);
    }

    [Fact] public void Whatever_arrived_during_a_commit_is_the_next_one()
    {
        var groups = new List<int>();
        _bench.Writer.BeforeCommit = group =>
        {
            groups.Add(group.Grains.Count);
            if (groups.Count == 1) _bench.Post(3);
        };
        var first = _bench.Post()[0];
        _bench.Step();
        Assert.True(first.Ticket.Safe.IsCompletedSuccessfully);
        Assert.Equal(3, _bench.Committer.PendingRecords);
        _bench.Step();
        Assert.Equal([1, 3], groups);
        Assert.Equal(2, _bench.Committer.Commits);
        Assert.Equal("1 1=1, 2 2=2, 3 3=3, 4 4=4", _bench.Changes);
    }

    [Fact] public void The_journal_holds_what_was_heard_in_order_and_without_gaps()
    {
        _bench.Post(3);
        _bench.Step();
        _bench.Time.Pass(10);
        _bench.Post(2);
        _bench.Step();
        Assert.Equal([1L, 2, 3, 4, 5], _bench.Journal.Select(e => e.Number));
        Assert.Equal(["add 1", "add 2", "add 3", "add 4", "add 5"], _bench.Journal.Select(e => ((Domain.Decisions.EndDrill)e.Message!).Name));
        Assert.Equal(10, _bench.Journal[4].AtMs - _bench.Journal[0].AtMs);
    }

    [Fact] public void A_start_says_since_when_it_listens_even_when_nothing_is_heard()
    {
        _bench.Committer.Listen(777);
        _bench.Step();
        _bench.Step();
        Assert.Equal(777, Assert.Single(_bench.Journal).ListeningSinceMs);
    }

    [Fact] public void A_second_life_goes_on_in_its_stream()
    {
        _bench.Post(2);
        _bench.Step();
        var again = new CommitBench(_bench.Store);
        again.Committer.Listen(5);
        again.Post();
        again.Step();
        Assert.Equal([1L, 2, 3, 4], again.Journal.Select(e => e.Number));
        Assert.Equal("1 1=1, 2 2=2, 3 1=2", again.Changes);
    }

    [Fact] public void Of_each_grain_only_the_last_row_is_written_and_it_follows_the_committed_one()
    {
        _bench.Post(3, "a");
        _bench.Step();
        _bench.Post(2, "a");
        _bench.Step();
        var rows = _bench.Groups.Select(g => Assert.Single(g.Grains)).ToList();
        Assert.Equal([(0, 3), (3, 5)], rows.Select(r => (r.Follows, r.Version)));
        Assert.Equal(5, _bench.Toy("a").CommittedVersion);
        Assert.Equal(5, _bench.Journal.Count);
    }

    [Fact] public void A_row_follows_the_committed_one_also_after_a_refusing_store()
    {
        _bench.Fail();
        _bench.Post(1, "a");
        _bench.Step();
        _bench.Post(1, "a");
        _bench.Step();
        _bench.Mend();
        _bench.Step();
        _bench.Step();
        var rows = _bench.Groups.SelectMany(g => g.Grains).ToList();
        Assert.Equal([(0, 1), (1, 2)], rows.Select(r => (r.Follows, r.Version)));
    }

    [Fact] public void A_great_heap_is_committed_in_slices_and_each_is_told_when_it_is_safe()
    {
        var records = _bench.Post(Limits.RecordsPerCommit * 2 + 5, "a");
        _bench.Step();
        Assert.Equal(Limits.RecordsPerCommit, _bench.Journal.Count);
        // They share a ticket, so the first are told with the last.
        Assert.False(records[0].Ticket.Safe.IsCompleted);
        _bench.Step();
        _bench.Step();
        Assert.Equal([Limits.RecordsPerCommit, Limits.RecordsPerCommit, 5], _bench.Groups.Select(g => g.Journal!.Count));
        Assert.All(records, r => Assert.True(r.Ticket.Safe.IsCompletedSuccessfully));
        Assert.Equal(0, _bench.Committer.PendingRecords);
    }

    [Fact] public void Numbers_have_no_gaps_although_a_group_was_refused()
    {
        _bench.Post(1, "a");
        _bench.Step();
        var other = new CommitBench(_bench.Store, stream: 2);
        other.Post(1, "a");
        other.Step();
        var refused = _bench.Post(1, "a")[0];
        _bench.Post(2);
        _bench.Step();
        _bench.Step();
        Assert.IsType<TryAgainException>(refused.Ticket.Safe.Exception!.InnerException);
        Assert.Equal("1 a=1, 2 a=2, 3 3=3, 4 4=4", _bench.Changes);
    }

    [Fact] public void Two_silos_share_one_row_of_numbers()
    {
        var other = new CommitBench(_bench.Store, stream: 2);
        for (var i = 0; i < 3; i++)
        {
            _bench.Post();
            _bench.Step();
            other.Post(1, $"other-{i}");
            other.Step();
        }

        Assert.Equal([1L, 2, 3, 4, 5, 6], _bench.Store.Rows.Cast<ToyChange>().Select(r => r.Seq));
    }

    [Fact] public void A_patient_record_goes_with_the_next_commit()
    {
        var patient = Answered();
        _bench.Post();
        _bench.Step();
        Assert.True(patient.Ticket.Safe.IsCompletedSuccessfully);
        Assert.Single(_bench.Groups);
    }

    [Fact] public async Task A_patient_record_is_committed_alone_when_nothing_else_comes()
    {
        var patient = Answered();
        _bench.Committer.Start();
        await patient.Ticket.Safe.WaitAsync(TimeSpan.FromSeconds(60));
        _bench.Committer.Stop();
        Assert.Equal(Toys.Id("a"), Assert.Single(Assert.Single(_bench.Groups).Grains).Id);
    }

    [Fact]
    public async Task Gathering_ends_as_soon_as_as_many_have_come_as_the_last_group_held()
    {
        var queue = new RecordQueue();
        queue.Add(new GrainRecord(_bench.Toy("a"), 0));
        // Without the second it would last as long as a test may.
        var gathering = Task.Run(() => queue.Gather(taken: 2, timeoutMs: 120_000));
        queue.Add(new GrainRecord(_bench.Toy("b"), 0));
        await gathering.WaitAsync(TimeSpan.FromSeconds(60));
        var taken = new List<GrainRecord>();
        queue.Take(ref taken, 0);
        Assert.Equal(2, taken.Count);
    }

    [Fact] public void An_impatient_record_wakes_the_committer_and_a_patient_one_does_not()
    {
        var queue = new RecordQueue();
        List<GrainRecord> taken = [];
        queue.Add(new GrainRecord(_bench.Toy("a"), 0) { IsPatient = true });
        queue.Add(new GrainRecord(_bench.Toy("a"), 0));
        Assert.True(queue.Take(ref taken, -1));
        Assert.Equal(2, taken.Count);
        Assert.True(queue.Take(ref taken, 0));
        Assert.Empty(taken);
        queue.Close();
        Assert.False(queue.Take(ref taken, -1));
    }

    [Fact] public void When_too_much_waits_ordinary_readings_are_refused_and_alarms_are_not()
    {
        var record = new GrainRecord(_bench.Toy("a"), 0);
        for (var i = 0; i < Limits.PendingOrdinary - 1; i++) _bench.Committer.Post(record);
        Assert.False(_bench.Committer.IsFull(urgent: false));
        _bench.Committer.Post(record);
        Assert.True(_bench.Committer.IsFull(urgent: false));
        Assert.False(_bench.Committer.IsFull(urgent: true));
        for (var i = Limits.PendingOrdinary; i < Limits.PendingUrgent; i++) _bench.Committer.Post(record);
        Assert.True(_bench.Committer.IsFull(urgent: true));
    }

    [Fact] public void Stopping_commits_what_is_left()
    {
        var records = _bench.Post(3);
        _bench.Committer.Start();
        _bench.Committer.Stop();
        Assert.All(records, r => Assert.True(r.Ticket.Safe.IsCompletedSuccessfully));
        Assert.Equal("show 1=1, show 2=2, show 3=3", _bench.Ledger.Read());
    }

    [Fact] public void Stopping_over_a_failing_store_tries_once_and_ends()
    {
        var tries = _bench.Fail();
        var record = _bench.Post()[0];
        _bench.Committer.Start();
        _bench.Committer.Stop();
        Assert.Equal("show 1=1 unsaved", _bench.Ledger.Read());
        Assert.InRange(tries(), 1, 2);
        Assert.False(record.Ticket.Safe.IsCompleted);
    }

    /// <summary>Says that a toy's only letter was answered.</summary>
    private GrainRecord Answered()
    {
        var toy = _bench.Toy("a");
        toy.Hear(Toys.Word("tell b add 1"), _bench.Time.NowMs);
        _bench.Step();
        _bench.Groups.Clear();
        toy.Answered(Assert.Single(toy.TakeUnsent(_bench.Time.NowMs)).Number, _bench.Time.NowMs);
        Assert.True(toy.Last!.IsPatient);
        return toy.Last;
    }
}
