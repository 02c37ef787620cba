using SmartCare.Domain.Rules;
using SmartCare.Grains.Commit;
using SmartCare.Grains.Core;
using SmartCare.Grains.Store;
using SmartCare.Grains.Tests.Support;

namespace SmartCare.Grains.Tests.Commit;

/// <summary>A committer stepped by hand. Each record is of a toy that adds the next number, so numbers name the records; letters, if any, stay where
/// they are.</summary>
internal sealed class CommitBench
{
    private readonly Dictionary<string, GrainCore> _toys = [];
    private readonly SiloContext _context;
    private int _posted;

    public CommitBench(MemoryCareStore? store = null, int stream = 1)
    {
        Store = store ?? new MemoryCareStore();
        Writer = Store.Open(stream);
        Committer = new GroupCommitter(Writer, Ledger, Time);
        _context = new SiloContext(Policy.Default, Toys.Kinds, Committer, 0, _ => Time.NowMs);
    }

    public MemoryCareStore Store { get; }

    public MemoryCareStore.Writer Writer { get; }

    public Ledger Ledger { get; } = new();

    public FakeTime Time { get; } = new();

    public GroupCommitter Committer { get; }

    /// <summary>The records of each commit that was tried, in order.</summary>
    public List<CommitGroup> Groups { get; } = [];

    public string Changes => string.Join(", ", Store.Rows.Cast<ToyChange>().Select(r => $"{r.Seq} {r.Text}"));

    public List<JournalEntry> Journal => [.. Writer.Journal(Writer.Stream, 0).SelectMany(BatchCodec.Read)];

    public GrainCore Toy(string key)
    {
        if (!_toys.TryGetValue(key, out var toy)) _toys.Add(key, toy = Toys.Kinds.Awaken(Toys.Id(key), Writer.Load(Toys.Id(key)), _context));
        return toy;
    }

    /// <summary>The next numbers, each of a toy of its own unless a key says which, and written down when it is told.</summary>
    public List<GrainRecord> Post(int times = 1, string? key = null)
    {
        var records = new List<GrainRecord>();
        for (; times > 0; times--)
        {
            _posted++;
            records.Add(Toy(key ?? $"{_posted}").Hear(Toys.Word($"add {_posted}"), Time.NowMs));
        }

        return records;
    }

    public void Step() => Committer.Step(0);

    /// <summary>From now on the store refuses.</summary>
    /// <returns>How often it was tried.</returns>
    public Func<int> Fail()
    {
        var tries = 0;
        Writer.BeforeCommit = _ =>
        {
            tries++;
            throw new StoreUnavailableException("full");
        };
        return () => tries;
    }

    /// <summary>The store is back, and it is time to try.</summary>
    public void Mend()
    {
        Writer.BeforeCommit = Groups.Add;
        Time.Pass(Limits.RetryMs);
    }

    public CommitBench Watched()
    {
        Writer.BeforeCommit = Groups.Add;
        return this;
    }
}
