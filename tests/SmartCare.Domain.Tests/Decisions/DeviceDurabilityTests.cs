using System.Globalization;
using System.Reflection;
using System.Text.Json;
using SmartCare.Domain.Decisions;
using SmartCare.Domain.Readings;
using SmartCare.Domain.Rules;
using SmartCare.Domain.Tests.Support;
using SmartCare.Domain.Words;

namespace SmartCare.Domain.Tests.Decisions;

/// <summary>What of a device is on disk with the reading that changed it, and what a crash may forget.</summary>
public sealed class DeviceDurabilityTests
{
    private static readonly DateTimeOffset s_at = Story.Midnight.AddHours(9);

    private static readonly DeviceState s_known = DeviceState.New with
    {
        Record = Home.Devices["wearable"], Online = true, Values = [ChannelValue.Of("sos", false), ChannelValue.Of("battery", 87.0), ChannelValue.Of("mood", "good")],
    };

    /// <summary>Another value of each property that must be on disk at once.</summary>
    private static readonly Dictionary<string, DeviceState> s_mattering = new()
    {
        [nameof(DeviceState.Record)] = s_known with { Record = Home.Devices["radar"] },
        [nameof(DeviceState.Online)] = s_known with { Online = false },
        [nameof(DeviceState.ClockWrong)] = s_known with { ClockWrong = true },
        [nameof(DeviceState.WillDueAt)] = s_known with { WillDueAt = s_at },
        [nameof(DeviceState.Values)] = s_known with { Values = [ChannelValue.Of("sos", true), s_known.Values[1]] },
        [nameof(DeviceState.Fall)] = s_known with { Fall = FallPhase.Suspected },
        [nameof(DeviceState.FallDueAt)] = s_known with { FallDueAt = s_at },
        [nameof(DeviceState.FallLate)] = s_known with { FallLate = true },
        [nameof(DeviceState.FallClip)] = s_known with { FallClip = "https://cam/1" },
        [nameof(DeviceState.BatteryLow)] = s_known with { BatteryLow = true },
        [nameof(DeviceState.Muted)] = s_known with { Muted = true },
        [nameof(DeviceState.LastPressAt)] = s_known with { LastPressAt = s_at },
        [nameof(DeviceState.LetsGo)] = s_known with { LetsGo = true },
        [nameof(DeviceState.Losses)] = s_known with { Losses = DeviceLosses.None with { Flaps = 4 } },
        [nameof(DeviceState.RecentOnce)] = s_known with { RecentOnce = new(new EventMark[] { new(1, null, 0, s_at) }) },
        ["Upkeep.Cell"] = Kept(u => u with { Cell = [new DayPoint(1, 87)] }),
        ["Upkeep.BatteryUnheard"] = Kept(u => u with { BatteryUnheard = true }),
        ["Upkeep.Faulty"] = Kept(u => u with { Faulty = true }),
        ["Upkeep.Tampered"] = Kept(u => u with { Tampered = true }),
        ["Upkeep.LastTestAt"] = Kept(u => u with { LastTestAt = s_at }),
        ["Upkeep.TestSince"] = Kept(u => u with { TestSince = s_at }),
        ["Upkeep.TestDueAt"] = Kept(u => u with { TestDueAt = s_at }),
        ["Upkeep.NotUnderstood"] = Kept(u => u with { NotUnderstood = "foo" }),
        ["Upkeep.Strange"] = Kept(u => u with { Strange = true }),
        ["Upkeep.Untested"] = Kept(u => u with { Untested = true }),
    };

    /// <summary>Another value of each property that may follow within the hour; why that is harmless stands at <see cref="DeviceDurability"/>.</summary>
    private static readonly Dictionary<string, DeviceState> s_harmless = new()
    {
        [nameof(DeviceState.LastSeenAt)] = s_known with { LastSeenAt = s_at },
        [nameof(DeviceState.SilenceDueAt)] = s_known with { SilenceDueAt = s_at },
        [nameof(DeviceState.Senses)] = s_known with { Senses = SenseMemory.None with { PresenceAt = s_at } },
        [nameof(DeviceState.Warmth)] = s_known with { Warmth = new RoomWarmth(s_at, 21, null, false) },
        [nameof(DeviceState.Recent)] = s_known with { Recent = new(new EventMark[] { new(1, null, 0, s_at) }) },
        ["Upkeep.BatteryDueAt"] = Kept(u => u with { BatteryDueAt = s_at }),
    };

    public static TheoryData<string> Mattering => [.. s_mattering.Keys];

    public static TheoryData<string> Harmless => [.. s_harmless.Keys];

    [Fact] public void Somebody_has_decided_about_every_property() => Assert.Equal(
        Properties(typeof(DeviceState)).Where(p => p != nameof(DeviceState.Upkeep)).Concat(Properties(typeof(DeviceUpkeep)).Select(p => $"Upkeep.{p}")).Order(),
        s_mattering.Keys.Concat(s_harmless.Keys).Order());

    [Theory, MemberData(nameof(Mattering))]
    public void A_change_of_it_is_written_at_once(string property) => Assert.True(DeviceDurability.Matters(s_known, s_mattering[property]));

