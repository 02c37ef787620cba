using System.Buffers;
using SmartCare.Domain.Alerts;
using SmartCare.Domain.Decisions;
using SmartCare.Domain.Duty;
using SmartCare.Domain.Readings;
using SmartCare.Domain.Notices;
using SmartCare.Domain.Registry;
using SmartCare.Domain.Tests.Support;
using SmartCare.Domain.Words;

namespace SmartCare.Domain.Tests.Decisions;

/// <summary>The journal's bytes: a replay hears exactly what was heard live.</summary>
public sealed class CareCodecTests
{
    public static TheoryData<CareMessage> Messages => new(EveryMessage.Samples);

    [Theory, MemberData(nameof(Messages))]
    public void Every_message_comes_back_as_it_was(CareMessage message) => Assert.Equivalent(message, Again(message), strict: true);

    [Fact] public void Every_kind_of_message_is_among_these() => Assert.Equal(
        typeof(CareMessage).Assembly.GetTypes().Where(t => t.IsSubclassOf(typeof(CareMessage))).OrderBy(t => t.Name),
        EveryMessage.Samples.Select(m => m.GetType()).Distinct().OrderBy(t => t.Name));

    [Fact]
    public void Any_reading_comes_back_as_it_was()
    {
        for (var seed = 0; seed < 2_000; seed++)
        {
            var reading = Samples.Reading(new Random(seed));
            var again = Assert.IsType<DeviceSpoke>(Again(new DeviceSpoke(reading))).Reading;
            Assert.True(reading.Values.SequenceEqual(again.Values) && reading with { Values = again.Values } == again, $"seed {seed}: {reading}");
        }
    }

    [Fact]
    public void The_longest_names_and_texts_fit()
    {
        var wide = new string('求', PayloadDecoder.LongestText);
        var values = Enumerable.Repeat(ChannelValue.Of(wide, wide), PayloadDecoder.MostChannels).ToArray();
        var reading = new Reading(DeviceId.Of(new string('d', IdText.Longest)), long.MaxValue, ulong.MaxValue, true, ushort.MaxValue, values);
        Assert.Equal(values, Assert.IsType<DeviceSpoke>(Again(new DeviceSpoke(reading))).Reading.Values);
    }

    [Fact] public void A_reading_is_small() => Assert.InRange(
        Bytes(new DeviceSpoke(new Reading(DeviceId.Of("smoke-101"), 1760000000000, 1, false, 7, PayloadDecoder.Decode("""{"smoke":false,"battery":87}"""u8).Values))).Length, 30, 70);

    [Fact] public void Readings_are_told_apart_from_the_rest()
    {
        Assert.True(CareCodec.IsReading(Bytes(new DeviceSpoke(new Reading(DeviceId.Of("d"), null, 0, false, 0, [])))));
        Assert.False(CareCodec.IsReading(Bytes(new MovedOut(Home.Wang))));
    }

    [Fact] public void An_unknown_form_is_refused() => Assert.Throws<InvalidDataException>(() => CareCodec.Decode([9, 0, 0]));

    [Fact] public void A_field_of_a_later_version_is_passed_over() => Assert.Equal(
        new AlertCommand("0-1-0", AlertVerb.Note, "duty", null, "x"),
        CareCodec.Decode([2, .. """{"is":"command","alertId":"0-1-0","verb":"note","by":"duty","note":"x","mood":{"good":true}}"""u8]));

    private static CareMessage Again(CareMessage message) => CareCodec.Decode(Bytes(message));

    private static byte[] Bytes(CareMessage message)
    {
        var bytes = new ArrayBufferWriter<byte>();
        CareCodec.Encode(message, bytes);
        return bytes.WrittenSpan.ToArray();
    }
}
