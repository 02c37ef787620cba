using SmartCare.Domain.Decisions;
using SmartCare.Domain.Rules;
using SmartCare.Domain.Words;
using SmartCare.Grains.Commit;
using SmartCare.Grains.Core;
using SmartCare.Grains.Store;
using SmartCare.Grains.Virtual;

namespace SmartCare.Grains.Tests.Support;

/// <summary>The power went: whatever was not committed never happened.</summary>
internal sealed class PowerLossException : Exception;

/// <summary>A silo of toys (or of the real kinds) over a store in memory, driven by hand.</summary>
internal sealed class Bench
{
    private readonly GrainKinds _kinds;
    private readonly int _stream;

    public Bench(GrainKinds? kinds = null, MemoryCareStore? store = null, int stream = 1, FakeTime? time = null)
    {
        (_kinds, Store, _stream, Time) = (kinds ?? Toys.Kinds, store ?? new MemoryCareStore(), stream, time ?? new FakeTime());
        Crash();
    }

    public MemoryCareStore Store { get; }

    public FakeTime Time { get; }

    public Ledger Ledger { get; } = new();

    public MemoryCareStore.Writer Writer { get; private set; } = null!;

    public VirtualSilo Silo { get; private set; } = null!;

    public long NowMs => Time.NowMs;

    /// <summary>The rows of changes that were committed, with their numbers.</summary>
    public string Changes => string.Join(", ", Store.Rows.Cast<ToyChange>().Select(r => $"{r.Seq} {r.Text}"));

    public Toy Toy(string key) => Support.Toy.Of(Core<PlaceState>(Toys.Id(key)).Now);

    public GrainCore<T> Core<T>(Subject id) where T : class => (GrainCore<T>)Silo.Awaken(id);

    public GrainRow? Row(string key) => Writer.Load(Toys.Id(key));

    /// <summary>The messages that stand in the journal, in order.</summary>
    public List<CareMessage> Heard =>
        [.. Writer.Streams.SelectMany(s => Writer.Journal(s, 0)).SelectMany(BatchCodec.Read).Where(e => e.Message is not null).Select(e => e.Message!)];

    /// <summary>A new life of the silo on what was committed.</summary>
    public void Crash()
    {
        Writer = Store.Open(_stream);
        Silo = new VirtualSilo(Writer, Ledger, _kinds, Policy.Default, Time, NowMs);
    }

    public GrainRecord Say(string key, string text) => Hear(Toys.Id(key), Toys.Word(text));

    public GrainRecord Hear(Subject to, CareMessage message) => Silo.Hear(to, message, NowMs);

    /// <summary>Says it and waits until everything that it leads to is on disk.</summary>
    public GrainRecord Do(string key, string text)
    {
        var record = Say(key, text);
        Run();
        return record;
    }

    public void Step() => Silo.Step(NowMs);

    public void Run() => Silo.RunDry(NowMs);

    /// <summary>Time passes, and who is in memory and due is woken.</summary>
    public void Pass(long ms)
    {
        Time.Pass(ms);
        Silo.WakeDue(NowMs);
    }

    /// <summary>A look of the due clock: wakes whom the store says is due.</summary>
    public void Pulse()
    {
        foreach (var id in Silo.Search.Look(NowMs, Silo.ListeningSinceMs)) Silo.Wake(id, NowMs);
    }

    /// <summary>Some seconds of a silo's life: what waits for a clock happens.</summary>
    public void Live(int seconds = 5)
    {
        for (var i = 0; i < seconds * 4; i++)
        {
            Pass(Limits.PulseMs);
            Pulse();
            Run();
        }
    }

    public static void Refuse(MemoryCareStore.Writer writer) => writer.BeforeCommit = _ => throw new StoreUnavailableException("full");
}
