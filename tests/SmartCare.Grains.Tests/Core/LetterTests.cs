using SmartCare.Domain.Words;
using SmartCare.GrainInterfaces;
using SmartCare.Grains.Commit;
using SmartCare.Grains.Core;
using SmartCare.Grains.Store;
using SmartCare.Grains.Tests.Support;
using SmartCare.Grains.Virtual;

namespace SmartCare.Grains.Tests.Core;

/// <summary>What one grain tells another: kept until answered, in order, taken once.</summary>
public sealed class LetterTests
{
    private readonly Bench _bench = new();

    [Fact] public void A_letter_stands_in_its_senders_row_until_it_is_answered()
    {
        _bench.Say("a", "tell b add 1");
        _bench.Step();
        Assert.Equal(Toys.Word("add 1"), Assert.Single(LetterCodec.Read(_bench.Row("a")!.Letters)).Message);
        _bench.Run();
        Assert.True(_bench.Row("a")!.Letters.IsEmpty);
        Assert.Equal(1, _bench.Toy("b").Sum);
    }

    [Fact] public void A_letter_does_not_go_out_before_its_record_may_be_seen()
    {
        _bench.Say("a", "tell b add 1");
        _bench.Silo.WakeDue(_bench.NowMs);
        _bench.Silo.Settle(_bench.NowMs);
        Assert.Empty(_bench.Silo.Awaken(Toys.Id("a")).TakeUnsent(_bench.NowMs));
        Assert.False(_bench.Silo.Awake.ContainsKey(Toys.Id("b")));
    }

    [Fact] public void A_letter_that_was_written_during_a_commit_waits_for_its_own()
    {
        var core = _bench.Silo.Awaken(Toys.Id("a"));
        _bench.Say("a", "tell b add 1");
        _bench.Writer.BeforeCommit = _ =>
        {
            _bench.Writer.BeforeCommit = null;
            core.Hear(Toys.Word("tell b add 2"), _bench.NowMs);
        };
        _bench.Silo.Committer.Step(0);
        Assert.Equal(Toys.Word("add 1"), Assert.Single(core.TakeUnsent(_bench.NowMs)).Message);
        _bench.Silo.Committer.Step(0);
        Assert.Equal(Toys.Word("add 2"), Assert.Single(core.TakeUnsent(_bench.NowMs)).Message);
    }

    [Fact] public void Letters_are_numbered_and_say_what_must_be_had_before()
    {
        foreach (var text in new[] { "tell b add 1", "tell c add 2", "tell b add 3" }) _bench.Say("a", text);
        _bench.Silo.Committer.Step(0);
        var letters = LetterCodec.Read(_bench.Row("a")!.Letters);
        Assert.Equal(letters.Select(l => l.Number).Order(), letters.Select(l => l.Number));
        Assert.Equal([0, 0, letters[0].Number], letters.Select(l => l.After));
        Assert.Equal(letters[2].Number, _bench.Row("a")!.LastLetter);
    }

    [Fact] public void Letters_to_one_receiver_come_in_order()
    {
        for (var i = 1; i <= 5; i++) _bench.Say("a", $"tell b add {i}");
        _bench.Run();
        Assert.Equal("1 b=1, 2 b=3, 3 b=6, 4 b=10, 5 b=15", _bench.Changes);
    }

    [Fact] public void A_letter_that_comes_early_is_refused_and_sent_again()
    {
        var out_ = new List<Letter>();
        var silo = Carried(out_);
        silo.Hear(Toys.Id("a"), Toys.Word("tell b add 1"), _bench.NowMs);
        silo.Hear(Toys.Id("a"), Toys.Word("tell b add 10"), _bench.NowMs);
        silo.RunDry(_bench.NowMs);
        var (answered, undelivered) = (0, 0);
        foreach (var letter in Enumerable.Reverse(out_))
            silo.Deliver(Toys.Id("a"), letter, () => answered++, () => undelivered++, _bench.NowMs);
        silo.RunDry(_bench.NowMs);
        Assert.Equal((1, 1), (answered, undelivered));
        silo.Deliver(Toys.Id("a"), out_[1], () => answered++, () => undelivered++, _bench.NowMs);
        silo.RunDry(_bench.NowMs);
        Assert.Equal((2, 1), (answered, undelivered));
        Assert.Equal("1 b=1, 2 b=11", _bench.Changes);
    }

    [Fact] public void A_letter_that_was_not_delivered_goes_out_again_after_a_while()
    {
        var out_ = new List<Letter>();
        var silo = Carried(out_);
        silo.Hear(Toys.Id("a"), Toys.Word("tell b add 1"), _bench.NowMs);
        silo.RunDry(_bench.NowMs);
        var core = silo.Awaken(Toys.Id("a"));
        core.Undelivered(out_[0].Number, _bench.NowMs);
        Assert.Equal(_bench.NowMs + Limits.LetterAgainMs, core.DueMs);
        Assert.Empty(core.TakeUnsent(_bench.NowMs + Limits.LetterAgainMs - 1));
        Assert.Equal(out_[0], Assert.Single(core.TakeUnsent(_bench.NowMs + Limits.LetterAgainMs)));
        Assert.Empty(core.TakeUnsent(_bench.NowMs + Limits.LetterAgainMs));
        Assert.Null(core.DueMs);
    }

