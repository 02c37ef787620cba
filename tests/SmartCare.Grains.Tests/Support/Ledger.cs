using SmartCare.Domain.Decisions;
using SmartCare.Grains.Commit;
using SmartCare.Grains.Store;

namespace SmartCare.Grains.Tests.Support;

/// <summary>A change with its number.</summary>
internal sealed record ToyChange(long Seq, string Text) : Row, IChangeRow;

/// <summary>A sink that makes a numbered row of every effect, and writes down everything that happens in order.</summary>
internal sealed class Ledger : IRecordSink
{
    private readonly List<string> _lines = [];
    private readonly List<CareEffect> _effects = [];
    private readonly HashSet<string> _unsaved = [];

    public IReadOnlyList<string> Lines
    {
        get
        {
            lock (_lines) return [.. _lines];
        }
    }

    /// <summary>Everything that was shown, in order.</summary>
    public IReadOnlyList<CareEffect> Effects => _effects;

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

    public IReadOnlyList<Row> RowsOf(GrainRecord record, ref long lastSeq)
    {
        var rows = new List<Row>();
        foreach (var effect in record.Effects) rows.Add(new ToyChange(++lastSeq, TextOf(effect)));
        return rows;
    }

    public IReadOnlyList<Row> Renumber(IReadOnlyList<Row> rows, ref long lastSeq)
    {
        var again = new List<Row>();
        foreach (var row in rows.Cast<ToyChange>()) again.Add(row with { Seq = ++lastSeq });
        return again;
    }

    public void Release(GrainRecord record, IReadOnlyList<Row> rows, bool saved)
    {
        _effects.AddRange(record.Effects);
        foreach (var text in rows.Cast<ToyChange>().Select(r => r.Text))
        {
            if (!saved) _unsaved.Add(text);
            Write($"show {text}{(saved ? "" : " unsaved")}");
        }
    }

    public IReadOnlyList<Row> Settle(ref long lastSeq)
    {
        var rows = new List<Row>();
        foreach (var text in _unsaved.Order(StringComparer.Ordinal)) rows.Add(new ToyChange(++lastSeq, $"settle {text}"));
        return rows;
    }

    public void Settled(IReadOnlyList<Row> rows)
    {
        var texts = rows.Cast<ToyChange>().Select(r => r.Text["settle ".Length..]).ToList();
        foreach (var text in texts) _unsaved.Remove(text);
        Write($"settled {string.Join('+', texts)}");
    }

    private static string TextOf(CareEffect effect) => effect switch
    {
        Remarked { About: var text } => text,
        GrainFaulted { Grain: var grain, Error: var error } => $"{grain} faulted: {error.Split('\n')[0].Trim()}",
        AlertChanged { Alert: var alert, Event: var line } => $"{alert.Kind} {line.What}",
        _ => effect.GetType().Name,
    };
}