    [Theory, MemberData(nameof(Harmless))]
    public void A_change_of_it_may_follow(string property) => Assert.False(DeviceDurability.Matters(s_known, s_harmless[property]));

    [Fact] public void Every_property_of_the_losses_is_written_at_once()
    {
        var losses = new Dictionary<string, DeviceLosses>
        {
            [nameof(DeviceLosses.At)] = new() { At = [s_at] }, [nameof(DeviceLosses.Flaps)] = new() { Flaps = 1 },
            [nameof(DeviceLosses.SteadyDueAt)] = new() { SteadyDueAt = s_at }, [nameof(DeviceLosses.LostDueAt)] = new() { LostDueAt = s_at },
        };
        Assert.Equal(Properties(typeof(DeviceLosses)).Order(), losses.Keys.Order());
        Assert.All(losses.Values, l => Assert.True(DeviceDurability.Matters(s_known, s_known with { Losses = l })));
    }

    [Fact] public void Numbers_and_words_that_no_rule_reads_may_follow()
    {
        Assert.False(DeviceDurability.Matters(s_known, s_known with { Values = [s_known.Values[0], ChannelValue.Of("battery", 12.0), s_known.Values[2]] }));
        Assert.False(DeviceDurability.Matters(s_known, s_known with { Values = [.. s_known.Values[..2], ChannelValue.Of("mood", "bad")] }));
        Assert.False(DeviceDurability.Matters(s_known, s_known with { Values = [.. s_known.Values, ChannelValue.Of("linkquality", 90.0)] }));
        Assert.False(DeviceDurability.Matters(s_known, s_known));
        Assert.False(DeviceDurability.Matters(s_known, s_known with { Values = [.. s_known.Values.Reverse()] }));
    }

    /// <summary>Of each model: what it says before the crash, and what it says next. Readings that wrote no row are forgotten in the crash; the next one
    /// must lead to the same letters as if there had been none.</summary>
    [Theory]
    [InlineData("call", "sos=true, sos=false | sos=true", "raise Help")]
    [InlineData("call", "sos=true | sos=true", "stand Help")]
    [InlineData("call", "sos=true, sos=true | sos=false", "")]
    [InlineData("call", "battery=80, battery=79 | action=emergency", "raise Help")]
    [InlineData("call", "action=emergency, action= | action=emergency", "raise Help")]
    [InlineData("call", "action=emergency, action=null, linkquality=4 | action=emergency", "raise Help")]
    [InlineData("button", "action=single | action=off", "")]
    [InlineData("button", "linkquality=9 | action=off", "raise Help")]
    [InlineData("cord", "sos=false, sos=false, sos=true, sos=false | sos=true", "raise Help")]
    [InlineData("smoke", "smoke=false, smoke=false, smoke=false | smoke=true", "raise Fire")]
    [InlineData("smoke", "smoke=true, smoke=false | smoke=true", "raise Fire")]
    [InlineData("smoke", "smoke=true, smoke=true | smoke=true", "stand Fire")]
    [InlineData("smoke", "smoke=true, linkquality=7 | smoke=false", "clear Fire")]
    [InlineData("smoke", "smoke=true muted=true, smoke=true muted=true | smoke=true muted=false", "raise Fire")]
    [InlineData("smoke", "test=true smoke=true, test=true smoke=true | smoke=true", "raise Fire")]
    [InlineData("smoke", "smoke=false battery=50, smoke=false battery=49 | smoke=true battery=48", "raise Fire")]
    [InlineData("water", "water_leak=true, water_leak=false, water_leak=false | water_leak=true", "raise Water")]
    [InlineData("radar", "fall=none, presence=true, fall=none | fall=suspected", "maybe fell")]
    [InlineData("radar", "fall=suspected | fall=confirmed", "raise Fall")]
    [InlineData("radar", "fall=confirmed, fall=none, fall=none | fall=confirmed", "raise Fall")]
    [InlineData("radar", "fall=confirmed, fall=confirmed | fall=none", "clear Fall")]
    [InlineData("wearable", "fall=none, fall=none heart_rate=60 | fall=suspected", "maybe fell")]
    [InlineData("wearable", "acceleration_peak=4 free_fall_ms=200 still_s=3 | acceleration_peak=4 free_fall_ms=200 still_s=3", "")]
    [InlineData("wearable", "acceleration_peak=1 free_fall_ms=0 still_s=0 | acceleration_peak=4 free_fall_ms=200 still_s=3", "maybe fell")]
    [InlineData("door", "contact=true, contact=true | contact=false", "door")]
    [InlineData("door", "contact=true, contact=false | contact=false", "")]
    [InlineData("door", "contact=true, contact=false, contact=true | contact=false", "door")]
    [InlineData("call", "tamper=true, tamper=false | tamper=true", "raise Tamper")]
    [InlineData("smoke", "fault_alarm=false, fault_alarm=true | fault_alarm=true", "")]
    [InlineData("call", "id=5 action=emergency | dup id=5 action=emergency", "")]
    [InlineData("call", "ts=1 action=emergency, linkquality=3 | ts=1 action=emergency", "")]
    [InlineData("smoke", "id=5 smoke=true, linkquality=3 | dup id=5 smoke=true", "")]
    public void A_crash_does_not_change_what_the_next_message_leads_to(string device, string story, string expected)
    {
        var parts = story.Split('|', StringSplitOptions.TrimEntries);
        var lived = Live(Registered(device), parts[0], out var kept);
        Assert.Equal(expected, LettersOf(lived, parts[1]));
        Assert.Equal(expected, LettersOf(kept, parts[1]));
    }