    [Theory, InlineData("the letter was not out yet"), InlineData("the receiver had not committed"), InlineData("the receiver had not answered")]
    public void After_a_crash_a_letter_is_delivered_and_taken_once(string when)
    {
        _bench.Say("a", "tell b add 1");
        _bench.Silo.Committer.Step(0);
        if (when != "the letter was not out yet") _bench.Silo.Settle(_bench.NowMs);
        if (when == "the receiver had not answered") _bench.Silo.Committer.Step(0);
        _bench.Crash();
        // Its row says that it is due, so the due clock wakes it.
        Assert.Empty(_bench.Silo.Awake);
        _bench.Live();
        Assert.Equal(1, _bench.Toy("b").Sum);
        Assert.True(_bench.Row("a")!.Letters.IsEmpty);
        Assert.Equal("1 b=1", _bench.Changes);
    }

    [Fact] public void A_letter_that_comes_twice_is_dropped_and_answered_only_when_the_first_is_safe()
    {
        var stamp = new LetterStamp((byte)SubjectKind.Place, "a", 1, 0);
        var core = _bench.Silo.Awaken(Toys.Id("b"));
        var first = core.Receive(stamp, Toys.Word("add 1"), _bench.NowMs);
        var second = core.Receive(stamp, Toys.Word("add 1"), _bench.NowMs);
        Assert.Same(first.Record, second.Record);
        Assert.False(second.Record!.Ticket.Safe.IsCompleted);
        _bench.Run();
        Assert.True(second.Record.Ticket.Safe.IsCompletedSuccessfully);
        Assert.Equal(1, _bench.Toy("b").Sum);

        _bench.Crash();
        Assert.Equal(new LetterReceipt(false, null), _bench.Silo.Awaken(Toys.Id("b")).Receive(stamp, Toys.Word("add 1"), _bench.NowMs));
    }

    [Fact] public void A_duplicate_is_not_answered_when_the_store_refuses_the_first()
    {
        var other = new Bench(store: _bench.Store, stream: 2, time: _bench.Time);
        var core = _bench.Silo.Awaken(Toys.Id("b"));
        other.Do("b", "add 5");
        var stamp = new LetterStamp((byte)SubjectKind.Place, "a", 1, 0);
        core.Receive(stamp, Toys.Word("add 1"), _bench.NowMs);
        var again = core.Receive(stamp, Toys.Word("add 1"), _bench.NowMs);
        _bench.Step();
        Assert.True(again.Record!.Ticket.Safe.IsFaulted);
    }

    [Fact] public void A_letter_at_which_the_receiver_throws_is_taken_once_and_rung_about_and_holds_up_no_other()
    {
        _bench.Say("a", "tell b throw");
        _bench.Say("a", "tell b add 1");
        _bench.Live();
        Assert.Equal(1, _bench.Toy("b").Sum);
        Assert.Single(_bench.Ledger.Lines, l => l.Contains("faulted"));
        Assert.True(_bench.Row("a")!.Letters.IsEmpty);
        _bench.Crash();
        _bench.Live();
        Assert.Single(_bench.Ledger.Lines, l => l.Contains("faulted"));
    }

    [Fact] public void Two_grains_that_tell_each_other_come_to_an_end()
    {
        _bench.Say("a", "ping b 9");
        _bench.Say("b", "ping a 9");
        _bench.Run();
        Assert.Equal((10, 10), (_bench.Toy("a").Sum, _bench.Toy("b").Sum));
    }

    [Fact] public void A_grain_may_write_to_itself()
    {
        _bench.Do("a", "ping a 3");
        Assert.Equal(4, _bench.Toy("a").Sum);
    }

    [Fact] public void A_receiver_whose_row_was_lost_takes_letters_again()
    {
        var out_ = new List<Letter>();
        var silo = Carried(out_);
        foreach (var text in new[] { "tell b add 1", "tell b add 10" }) silo.Hear(Toys.Id("a"), Toys.Word(text), _bench.NowMs);
        silo.RunDry(_bench.NowMs);
        var core = silo.Awaken(Toys.Id("a"));
        core.Answered(out_[0].Number, _bench.NowMs);
        core.Undelivered(out_[1].Number, _bench.NowMs);
        var again = Assert.Single(core.TakeUnsent(_bench.NowMs + Limits.LetterAgainMs));
        Assert.Equal((out_[1].Number, 0), (again.Number, again.After));
    }

    /// <summary>The press of a device is decided while its silo cannot write, its site's silo can; then the first one dies.</summary>
    [Fact] public void A_letter_that_went_out_unsaved_and_was_forgotten_does_not_hide_the_next_one()
    {
        var (there, sent) = (new Bench(store: _bench.Store, stream: 2, time: _bench.Time), new List<Letter>());
        var here = Carried(sent);
        Bench.Refuse(_bench.Writer);
        here.Hear(Toys.Id("a"), Toys.Word("tell b add 1"), _bench.NowMs);
        here.Step(_bench.NowMs);
        there.Silo.Deliver(Toys.Id("a"), Assert.Single(sent), () => { }, () => { }, _bench.NowMs);
        there.Run();
        _bench.Time.Pass(5_000);
        _bench.Crash();
        _bench.Do("a", "tell b add 10");
        Assert.Contains("b=11", _bench.Changes);
    }

    /// <summary>A silo whose letters are put aside; whoever wants to delivers them.</summary>
    private VirtualSilo Carried(List<Letter> sent) =>
        new(_bench.Writer, _bench.Ledger, Toys.Kinds, Domain.Rules.Policy.Default, _bench.Time, _bench.NowMs) { Carry = (_, _, letter) => sent.Add(letter) };
}
