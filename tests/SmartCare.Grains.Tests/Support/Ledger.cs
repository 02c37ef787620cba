namespace SmartCare.Grains.Tests.Support;

/// <summary>A row that says what it is about.</summary>
internal sealed record ToyRow(string Text) : Row;

/// <summary>A decision book that writes down everything that happens, in order: what went out and how, who was told what.</summary>
internal sealed class Ledger : IDecisionBook<string, ToyEffect>
{
    private readonly List<string> _lines = [];
    private readonly HashSet<string> _unsaved = [];

    public IReadOnlyList<string> Lines
    {
        get
        {
            lock (_lines) return [.. _lines];
        }
    }

    /// <summary>Gives back what was written since the last call, and starts anew.</summary>
    public string Read()
    {
        lock (_lines)
        {
            var text = string.Join(", ", _lines);
            _lines.Clear();
            return text;
        }
    }

    public void Write(string line)
    {
        lock (_lines) _lines.Add(line);
    }

    public void Replayed(Entry<string> entry, IReadOnlyList<ToyEffect> effects) => Write($"replayed {entry.Number}");

    public IReadOnlyList<Row> Enter(Decided<string, ToyEffect> decided)
    {
        Write($"enter {Name(decided)}");
        return [new ToyRow($"row {Name(decided)}")];
    }

    public void Release(Decided<string, ToyEffect> decided, IReadOnlyList<Row> rows, bool saved)
    {
        if (!saved) _unsaved.Add(Name(decided));
        Write($"show {Name(decided)}{(saved ? "" : " unsaved")}");
    }

    public IReadOnlyList<Row> Settle() => [.. _unsaved.Order().Select(u => new ToyRow($"settle {u}"))];

    public void Settled(IReadOnlyList<Row> rows)
    {
        foreach (var row in rows.Cast<ToyRow>()) _unsaved.Remove(row.Text["settle ".Length..]);
        Write("settled " + string.Join('+', rows.Cast<ToyRow>().Select(r => r.Text["settle ".Length..])));
    }

    /// <summary>A receipt that writes when it is told.</summary>
    public IReceipt<ToyEffect> Receipt(string name) => new Told(this, name);

    private static string Name(Decided<string, ToyEffect> decided) => decided.Entries.Count == 0 ? "-" : decided.Entries[0].Message!.Split(' ')[^1];

    private sealed class Told(Ledger ledger, string name) : IReceipt<ToyEffect>
    {
        public void Released(IReadOnlyList<ToyEffect> effects, bool saved) => ledger.Write($"tell {name}{(saved ? "" : " unsaved")}");
    }
}
