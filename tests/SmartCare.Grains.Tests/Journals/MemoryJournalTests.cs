using SmartCare.Grains.Tests.Support;

namespace SmartCare.Grains.Tests.Journals;

public sealed class MemoryJournalTests : JournalContract
{
    private readonly MemoryJournal _journal = new(3);

    private protected override IJournal Journal => _journal;

    private protected override Row RowOf(int number) => new ToyRow($"{number}");

    private protected override IEnumerable<int> Rows() => _journal.Rows.Cast<ToyRow>().Select(r => int.Parse(r.Text));

    private protected override void Full(bool full) => _journal.BeforeCommit = full ? (_, _) => throw new JournalUnavailableException("full") : null;
}
