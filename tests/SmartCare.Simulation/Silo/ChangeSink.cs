using SmartCare.Domain.Decisions;
using SmartCare.Domain.Notices;
using SmartCare.Grains.Commit;
using SmartCare.Grains.Store;
using SmartCare.Simulation.Plants;

namespace SmartCare.Simulation.Silo;

/// <summary>A row in the one sequence of changes.</summary>
internal abstract record NumberedRow(long Seq) : Row, IChangeRow;

/// <summary>A change of an alert with its place in the sequence, as the alert store keeps it.</summary>
/// <param name="AtMs">When it was decided, in real time, Unix ms.</param>
internal sealed record ChangeRow(long Seq, AlertChanged Changed, long AtMs) : NumberedRow(Seq);

/// <summary>What a site holds back, as it stands now.</summary>
internal sealed record BoardRow(long Seq, SiteStands Stands) : NumberedRow(Seq);

/// <summary>A notice is wanted, or those about an alert no longer are: the outbox.</summary>
/// <param name="AtMs">When that was decided, in real time, Unix ms.</param>
internal sealed record NoticeRow(long Seq, CareEffect Effect, long AtMs) : NumberedRow(Seq);

/// <summary>The mark "unsaved" comes off an alert.</summary>
internal sealed record SavedRow(long Seq, string AlertId) : NumberedRow(Seq);

/// <summary>Numbers every change and shows it to the walls when the committer says so: the alert store without its documents.</summary>
/// <param name="decidedAt">When a record was decided, in real time, Unix ms.</param>
internal sealed class ChangeSink(Action<AlertChanged, bool> shown, Func<GrainRecord, long> decidedAt, Plant plant) : IRecordSink
{
    private readonly HashSet<string> _unsaved = [];
    private bool _reuses = plant is Plant.ReuseSeq;

    public IReadOnlyList<Row> RowsOf(GrainRecord record, ref long lastSeq)
    {
        if (record.Effects.Count == 0) return [];
        var rows = new List<Row>();
        var atMs = decidedAt(record);
        foreach (var effect in record.Effects)
        {
            if (effect is not (AlertChanged or SiteStands or NoticeWanted or NoticesWithdrawn)) continue;
            // A planted bug: the first number after a restart is one that was given.
            if (_reuses && lastSeq > 0) lastSeq--;
            _reuses = false;
            lastSeq++;
            rows.Add(effect switch
            {
                AlertChanged changed => new ChangeRow(lastSeq, changed, atMs),
                SiteStands stands => new BoardRow(lastSeq, stands),
                _ => new NoticeRow(lastSeq, effect, atMs),
            });
        }

        return rows;
    }

    public IReadOnlyList<Row> Renumber(IReadOnlyList<Row> rows, ref long lastSeq)
    {
        var anew = new List<Row>(rows.Count);
        foreach (var row in rows.Cast<NumberedRow>()) anew.Add(row with { Seq = ++lastSeq });
        return anew;
    }

    public void Release(GrainRecord record, IReadOnlyList<Row> rows, bool saved)
    {
        foreach (var row in rows)
        {
            if (row is not ChangeRow { Changed: var changed }) continue;
            if (!saved) _unsaved.Add(changed.Alert.Id);
            shown(changed, saved);
        }
    }

    public IReadOnlyList<Row> Settle(ref long lastSeq)
    {
        if (_unsaved.Count == 0) return [];
        var rows = new List<Row>();
        foreach (var id in _unsaved.Order(StringComparer.Ordinal)) rows.Add(new SavedRow(++lastSeq, id));
        return rows;
    }

    public void Settled(IReadOnlyList<Row> rows) => _unsaved.Clear();
}