    [Fact] public void A_silence_is_the_earlier_of_its_own_and_its_batterys()
    {
        Assert.Null(DeviceDurability.SilenceOf(DeviceState.New, Policy.Default));
        var battery = Kept(u => u with { BatteryDueAt = s_at.AddHours(1) });
        Assert.Equal(new SilenceDue(s_at.AddHours(1), Policy.Default.BatteryUnheardAfter), DeviceDurability.SilenceOf(battery, Policy.Default));
        var both = battery with { SilenceDueAt = s_at };
        Assert.Equal(new SilenceDue(s_at, TimeSpan.FromMinutes(15)), DeviceDurability.SilenceOf(both, Policy.Default));
    }

    private static DeviceState Kept(Func<DeviceUpkeep, DeviceUpkeep> change) => s_known with { Upkeep = change(s_known.Upkeep) };

    private static IEnumerable<string> Properties(Type type) =>
        type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(p => p.CanWrite).Select(p => p.Name);

    private static DeviceState Registered(string device) =>
        DeviceDecision.Decide(DeviceState.New, new Register(Home.Devices[device]), Policy.Default, new Outbox(s_at));

    /// <summary>Lets it say one thing a second.</summary>
    /// <param name="kept">What a crash at the end would leave: the state of the last record that wrote the row.</param>
    private static DeviceState Live(DeviceState state, string story, out DeviceState kept)
    {
        var at = s_at;
        kept = state;
        foreach (var line in story.Split(',', StringSplitOptions.TrimEntries))
        {
            var outbox = new Outbox(at += TimeSpan.FromSeconds(1));
            var after = DeviceDecision.Decide(state, new DeviceSpoke(Spoken(state, line)), Policy.Default, outbox);
            if (DeviceDurability.Matters(state, after) || outbox.Letters.Count > 0) kept = after;
            state = after;
        }

        kept = CareJson.Read<DeviceState>(JsonSerializer.SerializeToUtf8Bytes(kept, CareJson.Default.DeviceState))!;
        return state;
    }

    private static string LettersOf(DeviceState state, string line)
    {
        var outbox = new Outbox(s_at.AddSeconds(9));
        DeviceDecision.Decide(state, new DeviceSpoke(Spoken(state, line)), Policy.Default, outbox);
        return string.Join(", ", outbox.Letters.Select(Name).OfType<string>());
    }

    /// <summary>Presence and rates are left out: those may be told once more, or once less.</summary>
    private static string? Name(CareMessage letter) => letter switch
    {
        NeedRaised { Need.Kind: var kind } => $"raise {kind}",
        NeedStands { Need.Kind: var kind } => $"stand {kind}",
        NeedCleared { Kind: var kind } => $"clear {kind}",
        Sensed { Senses: var senses } when senses.Any(s => s.Kind is SenseKind.Door) => "door",
        Sensed { Senses: var senses } when senses.Any(s => s.Kind is SenseKind.MaybeFell) => "maybe fell",
        _ => null,
    };

    private static Reading Spoken(DeviceState state, string line)
    {
        var (packet, again, time, values) = ((ushort)0, false, (long?)null, new List<ChannelValue>());
        foreach (var word in line.Split(' '))
        {
            var parts = word.Split('=', 2);
            if (word == "dup") again = true;
            else if (parts[0] == "id") packet = ushort.Parse(parts[1], CultureInfo.InvariantCulture);
            else if (parts[0] == "ts") time = s_at.ToUnixTimeMilliseconds() + long.Parse(parts[1], CultureInfo.InvariantCulture);
            else values.Add(Value(parts[0], parts[1]));
        }

        var content = Samples.Hash(System.Text.Encoding.UTF8.GetBytes(string.Join(' ', values)));
        return new Reading(state.Record!.Id, time, content, again, packet, [.. values]);
    }

    private static ChannelValue Value(string channel, string text) => text switch
    {
        "true" or "false" => ChannelValue.Of(channel, text == "true"),
        "null" => ChannelValue.Null(channel),
        _ when double.TryParse(text, CultureInfo.InvariantCulture, out var number) => ChannelValue.Of(channel, number),
        _ => ChannelValue.Of(channel, text),
    };

    private sealed class Outbox(DateTimeOffset now) : IOutbox
    {
        public List<CareMessage> Letters { get; } = [];

        public DateTimeOffset Now => now;

        public DateTimeOffset ListeningSince => now;

        public void Emit(CareEffect effect)
        {
        }

        public void Tell(Subject to, CareMessage message) => Letters.Add(message);

        public string NewAlertId() => "1";
    }
}
