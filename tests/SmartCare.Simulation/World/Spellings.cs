using System.Globalization;
using System.Text;
using SmartCare.Domain.Readings;
using SmartCare.Domain.Readings.Platforms;
using SmartCare.Domain.Registry;
using SmartCare.Domain.Rules;

namespace SmartCare.Simulation.World;

/// <summary>What real devices, gateways and platforms put on the wire: makers' own keys and words, envelopes, JSON that is broken, numbers as text, a
/// channel far behind. Each is read by the product's decoder, as the intake would.</summary>
/// <remarks>A line more is a dialect more. {0} is what the device has to say, {1} its battery, {2} a number that nobody reads.</remarks>
internal static class Spellings
{
    /// <summary>The payload, and what it says in place of {0} when there is no danger, and when there is.</summary>
    private sealed record Dialect(string Payload, string Calm, string Danger)
    {
        /// <summary>Of a platform that spreads it over topics: a line each, with what stands behind the device in the topic.</summary>
        public TopicDialect? Topics { get; init; }
    }

    private static readonly Dialect[] s_smoke =
    [
        new("""{"smoke":{0},"battery":{1},"linkquality":{2}}""", "false", "true"),
        // Broken on the way: a trailing comma, a number that is none, a byte order mark, a NUL.
        new("""{"smoke":{0},"battery":{1},}""", "false", "true"),
        new("""{"temperature":nan,"smoke":{0},"battery":{1}}""", "false", "true"),
        new("\uFEFF{\"smoke\":{0},\"battery\":{1}}", "false", "true"),
        new("{\"smoke\":{0},\"battery\":{1}}\0", "false", "true"),
        // Makers' own keys and words: Alecto, Sunricher, Tuya.
        new("""{"smoke_state":"{0}","battery":{1}}""", "normal", "alarm"),
        new("""{"smoke_alarm_1":{0},"battery":{1}}""", "false", "true"),
        new("""{"smoke":"{0}","battery":"{1}"}""", "OFF", "ON"),
        new("""{"SMOKE":{0},"battery":{1}}""", "0", "1"),
        // In a platform's envelope: ThingsBoard, ChirpStack.
        new("""{"values":{"smoke":{0},"battery":{1}}}""", "false", "true"),
        new("""{"fCnt":{2},"object":{"smoke":{0},"battery":{1}}}""", "false", "true"),
        // On topics of a platform: zigbee2mqtt's attributes, both generations of Shelly.
        new("smoke {0}\nbattery {1}", "false", "true") { Topics = TopicDialect.Attribute },
        new("sensor/smoke {0}\nsensor/battery {1}", "false", "true") { Topics = TopicDialect.ShellyGen1 },
        new("status/smoke:0 {\"id\":0,\"alarm\":{0}}\nstatus/devicepower:0 {\"battery\":{\"percent\":{1}}}", "false", "true") { Topics = TopicDialect.ShellyGen2 },
    ];

    private static readonly Dialect[] s_water =
    [
        new("""{"water_leak":{0},"battery":{1},"linkquality":{2}}""", "false", "true"),
        new("""{"water_leak_alarm_1":{0},"battery":{1}}""", "false", "true"),
        new("""{"water_leak":{0},"battery":"{1}",}""", "0", "1"),
    ];

    private static readonly Dialect[] s_gas =
    [
        new("""{"gas":{0},"linkquality":{2}}""", "false", "true"), new("""{"gas":"{0}","gas_value":nan}""", "false", "true"), new("""{"data":{"gas":{0},"x":{2}}}""", "0", "1"),
    ];

    private static readonly Dialect[] s_cord = [new("""{"sos":{0},"battery":{1}}""", "false", "true"), new("""{"sos":"{0}","battery":{1}}""", "OFF", "ON")];

    public static ChannelValue[] Danger(string model, int spelling, bool danger, int battery, int number)
    {
        var dialects = model switch { "smoke" => s_smoke, "water" => s_water, "gas" => s_gas, _ => s_cord };
        var dialect = dialects[spelling % dialects.Length];
        return Read(model, dialect.Topics, dialect.Payload.Replace("{0}", danger ? dialect.Danger : dialect.Calm, StringComparison.Ordinal)
            .Replace("{1}", battery.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal).Replace("{2}", number.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal));
    }

    /// <summary>Radars of Tuya, of OWON, of Heiman.</summary>
    public static string Fall(int variant, FallPhase phase) => (variant % 3, phase) switch
    {
        (0, FallPhase.None) => "no_fall", (0, FallPhase.Suspected) => "maybe_fall", (0, _) => "fall",
        (1, var said) => said.ToString().ToLowerInvariant(),
        (_, FallPhase.None) => "normal", (_, FallPhase.Suspected) => "fall_warning", _ => "fall_alarm",
    };

    /// <summary>zigbee2mqtt's and others' words for "the broker says for it that it is gone".</summary>
    public static ChannelValue[] Gone(int variant)
    {
        string[] words = ["offline", "Offline", """{ "state": "offline" }"""];
        return AvailabilityDecoder.Decode(Encoding.UTF8.GetBytes(words[variant % words.Length])).Values;
    }

    private static ChannelValue[] Read(string model, TopicDialect? topics, string payload) => topics is not { } dialect
        ? Usable(model, payload, PayloadDecoder.Decode(Encoding.UTF8.GetBytes(payload), Models.All[model]))
        // Told in one breath: the world has a message where the platform has two.
        : [.. payload.Split('\n').Select(line => line.Split(' ', 2))
            .SelectMany(topic => Usable(model, payload, PlatformTopics.Decode(dialect, topic[0], Encoding.UTF8.GetBytes(topic[1]), Models.All[model])))
            .Where(value => value.Channel != Channels.Availability)];

    private static ChannelValue[] Usable(string model, string payload, Decoded decoded) =>
        decoded.IsUsable ? decoded.Values : throw new InvalidOperationException($"{model} says {payload}, and nothing of it is read.");
}
