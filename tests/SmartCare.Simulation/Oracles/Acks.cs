using SmartCare.Domain.Decisions;
using SmartCare.Domain.Readings;
using SmartCare.Grains;

namespace SmartCare.Simulation.Oracles;

/// <summary>Every reading that was acknowledged, in order: the journal holds the same ones in the same order, and between them only what
/// was on its way when the power went. Nothing that is lost comes back, so it is asked once, while the whole journal is replayed.</summary>
internal sealed class Acks
{
    private const string Oracle = "acknowledged means saved";

    private readonly List<ulong> _acknowledged = [];
    private int _found;
    private long _kept;

    public int Count => _acknowledged.Count;

    public void Acknowledged(Reading reading) => _acknowledged.Add(KeyOf(reading));

    /// <summary>The next entry of the journal, from the first.</summary>
    public void Kept(in Entry<CareMessage> entry)
    {
        if (entry.Message is not DeviceSpoke { Reading: var reading }) return;
        _kept++;
        if (_found < _acknowledged.Count && _acknowledged[_found] == KeyOf(reading)) _found++;
    }

    /// <param name="sent">Sendings of readings: what was never sent, or once, is not there twice.</param>
    public void Close(long sent)
    {
        if (_kept > sent) throw new OracleBrokenException(Oracle, $"the journal holds {_kept} readings, and {sent} were sent");
        if (_found < _acknowledged.Count)
            throw new OracleBrokenException(Oracle, $"of {_acknowledged.Count} acknowledged readings the journal lacks the {_found + 1}th");
    }

    private static ulong KeyOf(Reading reading) => (reading.Content * 31 + reading.PacketId) * 2 + (reading.Redelivered ? 1ul : 0);
}
