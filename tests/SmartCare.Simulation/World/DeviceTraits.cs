using SmartCare.Domain.Readings;
using SmartCare.Domain.Rules;
using SmartCare.Simulation.Oracles;

namespace SmartCare.Simulation.World;

/// <summary>What each model says, how often, and how long it may be silent. Written down apart from the product's models.</summary>
internal sealed record DeviceTraits(long IntervalMs, long SilenceLimitMs, DeviceTraits.Composer Compose)
{
    public delegate (ChannelValue[] Values, Says Says) Composer(SimDevice device, ref Chance chance);

    /// <summary>What a press says; null when it has no button.</summary>
    public Func<SimDevice, (ChannelValue[] Values, Says Says)>? Press { get; init; }

    private const long Mains = 5 * Spans.Minute, LifeLine = 15 * Spans.Minute, Cell = 65 * Spans.Minute;

    private static readonly Dictionary<string, DeviceTraits> s_all = new()
    {
        ["smoke"] = new(50 * Spans.Minute, Cell, Watch),
        ["water"] = new(50 * Spans.Minute, Cell, Watch),
        ["gas"] = new(2 * Spans.Minute, Mains, (SimDevice d, ref Chance c) => (Spelled(d, ref c), Of(d.Danger))),
        ["call"] = new(10 * Spans.Minute, LifeLine, Call) { Press = PressCall },
        ["fall-radar"] = new(3 * Spans.Minute, Mains, (SimDevice d, ref Chance c) => (
            [Text(d.Variant == 2 ? "fall_status" : "fall", Spellings.Fall(d.Variant, d.Fall)), Flag("presence", d.State), Quality(ref c)],
            d.Fall switch { FallPhase.None => Says.NoFall, FallPhase.Suspected => Says.Suspected, _ => Says.Confirmed })),
        ["door"] = new(50 * Spans.Minute, Cell, (SimDevice d, ref Chance c) => ([Flag("contact", d.State), Cells(d), Quality(ref c)], Says.Battery | (d.State ? Says.Nothing : Says.Open))),
        ["motion"] = new(50 * Spans.Minute, Cell, (SimDevice d, ref Chance c) => ([Flag("occupancy", d.State), Cells(d), Quality(ref c)], Says.Battery | (d.State ? Says.Someone : Says.Nothing))),
        ["bed"] = new(2 * Spans.Minute, Mains, (SimDevice d, ref Chance c) => (
            d.State ? [Flag("in_bed", true), Number("heart_rate", d.HeartRate + c.Below(5)), Number("breathing_rate", 14 + c.Below(4))] : [Flag("in_bed", false)],
            d.State ? Rate(d) : Says.Nothing)),
        ["wearable"] = new(10 * Spans.Minute, LifeLine, (SimDevice d, ref Chance c) =>
            ([Number("heart_rate", d.HeartRate + c.Below(12)), Cells(d)], Says.Battery | Rate(d)))
        {
            // A wristband whose sos never falls tells of each press by its time.
            Press = d => d is { HasClock: true, Variant: not 0 } ? ([Flag("sos", true)], Says.SosAnew) : ([Text("action", "hold")], Says.Press),
        },
        ["cord"] = new(50 * Spans.Minute, Cell, (SimDevice d, ref Chance c) => (Spelled(d, ref c), Says.Battery | (d.Danger ? Says.SosOn : Says.SosOff))),
        ["gateway"] = new(2 * Spans.Minute, Mains, (SimDevice d, ref Chance c) => ([Number("uptime", d.Battery), Quality(ref c)], Says.Nothing)),
    };

    public static DeviceTraits Of(string model) => s_all[model];

    /// <summary>FNV-1a over what the values say: the same payload again has the same hash, as at the intake.</summary>
    public static ulong Hash(ChannelValue[] values)
    {
        var hash = 14695981039346656037ul;
        foreach (var value in values)
        {
            foreach (var unit in value.Channel) hash = (hash ^ unit) * 1099511628211ul;
            hash = (hash ^ (ulong)BitConverter.DoubleToInt64Bits(value.Number) ^ (ulong)value.Kind) * 1099511628211ul;
            foreach (var unit in value.Text ?? "") hash = (hash ^ unit) * 1099511628211ul;
        }

        return hash;
    }

    public static ChannelValue Flag(string channel, bool value) => ChannelValue.Of(channel, value);

    public static ChannelValue Number(string channel, double value) => ChannelValue.Of(channel, value);

    public static ChannelValue Text(string channel, string value) => ChannelValue.Of(channel, value);

    private static (ChannelValue[], Says) Watch(SimDevice device, ref Chance chance) => (Spelled(device, ref chance), Of(device.Danger) | Says.Battery);

    private static ChannelValue[] Spelled(SimDevice device, ref Chance chance) =>
        Spellings.Danger(device.Record.Model, device.Spelling, device.Danger, device.Battery, 60 + chance.Below(180));

    private static (ChannelValue[], Says) Call(SimDevice device, ref Chance chance) => device.Variant switch
    {
        0 => ([ChannelValue.Null("action"), Cells(device), Quality(ref chance)], Says.Battery),
        1 => ([Number("voltage", 2_800 + chance.Below(300)), Cells(device)], Says.Battery),
        _ => ([Flag("sos", false), Cells(device)], Says.Battery | Says.SosOff),
    };

    private static (ChannelValue[], Says) PressCall(SimDevice device) => device.Variant switch
    {
        0 => ([Text("action", "emergency"), Cells(device), Number("linkquality", 90)], Says.Press | Says.Battery),
        1 => ([Text("action", "single")], Says.Press),
        _ => ([Flag("sos", true), Cells(device)], Says.SosOn | Says.Battery),
    };

    private static Says Rate(SimDevice device) => device.HeartRate > 130 ? Says.RateOut : Says.Nothing;

    private static Says Of(bool danger) => danger ? Says.Danger : Says.NoDanger;

    private static ChannelValue Cells(SimDevice device) => Number("battery", device.Battery);

    private static ChannelValue Quality(ref Chance chance) => Number("linkquality", 60 + chance.Below(180));
}
