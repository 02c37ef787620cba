using System.Globalization;
using System.Text;
using SmartCare.Domain.Readings;

namespace SmartCare.Domain.Tests.Readings;

/// <summary>What comes of a payload: <c>channel=value</c> in order, then <c>ts=</c>, then what could not be read.</summary>
public sealed class PayloadDecoderTests
{
    [Theory]
    // Booleans.
    [InlineData("""{"smoke":true}""", "smoke=true"), InlineData("""{"gas":false}""", "gas=false"), InlineData("""{"carbon_monoxide":true}""", "carbon_monoxide=true")]
    [InlineData("""{"water_leak":true}""", "water_leak=true"), InlineData("""{"sos":true}""", "sos=true"), InlineData("""{"presence":true}""", "presence=true")]
    [InlineData("""{"occupancy":false}""", "occupancy=false"), InlineData("""{"contact":true}""", "contact=true"), InlineData("""{"in_bed":true}""", "in_bed=true")]
    [InlineData("""{"battery_low":true}""", "battery_low=true"), InlineData("""{"tamper":true}""", "tamper=true"), InlineData("""{"test":true}""", "test=true")]
    [InlineData("""{"fault_alarm":true}""", "fault_alarm=true")]
    // Booleans in other types.
    [InlineData("""{"smoke":1}""", "smoke=true"), InlineData("""{"smoke":0}""", "smoke=false"), InlineData("""{"smoke":"ON"}""", "smoke=true")]
    [InlineData("""{"smoke":"off"}""", "smoke=false"), InlineData("""{"smoke":"True"}""", "smoke=true"), InlineData("""{"smoke":"1"}""", "smoke=true")]
    // Numbers.
    [InlineData("""{"temperature":21.5}""", "temperature=21.5"), InlineData("""{"humidity":40}""", "humidity=40"), InlineData("""{"heart_rate":72}""", "heart_rate=72")]
    [InlineData("""{"breathing_rate":14}""", "breathing_rate=14"), InlineData("""{"battery":87}""", "battery=87"), InlineData("""{"linkquality":120}""", "linkquality=120")]
    [InlineData("""{"voltage":3000}""", "voltage=3000"), InlineData("""{"temperature":-1e-3}""", "temperature=-0.001")]
    // Texts, and what radars send in their place.
    [InlineData("""{"action":"emergency"}""", "action='emergency'"), InlineData("""{"action":""}""", "action=''"), InlineData("""{"action":null}""", "action=null")]
    [InlineData("""{"fall":"none"}""", "fall='none'"), InlineData("""{"fall":true}""", "fall='true'"), InlineData("""{"fall_status":2}""", "fall_status='2'")]
    [InlineData("""{"fall_down_status":"fall"}""", "fall_down_status='fall'"), InlineData("""{"status":"normal"}""", "status='normal'")]
    // Where somebody may look: an address of the web, or nothing.
    [InlineData("""{"clip":"https://cam.lan/7?t=1","fall":"suspected"}""", "clip='https://cam.lan/7?t=1' fall='suspected'"), InlineData("""{"clip":null,"sos":true}""", "clip=null sos=true")]
    [InlineData("""{"sos":true,"clip":"javascript:alert(1)"}""", "sos=true !clip: link expected"), InlineData("""{"sos":true,"clip":"https://u:p@cam.lan/"}""", "sos=true !clip: link expected")]
    [InlineData("""{"sos":true,"clip":7}""", "sos=true !clip: link expected"), InlineData("""{"sos":true,"clip":true}""", "sos=true !clip: link expected")]
    // What the contract does not name is kept.
    [InlineData("""{"lux":12,"mode":"night","open":true,"x":null}""", "lux=12 mode='night' open=true x=null")]
    [InlineData("""{"update":{"state":"idle","n":[1,2]},"list":[1,[2]],"smoke":true}""", "smoke=true")]
    // Availability has a topic of its own; in a payload it must not hide a press.
    [InlineData("""{"availability":"offline","action":"emergency"}""", "action='emergency'")]
    // Where a worn device is, flat or nested.
    [InlineData("""{"latitude":39.9,"longitude":116.4}""", "latitude=39.9 longitude=116.4"), InlineData("""{"position":[39.9,116.4],"sos":true}""", "latitude=39.9 longitude=116.4 sos=true")]
    [InlineData("""{"position":{"latitude":39.9,"x":{"latitude":1,"y":[2]},"longitude":116.4},"sos":true}""", "latitude=39.9 longitude=116.4 sos=true")]
    [InlineData("""{"position":{"lat":"north","lon":1},"sos":true}""", "sos=true"), InlineData("""{"position":[[1,2]],"sos":true}""", "sos=true"), InlineData("""{"position":50}""", "position=50")]
    // What a worn accelerometer felt, before or after its rate; flat numbers stay as they are.
    [InlineData("""{"acceleration":[[0,0,1],[0,0,0.5],[0,0,0.5],[3,4,0],[0,0,1],[0,0,1]],"rate":20}""", "rate=20 acceleration_peak=5 free_fall_ms=100 still_s=0.1")]
    [InlineData("""{"sample_rate":50,"acceleration":[[0,0,1]],"sos":true}""", "sample_rate=50 sos=true acceleration_peak=1 free_fall_ms=0 still_s=0")]
    [InlineData("""{"acceleration_peak":3.1,"free_fall_ms":120,"still_s":2}""", "acceleration_peak=3.1 free_fall_ms=120 still_s=2"), InlineData("""{"acceleration":1.02}""", "acceleration=1.02")]
    // Time.
    [InlineData("""{"smoke":true,"ts":1760000000000}""", "smoke=true ts=1760000000000"), InlineData("""{"ts":1760000000000}""", "ts=1760000000000")]
    [InlineData("""{"smoke":true,"ts":null}""", "smoke=true"), InlineData("""{"smoke":true,"ts":1.76e12}""", "smoke=true ts=1760000000000")]
    [InlineData("""{"smoke":true,"ts":-5}""", "smoke=true ts=-5")]
    // Names.
    [InlineData("""{"sm\u006fke":true}""", "smoke=true"), InlineData("""{"温度":20}""", "温度=20")]
    [InlineData(""" { "smoke" : true } """, "smoke=true"), InlineData("""{"smoke":true,"smoke":false}""", "smoke=true smoke=false")]
    public void What_is_well_formed_is_read(string payload, string expected) => Check(payload, expected);

