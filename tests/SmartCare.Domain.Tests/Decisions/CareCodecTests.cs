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
    private static readonly CareMessage[] s_messages =
    [
        new Register(new Site(SiteId.Of("sunshine"), "阳光养老院", "Sunshine Home", "Asia/Shanghai")),
        new Register(new Place(Home.Room, Home.Site, "101", PlaceKind.Room)),
        new Register(new Place(PlaceId.Of("h001"), Home.Site, "河畔 1", PlaceKind.Home)),
        new Register(new Elder(Home.Wang, Home.Site, Home.Room, "王秀英", 1, 3)),
        new Register(new Elder(Home.Wang, Home.Site, Home.Room, "王秀英 \"\\\u0001😀", null, 1)),
        new Register(Home.Devices["call"]), new Register(Home.Devices["smoke"]), new Retire(),
        new AlertCommand("0-1-0", AlertVerb.Acknowledge, "duty", null, null), new AlertCommand("0-1-0", AlertVerb.Arrive, "duty", null, null),
        new AlertCommand("0-1-0", AlertVerb.Resolve, "duty", Outcome.False, "误报\n\"x\""), new AlertCommand("0-1-0", AlertVerb.Note, "family", null, ""),
        new NeedRaised(new Need(AlertKind.Help, Subject.Of(Home.Wang), Home.Site, Home.Room, Home.Wang, DeviceId.Of("call"), "call", "emergency", true)),
        new NeedStands(new Need(AlertKind.Fire, Subject.Of(Home.Room), Home.Site, Home.Room, null, DeviceId.Of("smoke"), "smoke", null, false)),
        new NeedRaised(new Need(AlertKind.System, Subject.Of(Home.Site), Home.Site, null, null, null, null, null, false)),
        new NeedCleared(AlertKind.Offline, Subject.Of(DeviceId.Of("call")), DeviceId.Of("call"), "speaks again", true), new NeedCleared(AlertKind.Fire, Subject.Of(Home.Room), null, null, false),
        new NeedRaised(new Need(AlertKind.Offline, Subject.Of(DeviceId.Of("door")), Home.Site, Home.Room, null, DeviceId.Of("door"), "door", null, false) { Via = DeviceId.Of("gateway"), Priority = Priority.Low }),
        new NeedNoted(AlertKind.Fire, Subject.Of(Home.Room), DeviceId.Of("smoke"), "muted at smoke: the danger stands"),
        new DeviceSpoke(new Reading(DeviceId.Of("call"), null, 0, false, 0, [])),
        new NoticeAnswered("0-1-0.1", "0-1-0", true, "200 ok"), new ElderLeft(Home.Wang),
        new ElderIs(Home.Wang, new Household(ContactMode.Fanout, [new Contact("小王", "daughter", [new NoticeChannel(ChannelKind.Sms, "+86 138", null)])])),
        new SiteIs(new Site(Home.Site, "阳光养老院", "Sunshine Home", "Asia/Shanghai")),
        new Register(Dwelling.Elder(Dwelling.Li, Dwelling.EveryPlan)), new SourceIs(new Source(DeviceId.Of("motion"), true, false, false, null)),
        new SourceLeft(DeviceId.Of("motion")), new LivesHere(Home.Wang), new MovedOut(Home.Wang), new FallTakenBack("door sees movement"),
        new Sensed(DeviceId.Of("bed"), Story.Midnight.AddMilliseconds(1), true, false, [Sense.Of(SenseKind.Bed, true, true), new Sense(SenseKind.Heart, 60.5, 64, false)]),
        new PlaceIs(Dwelling.Home, PlaceKind.Home, true, [new Source(DeviceId.Of("bed"), false, true, false, true)]),
        new SetMode(WatchMode.Hospital, Story.Midnight, "wu"), new SetMode(WatchMode.Home, null, "wu"), new VisitDone("wu", "well"),
        new Register(new Site(Home.Site, "阳光养老院", "Sunshine Home", "Asia/Shanghai") { Duty = DutyHome.Plan }), new WallsOf(2), new WaysOut([ChannelKind.Webhook, ChannelKind.Mail]),
        new ShelveAlert("0-1-0", Story.Midnight, true, "li", "being mended"), new StartDrill(new Drill("night", Home.Room, Story.Midnight, "li")),
        new EndDrill("night", "li"), new SignHandover("li", true, null), new RecordCheck("doors", true, "li", "no key"), new DeviceTested(DeviceId.Of("smoke"), Home.Room),
    ];

    public static TheoryData<CareMessage> Messages => new(s_messages);

    [Theory, MemberData(nameof(Messages))]
    public void Every_message_comes_back_as_it_was(CareMessage message) => Assert.Equivalent(message, Again(message), strict: true);

    [Fact] public void Every_kind_of_message_is_among_these() => Assert.Equal(
        typeof(CareMessage).Assembly.GetTypes().Where(t => t.IsSubclassOf(typeof(CareMessage))).OrderBy(t => t.Name),
        s_messages.Select(m => m.GetType()).Distinct().OrderBy(t => t.Name));

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
        Assert.False(CareCodec.IsReading(Bytes(new Retire())));
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
