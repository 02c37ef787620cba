using SmartCare.Domain.Words;
using SmartCare.GrainInterfaces;
using SmartCare.Grains.Tests.Support;

namespace SmartCare.Grains.Tests.Core;

/// <summary>Two silos that both believe that a grain is theirs: only one of them can write, whatever froze.</summary>
public sealed class FenceTests
{
    private readonly Bench _old = new(stream: 1);
    private readonly Bench _new;

    public FenceTests() => _new = new Bench(store: _old.Store, stream: 2, time: _old.Time);

    [Fact] public void A_record_that_follows_another_row_is_refused_and_its_caller_tries_again()
    {
        _old.Do("a", "add 1");
        _new.Do("a", "add 10");
        var late = _old.Say("a", "add 100");
        _old.Step();
        Assert.IsType<TryAgainException>(late.Ticket.Safe.Exception!.InnerException);
        Assert.IsType<TryAgainException>(late.Ticket.Released.Exception!.InnerException);
        Assert.True(late.Core.IsFenced);
        Assert.Throws<TryAgainException>(() => late.Core.Hear(Toys.Word("add 1"), _old.NowMs));
        Assert.Equal("1 a=1, 2 a=11", _old.Changes);
        Assert.Equal(0, _old.Silo.Committer.PendingRecords);
        Assert.Null(_old.Silo.Committer.Trouble);
    }

    [Fact] public void A_fresh_activation_goes_on_from_the_row()
    {
        _old.Do("a", "add 1");
        _new.Do("a", "add 10");
        _old.Say("a", "add 100");
        _old.Step();
        _old.Do("a", "add 1000");
        Assert.Equal(1011, _old.Toy("a").Sum);
        Assert.Equal("1 a=1, 2 a=11, 3 a=1011", _old.Changes);
    }

    [Fact] public void What_was_decided_while_its_record_was_being_refused_is_refused_too()
    {
        _old.Do("a", "add 1");
        _new.Do("a", "add 10");
        var refused = _old.Say("a", "add 100");
        var (meanwhile, writer) = (refused, _old.Writer);
        writer.BeforeCommit = _ =>
        {
            writer.BeforeCommit = null;
            // It writes no row, so the store would have nothing to refuse it for.
            meanwhile = _old.Say("a", "soft 5");
        };
        _old.Step();
        _old.Step();
        Assert.True(meanwhile.Ticket.Safe.IsFaulted);
        Assert.DoesNotContain(Toys.Word("soft 5"), _old.Heard);
        Assert.Equal(0, _old.Silo.Committer.PendingRecords);
    }

    [Fact] public void The_others_of_a_group_are_written_although_it_was_refused()
    {
        _old.Do("a", "add 1");
        _old.Do("b", "add 2");
        _new.Do("a", "add 10");
        _old.Say("a", "add 100");
        var other = _old.Say("b", "tell c add 20");
        var told = new List<bool>();
        _old.Silo.Hear(Toys.Id("d"), Toys.Word("add 4"), _old.NowMs, (_, saved) => told.Add(saved));
        _old.Run();
        Assert.True(other.Ticket.Safe.IsCompletedSuccessfully);
        Assert.Equal([true], told);
        Assert.Equal(20, _old.Toy("c").Sum);
        Assert.Equal("1 a=1, 2 b=2, 3 a=11, 4 d=4, 5 c=20", _old.Changes);
    }

    [Fact] public void A_letter_that_an_old_activation_would_pass_over_is_refused_there()
    {
        _old.Do("b", "add 1");
        _new.Do("b", "add 10");
        // To the old one the letter changes nothing; the new one must see it all the same.
        var core = _old.Silo.Awaken(Toys.Id("b"));
        var receipt = core.Receive(new LetterStamp((byte)SubjectKind.Place, "a", 1, 0), Toys.Word("same"), _old.NowMs);
        _old.Step();
        Assert.True(receipt.Record!.Ticket.Safe.IsFaulted);
        Assert.Empty(_old.Row("b")!.Had);
    }

    [Fact] public void A_letter_whose_receiver_was_fenced_is_delivered_to_its_next_activation()
    {
        _old.Do("b", "add 1");
        _new.Do("b", "add 10");
        _old.Do("a", "tell b add 100");
        Assert.Equal(11, _new.Toy("b").Sum);
        _old.Live();
        Assert.Equal(111, _old.Toy("b").Sum);
        Assert.True(_old.Row("a")!.Letters.IsEmpty);
    }

    [Fact] public void A_silo_whose_place_was_taken_writes_nothing_any_more()
    {
        _old.Do("a", "add 1");
        _old.Store.Fence(1);
        var (first, second) = (_old.Say("a", "add 1"), _old.Say("b", "same"));
        _old.Step();
        Assert.True(_old.Silo.Committer.IsFenced);
        Assert.True(first.Ticket.Safe.IsFaulted && second.Ticket.Safe.IsFaulted);
        var third = _old.Say("c", "same");
        _old.Step();
        Assert.True(third.Ticket.Safe.IsFaulted);
        Assert.Single(_old.Heard);
    }
}