    [Theory]
    [InlineData("""{"contact":"maybe","gas":true}""", "gas=true !contact: bool expected"), InlineData("""{"contact":2,"gas":true}""", "gas=true !contact: bool expected")]
    [InlineData("""{"contact":"","gas":true}""", "gas=true !contact: bool expected"), InlineData("""{"contact":[true],"gas":true}""", "gas=true !contact: bool expected")]
    [InlineData("""{"contact":{"value":true},"gas":true}""", "gas=true !contact: bool expected"), InlineData("""{"battery":"full","smoke":true}""", "smoke=true !battery: number expected")]
    [InlineData("""{"battery":true,"smoke":true}""", "smoke=true !battery: number expected"), InlineData("""{"action":["single"],"battery":5}""", "battery=5 !action: text expected")]
    [InlineData("""{"temperature":1e999,"smoke":true}""", "smoke=true !temperature: number expected"), InlineData("""{"lux":-1e999,"smoke":true}""", "smoke=true")]
    [InlineData("""{"ts":"now","smoke":true}""", "smoke=true !ts: Unix milliseconds expected"), InlineData("""{"ts":1e300,"smoke":true}""", "smoke=true !ts: Unix milliseconds expected")]
    [InlineData("""{"ts":{"ms":1},"smoke":true}""", "smoke=true !ts: Unix milliseconds expected"), InlineData("""{"ts":[1],"smoke":true}""", "smoke=true !ts: Unix milliseconds expected")]
    [InlineData("""{"acceleration":[[0,0,1]],"sos":true}""", "sos=true !acceleration: rate of 20 to 1000 Hz expected"), InlineData("""{"acceleration":[[0,0,1]],"rate":5,"sos":true}""", "rate=5 sos=true !acceleration: rate of 20 to 1000 Hz expected")]
    [InlineData("{\"a\\u202eb\":1,\"smoke\":true}", "smoke=true !a\\u202Eb: a channel's name has no control characters, and nothing invisible")]
    [InlineData("{\"\\n\":1,\"smoke\":true}", "smoke=true !\\u000A: a channel's name has no control characters, and nothing invisible")]
    [InlineData("""{"acceleration":[],"rate":50}""", "rate=50 !acceleration: samples of [x,y,z] in g expected"), InlineData("""{"acceleration":[1,2,3],"rate":50}""", "rate=50 !acceleration: samples of [x,y,z] in g expected")]
    [InlineData("""{"acceleration":[[0,0]],"rate":50}""", "rate=50 !acceleration: samples of [x,y,z] in g expected"), InlineData("""{"acceleration":[[0,0,1,0]],"rate":50}""", "rate=50 !acceleration: samples of [x,y,z] in g expected")]
    [InlineData("""{"acceleration":[[0,0,"1"],{"x":[1]}],"rate":50,"sos":true}""", "rate=50 sos=true !acceleration: samples of [x,y,z] in g expected"), InlineData("""{"acceleration":[[0,0,1e999]],"rate":50}""", "rate=50 !acceleration: samples of [x,y,z] in g expected")]
    [InlineData("""{"":1,"smoke":true}""", "smoke=true !a channel's name is empty or too long"), InlineData("""{"":[{}],"smoke":true}""", "smoke=true !a channel's name is empty or too long")]
    public void A_bad_channel_costs_no_good_one(string payload, string expected) => Check(payload, expected);

