using SmartCare.Domain.Decisions;
using SmartCare.Domain.Readings;
using SmartCare.Grains;

namespace SmartCare.Simulation.Oracles;

/// <summary>Every reading that was acknowledged, in order: the journal holds the same ones in the same order, and between them only what
/// was on its way when the power went.</summary>
internal sealed class Acks(IGrainCatalog<CareMessage, CareEffect> catalog)
{
    private const string Oracle = "acknowledged means saved";

    private readonly List<ulong> _acknowledged = [];
    private int _found;
    private long _checkedEntry, _kept;

    public int Count => _acknowledged.Count;

    public void Acknowledged(Reading reading) => _acknowledged.Add(KeyOf(reading));

    /// <summary>Reads on from where the last check ended.</summary>
    /// <param name="sent">Sendings of readings so far: what was never sent, or once, is not there twice.</param>
    public void Check(IJournal journal, long sent)
    {
        foreach (var batch in journal.Read(0, _checkedEntry))
            foreach (var entry in BatchCodec.Read(batch, catalog))
            {
                if (entry.Number != _checkedEntry + 1) throw new OracleBrokenException(Oracle, $"entry {_checkedEntry + 1} is not in the journal");
                _checkedEntry = entry.Number;
                if (entry.Message is not DeviceSpoke { Reading: var reading }) continue;
                _kept++;
                if (_found < _acknowledged.Count && _acknowledged[_found] == KeyOf(reading)) _found++;
            }

        if (_kept > sent) throw new OracleBrokenException(Oracle, $"the journal holds {_kept} readings, and {sent} were sent");
        if (_found < _acknowledged.Count)
            throw new OracleBrokenException(Oracle, $"of {_acknowledged.Count} acknowledged readings the journal lacks the {_found + 1}th");
    }

    private static ulong KeyOf(Reading reading) => (reading.Content * 31 + reading.PacketId) * 2 + (reading.Redelivered ? 1ul : 0);
}
