using SmartCare.Domain.Decisions;
using SmartCare.Domain.Notices;
using SmartCare.Domain.Words;
using SmartCare.Grains;

namespace SmartCare.Simulation.Silo;

/// <summary>A change of an alert with its place in the sequence, as the alert book stores it.</summary>
internal sealed record ChangeRow(long Seq, AlertChanged Changed) : NumberedRow(Seq);

/// <summary>What a site holds back, as it stands now.</summary>
internal sealed record BoardRow(long Seq, SiteStands Stands) : NumberedRow(Seq);

/// <summary>A notice is wanted, or those about an alert no longer are: the outbox.</summary>
internal sealed record NoticeRow(long Seq, CareEffect Effect, long AtMs) : NumberedRow(Seq);

/// <summary>The mark "unsaved" comes off an alert.</summary>
internal sealed record SavedRow(long Seq, string AlertId) : NumberedRow(Seq);

/// <summary>Numbers every change and shows it to the walls when the committer says so: the alert book without its documents.</summary>
internal sealed class Book(long lastSeq, Action<AlertChanged, bool> shown) : IDecisionBook<CareMessage, CareEffect>
{
    private readonly HashSet<string> _unsaved = [];
    private long _seq = lastSeq;

    public void Replayed(Entry<CareMessage> entry, IReadOnlyList<CareEffect> effects)
    {
    }

    public IReadOnlyList<Row> Enter(Decided<CareMessage, CareEffect> decided)
    {
        if (decided.Effects.Count == 0) return [];
        var rows = new List<Row>();
        foreach (var effect in decided.Effects)
            if (effect is AlertChanged changed)
                rows.Add(new ChangeRow(++_seq, changed));
            else if (effect is SiteStands stands)
                rows.Add(new BoardRow(++_seq, stands));
            else if (effect is NoticeWanted or NoticesWithdrawn)
                rows.Add(new NoticeRow(++_seq, effect, decided.Batch.AtMs));
        return rows;
    }

    public void Release(Decided<CareMessage, CareEffect> decided, IReadOnlyList<Row> rows, bool saved)
    {
        foreach (var row in rows)
        {
            if (row is not ChangeRow { Changed: var changed }) continue;
            if (!saved) _unsaved.Add(changed.Alert.Id);
            shown(changed, saved);
        }
    }

    public IReadOnlyList<Row> Settle() => _unsaved.Count == 0 ? [] : [.. _unsaved.Order(StringComparer.Ordinal).Select(id => new SavedRow(++_seq, id))];

    public void Settled(IReadOnlyList<Row> rows) => _unsaved.Clear();
}
