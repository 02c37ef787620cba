using SmartCare.Domain.Words;
using SmartCare.Grains.Due;

namespace SmartCare.Grains.Tests.Due;

/// <summary>Which grains in memory wait for a time.</summary>
public sealed class DueHeapTests
{
    private readonly DueHeap _heap = new();

    [Fact] public void Grains_are_taken_in_the_order_of_their_times()
    {
        foreach (var (key, due) in new[] { ("a", 300), ("b", 100), ("c", 200), ("d", 400) }) _heap.Schedule(Id(key), due);
        Assert.Equal(100, _heap.NextMs);
        Assert.Equal([Id("b"), Id("c"), Id("a")], _heap.TakeDue(300));
        Assert.Equal(400, _heap.NextMs);
        Assert.Empty(_heap.TakeDue(399));
    }

    [Fact] public void A_time_that_moved_out_stands_and_the_grain_is_asked_then()
    {
        _heap.Schedule(Id("a"), 100);
        Assert.False(_heap.Schedule(Id("a"), 500));
        Assert.Equal([Id("a")], _heap.TakeDue(100));
        Assert.Empty(_heap.TakeDue(500));
    }

    [Fact] public void A_time_that_moved_in_is_taken_once()
    {
        _heap.Schedule(Id("a"), 500);
        Assert.True(_heap.Schedule(Id("a"), 100));
        Assert.Equal([Id("a")], _heap.TakeDue(100));
        Assert.Empty(_heap.TakeDue(500));
        Assert.Null(_heap.NextMs);
    }

    [Fact] public void Whoever_is_scheduled_first_of_all_says_so()
    {
        Assert.True(_heap.Schedule(Id("a"), 200));
        Assert.False(_heap.Schedule(Id("b"), 300));
        Assert.True(_heap.Schedule(Id("c"), 100));
    }

    [Fact] public void Who_was_forgotten_is_not_taken_and_may_come_back()
    {
        _heap.Schedule(Id("a"), 100);
        _heap.Forget(Id("a"));
        Assert.Empty(_heap.TakeDue(100));
        _heap.Schedule(Id("a"), 200);
        _heap.Forget(Id("a"));
        _heap.Schedule(Id("a"), 200);
        Assert.Equal([Id("a")], _heap.TakeDue(200));
        Assert.Empty(_heap.TakeDue(200));
    }

    [Fact] public void Whatever_is_scheduled_nobody_is_asked_late_or_twice()
    {
        for (var seed = 0; seed < 50; seed++)
        {
            var (random, heap, wanted) = (new Random(seed), new DueHeap(), new Dictionary<Subject, long>());
            for (var now = 0; now < 1_000; now++)
            {
                var id = Id($"g{random.Next(20)}");
                var due = now + random.Next(1, 50);
                heap.Schedule(id, due);
                wanted[id] = Math.Min(wanted.GetValueOrDefault(id, long.MaxValue), due);
                var taken = heap.TakeDue(now);
                Assert.Equal(taken.Distinct(), taken);
                Assert.True(taken.ToHashSet().SetEquals(wanted.Where(w => w.Value <= now).Select(w => w.Key)), $"seed {seed} at {now}");
                foreach (var done in taken) wanted.Remove(done);
            }
        }
    }

    private static Subject Id(string key) => new(SubjectKind.Device, key);
}
