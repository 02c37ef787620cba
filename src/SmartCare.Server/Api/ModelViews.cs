using SmartCare.Domain.Readings;
using SmartCare.Domain.Registry;
using SmartCare.Domain.Rules;
using SmartCare.Domain.Words;

namespace SmartCare.Server.Api;

/// <summary>A kind of hardware.</summary>
/// <param name="SilenceLimitS">Longest silence before it counts as offline, seconds.</param>
/// <param name="Rings">The kinds of alert that its channels raise by themselves.</param>
/// <param name="Channels">By name. Several names of one meaning are spellings of different makers; capitals do not matter.</param>
internal sealed record ModelView(string Id, DeviceClass Class, int SilenceLimitS, bool TestButton, IReadOnlyList<AlertKind> Rings, IReadOnlyList<ModelChannel> Channels)
{
    public static ModelView Of(DeviceModel model)
    {
        List<ModelChannel> channels = [.. model.Meanings.OrderBy(m => m.Key, StringComparer.Ordinal).Select(m => ModelChannel.Of(m.Key, m.Value))];
        return new ModelView(
            model.Id, model.Class, (int)model.SilenceLimit.TotalSeconds, model.HasTestButton, [.. channels.Select(c => c.Rings).OfType<AlertKind>().Distinct().Order()], channels);
    }
}

/// <param name="Type">What its value is; alarm: true, false, or a word that is read as one. Null: whatever the maker sends.</param>
/// <param name="Unit">Empty where there is none.</param>
/// <param name="Rings">The kind of alert that a value of it raises by itself; null: it only measures, or tells of a habit.</param>
internal sealed record ModelChannel(string Name, Meaning Meaning, ChannelType? Type, string Unit, AlertKind? Rings)
{
    public static ModelChannel Of(string name, Meaning meaning) => new(name, meaning, Domain.Readings.Channels.TypeOf(name), Domain.Readings.Channels.UnitOf(name), RingsAs(meaning));

    private static AlertKind? RingsAs(Meaning meaning) => meaning switch
    {
        Meaning.Press or Meaning.PressHeld => AlertKind.Help,
        Meaning.Fall or Meaning.ImpactPeak => AlertKind.Fall,
        Meaning.HeartRate or Meaning.BreathingRate => AlertKind.Vitals,
        Meaning.Temperature => AlertKind.Environment,
        Meaning.BatteryPercent or Meaning.BatteryLow => AlertKind.Battery,
        Meaning.Tamper => AlertKind.Tamper,
        Meaning.Fault => AlertKind.Fault,
        _ => DangerRule.KindOf(meaning),
    };
}
