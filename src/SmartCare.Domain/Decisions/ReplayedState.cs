using SmartCare.Domain.Readings;
using SmartCare.Domain.Registry;

namespace SmartCare.Domain.Decisions;

/// <summary>
/// What a broker gives from its retained store when somebody subscribes: how the device stood, a second or a year ago. It raises and ends nothing, is no
/// sign of life, and no movement of anybody.
/// </summary>
/// <remarks>Numbers that are not known yet are filled in, so that a device that speaks once a day is not empty until then. Flags and words are not: a
/// fire that is kept as "was burning before" would be no rise when the detector says so itself.</remarks>
internal static class ReplayedState
{
    /// <summary>Numbers that mean something by how they differ from the one before.</summary>
    private const ulong Compared = 1UL << (int)Meaning.WaterFlow | 1UL << (int)Meaning.WaterCount | 1UL << (int)Meaning.ImpactPeak;

    public static DeviceState Take(DeviceState state, Device record, Reading reading)
    {
        var model = DeviceNeeds.ModelOf(record);
        var news = Array.FindAll(reading.Values, v => v.Kind is ValueKind.Number
            && (1UL << (int)model.MeaningOf(v.Channel) & (Compared | DeviceDangers.Dangers)) == 0
            && !Array.Exists(state.Values, known => known.Channel == v.Channel));
        return news.Length == 0 ? state : state with { Values = LastValues.Merge(state.Values, news) };
    }
}
