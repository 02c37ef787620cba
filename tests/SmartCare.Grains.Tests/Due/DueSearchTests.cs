using SmartCare.Domain.Words;
using SmartCare.Grains.Due;
using SmartCare.Grains.Store;

namespace SmartCare.Grains.Tests.Due;

/// <summary>Who must be woken, as the store knows it.</summary>
public sealed class DueSearchTests
{
    private const long Now = 1_760_000_000_000, Limit = 60_000;
    private readonly MemoryCareStore.Writer _store = new MemoryCareStore().Open(1);
    private readonly HashSet<Subject> _awake = [];
    private readonly DueSearch _search;
    private long _commits;

    public DueSearchTests() => _search = new DueSearch(_store, _awake.Contains);

    [Fact] public void Who_is_due_is_found_the_longest_overdue_first()
    {
        Write(Row("a", due: Now - 1), Row("b", due: Now - 100), Row("c", due: Now + 1), Row("d", due: Now), Row("e"));
        Assert.Equal([Id("b"), Id("a"), Id("d")], _search.Look(Now, 0));
    }

    [Fact] public void Not_more_than_a_thousand_are_woken_by_one_look()
    {
        Write([.. Enumerable.Range(0, Limits.DuePerPulse + 5).Select(i => Row($"d{i:0000}", due: Now - 10_000 + i))]);
        var woken = _search.Look(Now, 0);
        Assert.Equal(Limits.DuePerPulse, woken.Count);
        Assert.Equal(Id("d0000"), woken[0]);
    }

    [Fact] public void Nobody_is_silent_before_somebody_has_listened_so_long()
    {
        Write(Row("a", silence: Now - 3_600_000));
        Assert.Empty(_search.Look(Now, Now - Limit + 1));
        Assert.Equal([Id("a")], _search.Look(Now, Now - Limit));
    }

    [Fact] public void A_silence_that_is_not_too_long_yet_wakes_nobody()
    {
        Write(Row("a", silence: Now + 1));
        Assert.Empty(_search.Look(Now, 0));
        Assert.Equal([Id("a")], _search.Look(Now + 1, 0));
    }

    [Fact] public void A_grain_in_memory_knows_its_own_silence_better()
    {
        Write(Row("a", silence: Now - 5), Row("b", silence: Now - 4));
        _awake.Add(Id("a"));
        Assert.Equal([Id("b")], _search.Look(Now, 0));
    }

    [Fact] public void Page_after_page_every_silence_is_looked_at_and_then_from_the_beginning()
    {
        var count = Limits.SilencesPerPulse * 2 + 7;
        // Many with the same time: a page ends in the midst of them.
        Write([.. Enumerable.Range(0, count).Select(i => Row($"d{i:00000}", silence: Now - 10_000 + i / 1_000))]);
        var pages = Enumerable.Range(0, 3).Select(_ => _search.Look(Now, 0)).ToList();
        Assert.Equal([Limits.SilencesPerPulse, Limits.SilencesPerPulse, 7], pages.Select(p => p.Count));
        Assert.Equal(count, pages.SelectMany(p => p).Distinct().Count());
        Assert.Equal(pages[0], _search.Look(Now, 0));
    }

    [Fact] public void The_due_and_the_silent_are_woken_by_the_same_look()
    {
        Write(Row("a", silence: Now - 5), Row("b", due: Now - 4));
        Assert.Equal([Id("b"), Id("a")], _search.Look(Now, 0));
    }

    private static Subject Id(string key) => new(SubjectKind.Device, key);

    private static GrainWrite Row(string key, long? due = null, long? silence = null) => new(Id(key), 0, 1, due, silence, Limit, default, 0, default);

    private void Write(params GrainWrite[] rows) => _store.Commit(new CommitGroup(++_commits, rows, [], null), seq => new NumberedRows([], seq));
}
