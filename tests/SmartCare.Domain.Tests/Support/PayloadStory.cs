using System.Text;
using SmartCare.Domain.Readings;
using SmartCare.Domain.Readings.Platforms;
using SmartCare.Domain.Registry;
using SmartCare.Domain.Rules;
using SmartCare.Domain.Words;

namespace SmartCare.Domain.Tests.Support;

/// <summary>What payloads, byte for byte as a device sends them, lead to: a second apart, from nine o'clock on. Behind a bar stands what an integrator finds
/// in the quarantine.</summary>
internal static class PayloadStory
{
    public static void Check(string device, string expected, params string[] payloads) => Check(device, expected, [.. payloads.Select(Encoding.UTF8.GetBytes)]);

    public static void Check(string device, string expected, params byte[][] payloads) => Assert.Equal(expected, Tell(device, payloads));

    /// <returns>For example <c>fire open x1 | smoke: "x" is not known and counts as an alarm</c>.</returns>
    public static string Tell(string device, params byte[][] payloads) => Tell(device, PayloadDecoder.Decode, payloads);

    /// <summary>What a message on a platform's own topic leads to.</summary>
    public static void Check(string device, string expected, TopicDialect dialect, string part, string payload) =>
        Assert.Equal(expected, Tell(device, (bytes, model) => PlatformTopics.Decode(dialect, part, bytes, model!), Encoding.UTF8.GetBytes(payload)));

    private delegate Decoded Decode(ReadOnlySpan<byte> payload, DeviceModel? model);

    private static string Tell(string device, Decode decode, params byte[][] payloads)
    {
        var (story, quarantine) = (new Story(), new List<string>());
        var model = Models.All[Home.Devices[device].Model];
        var at = Story.Midnight.AddHours(9);
        foreach (var payload in payloads)
        {
            story.RunTo(at);
            at = at.AddSeconds(1);
            var decoded = decode(payload, model);
            if ((decoded.Trouble ?? UnderstoodRule.TroubleOf(model, decoded.Values)) is { } trouble) quarantine.Add(trouble);
            if (decoded.IsUsable) story.Hear(new Reading(DeviceId.Of(device), decoded.DeviceTimeMs, Samples.Hash(payload), false, 0, decoded.Values));
        }

        var told = StoryResult.Tell(story.Effects);
        return quarantine.Count == 0 ? told : $"{told} | {string.Join(" | ", quarantine)}";
    }
}