    [Theory]
    [InlineData("", "!not JSON"), InlineData(" ", "!not JSON"), InlineData("emergency", "!not JSON"), InlineData("""{"smoke":tru""", "!not JSON"), InlineData("""{"temperature":NaN}""", "!not JSON")]
    [InlineData("[]", "!not a JSON object"), InlineData("true", "!not a JSON object"), InlineData("\"emergency\"", "!not a JSON object"), InlineData("5", "!not a JSON object"), InlineData("null", "!not a JSON object")]
    [InlineData("{}", "!no channel"), InlineData("""{"list":[1]}""", "!no channel")]
    public void What_is_no_flat_object_is_refused_with_its_reason(string payload, string expected) => Check(payload, expected);

    [Fact]
    public void Nesting_too_deep_is_set_aside_and_a_little_is_passed_over()
    {
        Check($$"""{"smoke":true,"x":{{new string('[', 20)}}{{new string(']', 20)}}}""", "smoke=true");
        Check($$"""{"smoke":true,"x":{{new string('[', 100_000)}}{{new string(']', 100_000)}}}""", "smoke=true !not JSON, read in part; set aside: x");
    }

    [Fact]
    public void Sixty_four_channels_are_read_and_what_follows_is_left()
    {
        var fields = Enumerable.Range(0, 65).Select(i => $"\"c{i}\":{i}").ToList();
        Assert.Null(Decode($"{{{string.Join(',', fields.Take(64))}}}").Trouble);
        var decoded = Decode($"{{{string.Join(',', fields)}}}");
        Assert.Equal((64, "more than 64 channels"), (decoded.Values.Length, decoded.Trouble));
        Assert.True(decoded.IsUsable);
    }

    [Theory, InlineData(2_400, null), InlineData(2_401, "acceleration: more than 2400 samples"), InlineData(10_000, "acceleration: more than 2400 samples")]
    public void Twelve_seconds_at_two_hundred_hertz_are_looked_at_and_no_more(int samples, string? trouble) => Assert.Equal(
        trouble, Decode($$"""{"rate":50,"acceleration":[{{string.Join(',', Enumerable.Repeat("[0,0,1]", samples))}}]}""").Trouble);

    [Fact]
    public void Long_names_and_texts_have_an_end()
    {
        var longest = new string('a', PayloadDecoder.LongestText);
        Assert.Equal(longest, Decode($$"""{"{{longest}}":1}""").Values.Single().Channel);
        Assert.Equal(longest, Decode($$"""{"action":"{{longest}}"}""").Values.Single().Text);
        Check($$"""{"{{longest}}a":1,"smoke":true}""", "smoke=true !a channel's name is empty or too long");
        Check($$"""{"action":"{{longest}}a","smoke":true}""", $"action='{longest}' smoke=true");
    }

    [Fact] public void A_time_alone_is_a_sign_of_life() => Assert.True(Decode("""{"ts":1760000000000}""").IsUsable);
    [Fact] public void A_bad_channel_alone_is_nothing_to_decide_on() => Assert.False(Decode("""{"contact":"maybe","ts":1760000000000}""").IsUsable);

    [Theory]
    [InlineData("online", "availability='online'"), InlineData("offline", "availability='offline'"), InlineData("""{"state":"online"}""", "availability='online'")]
    [InlineData("""{"state":"offline","x":1}""", "availability='offline'"), InlineData("", "!availability is neither online nor offline")]
    [InlineData("{", "!availability is neither online nor offline")]
    [InlineData("""{"smoke":true}""", "!availability is neither online nor offline")]
    public void Availability_is_one_of_two_words(string payload, string expected) =>
        Assert.Equal(expected, Text(AvailabilityDecoder.Decode(Encoding.UTF8.GetBytes(payload))));

    private static Decoded Decode(string payload) => PayloadDecoder.Decode(Encoding.UTF8.GetBytes(payload));

    private static void Check(string payload, string expected) => Assert.Equal(expected, Told(Encoding.UTF8.GetBytes(payload)));

    private static string Told(byte[] payload) => Text(PayloadDecoder.Decode(payload));

    private static string Text(Decoded decoded)
    {
        var parts = decoded.Values.Select(v => $"{v.Channel}={Text(v)}").ToList();
        if (decoded.DeviceTimeMs is { } ms) parts.Add($"ts={ms}");
        if (decoded.Trouble is { } trouble) parts.Add($"!{trouble}");
        return string.Join(' ', parts);
    }

    private static string Text(ChannelValue value) => value.Kind switch
    {
        ValueKind.Null => "null",
        ValueKind.Bool => value.IsTrue ? "true" : "false",
        ValueKind.Number => value.Number.ToString(CultureInfo.InvariantCulture),
        _ => $"'{value.Text}'",
    };
}
