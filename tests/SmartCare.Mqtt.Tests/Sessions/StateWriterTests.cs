using Microsoft.Extensions.Logging.Abstractions;
using SmartCare.Mqtt.Server;
using SmartCare.Mqtt.Sessions;
using SmartCare.Mqtt.Tests.Support;

namespace SmartCare.Mqtt.Tests.Sessions;

/// <summary>Writing behind: what reaches the store, when, and what a broken one costs.</summary>
public sealed class StateWriterTests
{
    private static readonly StateKey A = StateCodec.RetainedKey("a");
    private static readonly StateKey B = StateCodec.RetainedKey("b");
    private readonly MqttCounters _counters = new();

    private StateWriter Writer(MemoryStore store) => new(store, _counters, NullLogger.Instance);

    private static Task SavedAsync(StateWriter writer)
    {
        var saved = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        writer.AfterSaved(saved.SetResult);
        return saved.Task.WaitAsync(Patience.Max);
    }

    [Fact]
    public async Task Whoever_waits_is_called_when_everything_put_before_is_saved()
    {
        var store = new MemoryStore();
        using var writer = Writer(store);
        writer.Put(A, [1], isNew: true);
        Assert.Empty(store.Keys);
        await SavedAsync(writer);
        Assert.Equal([A], store.Keys);
    }

    [Fact]
    public async Task What_comes_and_goes_in_between_never_touches_the_store()
    {
        var store = new MemoryStore();
        using var writer = Writer(store);
        writer.Put(A, [1], isNew: true);
        writer.Remove(A);
        await SavedAsync(writer);
        Assert.Equal(0, store.Saves);
    }

    [Fact]
    public async Task What_the_store_has_is_removed_also_when_it_was_replaced_meanwhile()
    {
        var store = new MemoryStore();
        using var writer = Writer(store);
        writer.Put(A, [1], isNew: true);
        await SavedAsync(writer);
        writer.Put(A, [2], isNew: false);
        writer.Remove(A);
        await SavedAsync(writer);
        Assert.Empty(store.Keys);
    }

    [Fact]
    public async Task Many_who_wait_while_the_disk_is_slow_share_one_group()
    {
        using var disk = new ManualResetEventSlim();
        var store = new MemoryStore { Gate = disk };
        using var writer = Writer(store);
        writer.Put(A, [1], isNew: true);
        var all = new List<Task> { SavedAsync(writer) };
        for (var i = 0; i < 100; i++)
        {
            writer.Put(StateCodec.RetainedKey($"{i}"), [1], isNew: true);
            all.Add(SavedAsync(writer));
        }
        disk.Set();
        await Task.WhenAll(all);
        Assert.InRange(store.Saves, 1, 2);
        Assert.Equal(101, store.Keys.Length);
    }

    [Fact]
    public async Task A_store_that_fails_keeps_nobody_waiting_is_counted_and_tried_again()
    {
        var store = new MemoryStore { IsBroken = true };
        using var writer = Writer(store);
        writer.Put(A, [1], isNew: true);
        writer.Put(B, [1], isNew: true);
        await SavedAsync(writer);
        Assert.Equal(1, _counters.StateFailures);
        writer.Remove(B);
        writer.Put(A, [2], isNew: false);
        store.IsBroken = false;
        writer.Tick();
        await SavedAsync(writer);
        Assert.Equal([A], store.Keys);
        Assert.Equal([2], store.Load().Single().Value!);
    }

    [Fact]
    public void The_last_changes_are_saved_at_the_end()
    {
        var store = new MemoryStore();
        var writer = Writer(store);
        writer.Put(A, [1], isNew: true);
        writer.Dispose();
        Assert.Equal([A], store.Keys);
    }
}
