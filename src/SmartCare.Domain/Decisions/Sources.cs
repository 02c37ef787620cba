using SmartCare.Domain.Words;

namespace SmartCare.Domain.Decisions;

/// <summary>Lists of sources, in order of their ids and bounded.</summary>
internal static class Sources
{
    /// <summary>One more than the most is left out: the alarms of its own do not pass here.</summary>
    public static Source[] With(Source[] all, Source source, int most) =>
        [.. all.Where(s => s.Device != source.Device).Append(source).OrderBy(s => s.Device.Value, StringComparer.Ordinal).Take(most)];

    public static Source[] Without(Source[] all, DeviceId device) => [.. all.Where(s => s.Device != device)];
}
