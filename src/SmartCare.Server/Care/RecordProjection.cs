using SmartCare.Domain.Decisions;
using SmartCare.Grains.Commit;
using SmartCare.Grains.Store;
using SmartCare.Server.Alerts;
using SmartCare.Server.Notices;
using SmartCare.Server.Registry;
using SmartCare.Storage;

namespace SmartCare.Server.Care;

/// <summary>What the grains decided, as rows and to the world: alerts, the registry, notices; and it is counted.</summary>
internal sealed class RecordProjection(AlertStore alerts, RegistryIndex registry, NoticeOutbox notices, DecisionCounters counters) : IRecordSink
{
    public IReadOnlyList<Row> RowsOf(GrainRecord record, ref long lastSeq)
    {
        // Nearly every record is a reading that led to nothing.
        if (record.Effects.Count == 0 && record.Heard is null or DeviceSpoke) return [];
        var rows = new List<Row>();
        foreach (var effect in record.Effects)
        {
            if (effect is Registered registered)
            {
                // At once, so that an alert of the same commit finds the name; a record is not an alarm and may be early.
                registry.Take(registered.Record);
                rows.Add(new RegistryRow(registered.Record));
                rows.AddRange(LedgerHistory.RowsOf(registered, record.AtMs));
            }
            else if (effect is Unregistered gone)
            {
                registry.Forget(gone.Record);
                rows.Add(new RegistryEndRow(gone.Record.Subject));
                rows.AddRange(LedgerHistory.RowsOf(gone, record.AtMs));
            }
            else if (effect is AlertChanged changed)
            {
                rows.Add(alerts.Change(changed, ++lastSeq, record.Origin));
            }
        }

        notices.AddRows(record, rows);
        return rows;
    }

    public IReadOnlyList<Row> Renumber(IReadOnlyList<Row> rows, ref long lastSeq)
    {
        var anew = new List<Row>(rows.Count);
        foreach (var row in rows) anew.Add(row is IChangeRow ? alerts.Renumber(row, ++lastSeq) : row);
        return anew;
    }

    public void Release(GrainRecord record, IReadOnlyList<Row> rows, bool saved)
    {
        counters.Count(record);
        if (rows.Count == 0) return;
        alerts.Release(rows, saved);
        notices.Release(rows, saved);
    }

    public IReadOnlyList<Row> Settle(ref long lastSeq) => alerts.Settle(ref lastSeq);

    public void Settled(IReadOnlyList<Row> rows) => alerts.Settled(rows);
}
