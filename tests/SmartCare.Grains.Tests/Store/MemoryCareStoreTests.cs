using SmartCare.Grains.Store;

namespace SmartCare.Grains.Tests.Store;

public sealed class MemoryCareStoreTests : CareStoreContract
{
    private readonly MemoryCareStore _memory = new();
    private readonly MemoryCareStore.Writer _writer;

    public MemoryCareStoreTests() => _writer = _memory.Open(0);

    private sealed record NumberRow(int Number) : Row;

    private protected override ICareStore Store => _writer;

    private protected override ICareStore OpenAgain() => _memory.Open(0);

    private protected override Row RowOf(int number) => new NumberRow(number);

    private protected override IEnumerable<int> Rows() => _memory.Rows.Cast<NumberRow>().Select(r => r.Number);

    private protected override void Full(bool full) => _writer.BeforeCommit = full ? _ => throw new StoreUnavailableException("full") : null;

    [Fact] public void A_stream_that_was_given_up_writes_nothing_and_another_goes_on()
    {
        Commit([], [], Batch(1, 1));
        var other = _memory.Open(1);
        _memory.Fence(0);
        Assert.Throws<FencedException>(() => Commit([], [], Batch(2, 1)));
        other.Commit(new CommitGroup(1, [], [], new JournalBatch(1, 1, 1, 0, new byte[1])), last => new NumberedRows([], last));
        Assert.Equal([0, 1], other.Streams);
    }
}
