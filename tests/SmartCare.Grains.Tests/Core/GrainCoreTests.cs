using SmartCare.Domain.Decisions;
using SmartCare.Grains.Core;
using SmartCare.Grains.Tests.Support;

namespace SmartCare.Grains.Tests.Core;

/// <summary>Decide, then one record: what stands in it, and what may follow.</summary>
public sealed class GrainCoreTests
{
    private readonly Bench _bench = new();

    [Fact] public void What_was_heard_its_row_and_what_it_led_to_are_one_record()
    {
        var record = _bench.Do("a", "add 5");
        Assert.True(record.Ticket.Safe.IsCompletedSuccessfully);
        Assert.Equal(Toys.Word("add 5"), Assert.Single(_bench.Heard));
        Assert.Equal("1 a=5", _bench.Changes);
        _bench.Crash();
        Assert.Equal(5, _bench.Toy("a").Sum);
    }

    [Fact] public void A_letter_does_not_stand_in_the_journal()
    {
        _bench.Do("a", "tell b add 1");
        Assert.Equal(1, _bench.Toy("b").Sum);
        Assert.Equal(Toys.Word("tell b add 1"), Assert.Single(_bench.Heard));
    }

    [Fact] public void What_time_brings_does_not_stand_in_the_journal()
    {
        _bench.Do("a", "wake 100");
        _bench.Pass(100);
        _bench.Run();
        Assert.Single(_bench.Heard);
        Assert.Contains("rang", _bench.Changes);
    }

    [Theory, InlineData("same"), InlineData("soft 7")]
    public void A_message_that_changes_nothing_that_matters_writes_no_row(string text)
    {
        _bench.Do("a", "add 1");
        var version = _bench.Row("a")!.Version;
        _bench.Time.Pass(1_000);
        var record = _bench.Do("a", text);
        Assert.True(record.Ticket.Safe.IsCompletedSuccessfully);
        Assert.Null(record.Row);
        Assert.Equal(version, _bench.Row("a")!.Version);
        Assert.Equal(2, _bench.Heard.Count);
    }

    [Fact] public void A_crash_forgets_only_what_may_be_forgotten()
    {
        _bench.Do("a", "add 1");
        _bench.Do("a", "soft 7");
        _bench.Crash();
        Assert.Equal((1, 0), (_bench.Toy("a").Sum, _bench.Toy("a").Soft));
    }

    [Fact] public void The_row_follows_when_it_is_an_hour_old()
    {
        _bench.Do("a", "add 1");
        _bench.Time.Pass(Limits.RowAgeMs - 1);
        _bench.Do("a", "soft 7");
        Assert.Equal(1, _bench.Row("a")!.Version);
        _bench.Time.Pass(1);
        _bench.Do("a", "soft 8");
        Assert.Equal(2, _bench.Row("a")!.Version);
        _bench.Crash();
        Assert.Equal(8, _bench.Toy("a").Soft);
    }

    [Fact] public void An_hour_without_any_change_writes_no_row()
    {
        _bench.Do("a", "add 1");
        _bench.Time.Pass(Limits.RowAgeMs);
        Assert.Null(_bench.Do("a", "same").Row);
    }

    [Fact] public void After_a_start_the_rows_of_a_house_follow_spread_over_the_hour()
    {
        var keys = Enumerable.Range(0, 60).Select(i => $"place-{i}").ToList();
        foreach (var key in keys) _bench.Do(key, "add 1");
        _bench.Crash();
        var written = new List<int>();
        for (var minute = 0; minute <= 60; minute++)
        {
            foreach (var key in keys) _bench.Say(key, $"soft {minute + 1}");
            _bench.Run();
            written.Add(keys.Count(k => _bench.Row(k)!.Version == 1));
            _bench.Time.Pass(60_000);
        }

        Assert.InRange(written[0], 55, 60);
        Assert.InRange(written[30], 15, 45);
        Assert.Equal(0, written[60]);
    }

    [Fact] public void What_the_row_lacks_is_written_when_the_grain_leaves_memory()
    {
        _bench.Do("a", "add 1");
        _bench.Do("a", "soft 7");
        var core = _bench.Silo.Awaken(Toys.Id("a"));
        Assert.NotNull(core.Close(_bench.NowMs));
        _bench.Run();
        Assert.Null(core.Close(_bench.NowMs));
        _bench.Crash();
        Assert.Equal(7, _bench.Toy("a").Soft);
    }

    [Fact] public void A_lasting_change_writes_the_row_at_once()
    {
        _bench.Do("a", "add 1");
        _bench.Do("a", "soft 7");
        _bench.Do("a", "add 1");
        Assert.Equal(2, _bench.Row("a")!.Version);
        _bench.Crash();
        Assert.Equal((2, 7), (_bench.Toy("a").Sum, _bench.Toy("a").Soft));
    }

    [Fact] public void A_decision_that_throws_keeps_the_state_and_rings()
    {
        _bench.Do("a", "add 1");
        var record = _bench.Do("a", "throw");
        Assert.True(record.Ticket.Safe.IsCompletedSuccessfully);
        Assert.Contains("thrown on purpose", Assert.IsType<GrainFaulted>(Assert.Single(record.Effects)).Error);
        Assert.Equal(0, _bench.Toy("b").Sum);
        _bench.Do("a", "add 1");
        Assert.Equal(2, _bench.Toy("a").Sum);
    }

    [Fact] public void A_grain_that_writes_letters_without_end_is_stopped_and_rung_about()
    {
        var record = _bench.Do("a", "flood");
        Assert.Contains("more than 1000 letters", Assert.IsType<GrainFaulted>(Assert.Single(record.Effects)).Error);
        Assert.Equal(0, _bench.Toy("b").Sum);
    }

    [Fact] public void When_only_the_tick_throws_the_message_is_judged_all_the_same()
    {
        _bench.Do("a", "trap 100");
        _bench.Time.Pass(100);
        var record = _bench.Do("a", "add 1");
        Assert.Equal(["GrainFaulted", "Remarked"], record.Effects.Select(e => e.GetType().Name));
        Assert.Equal(1, _bench.Toy("a").Sum);
    }

    [Fact] public void A_clock_that_steps_back_does_not_take_a_grain_with_it()
    {
        _bench.Do("a", "add 1");
        var at = _bench.NowMs;
        _bench.Time.Pass(-5_000);
        Assert.Equal(at, _bench.Do("a", "add 1").AtMs);
    }

    [Fact] public void A_row_of_another_version_of_the_program_is_read()
    {
        _bench.Do("a", "add 3");
        _bench.Store.Rewrite(Toys.Id("a"), state => (byte[])[.. "{\"later\":{\"x\":[1]},"u8, .. state.Span[1..]]);
        _bench.Crash();
        Assert.Equal(3, _bench.Toy("a").Sum);
    }
}
