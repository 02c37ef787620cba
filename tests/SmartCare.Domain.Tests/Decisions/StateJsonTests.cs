using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using SmartCare.Domain.Alerts;
using SmartCare.Domain.Duty;
using SmartCare.Domain.Incidents;
using SmartCare.Domain.Notices;
using SmartCare.Domain.Decisions;
using SmartCare.Domain.Readings;
using SmartCare.Domain.Registry;
using SmartCare.Domain.Rules;
using SmartCare.Domain.Tests.Support;
using SmartCare.Domain.Words;

namespace SmartCare.Domain.Tests.Decisions;

/// <summary>The snapshot's bytes: a grain that left memory comes back with all it knew.</summary>
public sealed class StateJsonTests
{
    private static readonly DateTimeOffset s_at = Story.Midnight.AddMilliseconds(32_400_123);

    private static readonly Alert s_alert = new(
        "3-17-1", AlertKind.Fall, Priority.High, Subject.Of(Home.Wang), Home.Site, Home.Room, Home.Wang, DeviceId.Of("radar"), "fall-radar", s_at)
    {
        State = AlertState.Arrived, Occurrences = 4, Tier = 2, AcknowledgedBy = "li", AcknowledgedAt = s_at.AddSeconds(1), ArrivedBy = "王",
        ArrivedAt = s_at.AddSeconds(2), ResolvedBy = "wu", ResolvedAt = s_at.AddSeconds(3), Outcome = Outcome.Other, Drill = true, Late = true,
        EscalateAt = s_at.AddSeconds(60), Via = DeviceId.Of("gateway"), Repeats = 2, ReturnAt = s_at.AddMinutes(10), ShelvedUntil = s_at.AddHours(1),
        Incident = "i-3-17-0", Gathered = 3, Notices = 7, Still = [DeviceId.Of("smoke")], Asked = [new AskedPerson("li", Audience.Duty, true)],
        Released = "helped up, not hurt", Family = [new FamilyAnswer("daughter", "daughter", FamilyAct.There, s_at)],
    };

    private static readonly DeviceUpkeep s_upkeep = new()
    {
        Cell = [new DayPoint(20_000, 87.5), new DayPoint(20_001, 87)], BatteryDueAt = s_at.AddHours(48), BatteryUnheard = true, Faulty = true, Tampered = true,
        LastTestAt = s_at.AddDays(-1), TestSince = s_at.AddMinutes(-1), TestDueAt = s_at.AddDays(29), Untested = true, NotUnderstood = "foo=1", Strange = true,
    };

    private static readonly DeviceLosses s_losses =
        new() { At = [s_at.AddHours(-1), s_at], Flaps = 4, SteadyDueAt = s_at.AddMinutes(30), LostDueAt = s_at.AddMinutes(10) };

    private static readonly DeviceState s_device = new()
    {
        Record = Home.Devices["radar"], LastSeenAt = s_at, Online = true, ClockWrong = true, SilenceDueAt = s_at.AddMinutes(5), WillDueAt = s_at.AddMinutes(1),
        Values = Samples.Values(new Random(7), PayloadDecoder.MostChannels), Fall = FallPhase.Suspected, FallDueAt = s_at.AddSeconds(30), FallLate = true, FallClip = "https://cam/1",
        BatteryLow = true, Muted = true, LastPressAt = s_at, LetsGo = true, Upkeep = s_upkeep, Losses = s_losses,
        Senses = new SenseMemory(s_at, new RateMemory(s_at, 1, 2), default, default, new WaterMemory(s_at, s_at)),
        Warmth = new RoomWarmth(s_at, 20.5, 21, true),
        RecentOnce = new(new EventMark[] { new(2, 1760000000001, 8, s_at) }),
        Recent = new(new EventMark[] { new(ulong.MaxValue, 1760000000000, 65535, s_at), new(1, null, 0, s_at) }),
    };

    private static readonly SiteBoard s_board = new()
    {
        Incidents = [new Incident("i-3-17-0", IncidentKind.Power, "3-17-0", s_at) { Alerts = ["3-17-0"], EndedAt = s_at.AddHours(1), LastAt = s_at.AddMinutes(1) }],
        Held = [new HeldNeed(new Need(AlertKind.Offline, Subject.Of(DeviceId.Of("call")), Home.Site, Home.Room, null, DeviceId.Of("call"), "call", "x", true) { Via = DeviceId.Of("gateway"), Priority = Priority.Low }, "i-3-17-0", s_at, 2, s_at.AddHours(3))],
        Shelves = [new Shelf("shelf-3-17-1", Subject.Of(Home.Room), null, s_at.AddHours(4), "li", "being mended")],
        Drills = [new Drill("night", Home.Room, s_at.AddHours(1), "li")],
        Handovers = [new Handover("h-1", s_at, "li", s_at.AddHours(1), ["3-17-1"], 4, ["doors"], "quiet") { Incoming = "wu", IncomingAt = s_at.AddHours(2) }],
        Checks = [new CheckRecord("doors", s_at, s_at.AddMinutes(5), "li", true, "no key")],
        Tested = [new TestedDevice(DeviceId.Of("smoke"), Home.Room, s_at)],
        PlannedAt = s_at,
        FloodDueAt = s_at.AddHours(5),
    };

    private static readonly SiteState s_site = new()
    {
        Record = new Domain.Registry.Site(Home.Site, "阳光养老院", "Sunshine Home", "Asia/Shanghai") { Duty = DutyHome.Plan },
        Households = SiteState.New.Households.Add("wang", new(ContactMode.Order, [new Contact("小王", null, [new NoticeChannel(ChannelKind.Mail, "a@b", "s")])])),
        Lodgings = SiteState.New.Lodgings.Add("wang", Home.Room.Value),
        ToldUpTo = "li", TellEldersAt = s_at.AddHours(1), Walls = 2, Ways = [Domain.Notices.ChannelKind.Sms], Phones = ["li"], Lack = "nobody", RosterDueAt = s_at.AddHours(2), RaisedSince = 9,
        Notifications = [new NotificationState("3-17-1") { Waiting = DutyHome.Plan.Directors, NextAt = s_at.AddMinutes(2), Asked = [new Asked("3-17-1.1", Audience.Duty, DutyHome.Plan.Directors[0], 0, 2, true, false)] }],
        PlanDueAt = s_at.AddMinutes(15),
        Standing = [new StandingNeed(new Need(AlertKind.Fire, Subject.Of(Home.Room), Home.Site, Home.Room, null, DeviceId.Of("smoke"), "smoke", null, false) { Holds = true }, [DeviceId.Of("smoke")]) { Ended = s_alert, RingsAt = s_at.AddMinutes(5) }],
        Arrivals = [new Arrival(s_at, AlertKind.Fall, "radar")],
        Board = s_board,
        Alerts = new SiteAlerts([s_alert, s_alert with { Id = "3-18-0", Kind = AlertKind.Battery, EscalateAt = null }])
        {
            Ended = [new EndedNeed(Subject.Of(Home.Room), AlertKind.Fire, s_at)], Closed = [s_alert with { Id = "3-16-0" }],
        },
    };

    [Fact] public void A_devices_state_comes_back_byte_for_byte() => RoundTrip(s_device, CareJson.Default.DeviceState);

    [Fact] public void A_sites_state_comes_back_byte_for_byte() => Assert.Equivalent(s_site, RoundTrip(s_site, CareJson.Default.SiteState), strict: true);

    private static readonly ElderState s_elder = new()
    {
        Record = Dwelling.Elder(Dwelling.Li, Dwelling.EveryPlan), TimeZone = "Asia/Shanghai", AtHome = true, Alone = true,
        Own = [new Source(DeviceId.Of("bed"), false, true, false, true)], Shared = [new Source(DeviceId.Of("door"), false, false, true, null)],
        Mode = new(WatchMode.Hospital, s_at, s_at.AddDays(3), "wu"), LastSignAt = s_at, SeeingSince = s_at, BlindSince = s_at, BlindSaid = true,
        QuietSaidAt = s_at, MorningAt = s_at, MorningSaid = true, InBed = false, BedSince = s_at, BedSaid = true, BedExitAt = s_at, DoorAt = s_at,
        WanderingSaid = true, Suspecting = [DeviceId.Of("band")], Heart = new BandWatch(s_at, s_at, true, true), Breath = new BandWatch(s_at, s_at, false, false),
        Warmth = new BandWatch(null, s_at, false, false),
        DoorMovedAt = s_at,
        Habit = new Habit
        {
            Hours = [new UsualSilence(10, 61.25, 8.5)], Today = [1, 2], Day = new DateOnly(2026, 3, 4), Days = 10,
            Weeks = [new WeekOfSigns(new DateOnly(2026, 3, 2), new DateOnly(2026, 3, 4), 3, 240, 2)],
        },
        Visits = [new Visit(s_at, "wu", "well"), new Visit(s_at, "wu", null)], VisitsSince = s_at, VisitSaidAt = s_at, DueAt = s_at,
    };

    private static readonly PlaceState s_place = new()
    {
        Record = new Place(Home.Room, Home.Site, "101", PlaceKind.Room), Elders = [Home.Wang], Sources = [new Source(DeviceId.Of("bed"), false, true, false, true)],
        Heart = new BandWatch(s_at, s_at, true, true), Breath = new BandWatch(s_at, s_at, false, false), Warmth = new BandWatch(null, s_at, false, false),
    };

    [Fact] public void An_elders_state_comes_back_byte_for_byte() => Assert.Equivalent(s_elder, RoundTrip(s_elder, CareJson.Default.ElderState), strict: true);

    [Fact] public void A_places_state_comes_back_byte_for_byte() => Assert.Equivalent(s_place, RoundTrip(s_place, CareJson.Default.PlaceState), strict: true);

    [Fact] public void A_new_elders_state_comes_back() => Assert.Equivalent(ElderState.New, RoundTrip(ElderState.New, CareJson.Default.ElderState), strict: true);

    [Fact] public void An_elders_record_of_before_plans_is_taken_up() => Assert.Equal(CarePlan.Default, Assert.IsType<Elder>(JsonSerializer.Deserialize(
        """{"is":"elder","id":"li","siteId":"s","placeId":"p","name":"李","careLevel":1}""", CareJson.Default.RegistryRecord)).Plan);

    [Fact] public void Nothing_of_an_elder_or_a_place_was_left_out_of_these_samples()
    {
        foreach (var (filled, empty) in new (object, object)[] { (s_elder, ElderState.New), (s_place, PlaceState.New), (s_elder.Plan, CarePlan.Default), (s_elder.Habit, Habit.Empty) })
            foreach (var property in filled.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(p => p.CanWrite))
                Assert.NotEqual(property.GetValue(empty), property.GetValue(filled));
    }

    [Fact] public void A_state_that_was_saved_before_a_field_was_added_has_its_default() =>
        Assert.Equivalent(DeviceState.New, JsonSerializer.Deserialize("{}", CareJson.Default.DeviceState), strict: true);

    [Fact] public void A_new_state_comes_back() => Assert.Equivalent(DeviceState.New, RoundTrip(DeviceState.New, CareJson.Default.DeviceState), strict: true);

    [Fact] public void What_an_older_version_did_not_save_is_as_new()
    {
        Assert.Equivalent(DeviceState.New, CareJson.Read<DeviceState>("{}"u8), strict: true);
        Assert.Equivalent(ElderState.New, CareJson.Read<ElderState>("{}"u8), strict: true);
        Assert.Equivalent(SiteState.New, CareJson.Read<SiteState>("{}"u8), strict: true);
        var elder = """{"is":"register","record":{"is":"elder","id":"wang","siteId":"s","placeId":"p","name":"王","careLevel":1}}"""u8;
        Assert.Same(Household.None, Assert.IsType<Domain.Registry.Elder>(Assert.IsType<Register>(CareJson.Read<CareMessage>(elder)).Record).Household);
    }

    private static readonly (object Filled, object Empty)[] s_samples =
    [
        (s_device, DeviceState.New), (s_upkeep, DeviceUpkeep.New), (s_losses, DeviceLosses.None), (s_site, SiteState.New), (s_board, SiteBoard.Empty),
        (s_alert, new Alert("", AlertKind.Fire, Priority.High, default, default, null, null, null, null, default)),
    ];

    [Theory, InlineData(typeof(DeviceState)), InlineData(typeof(DeviceUpkeep)), InlineData(typeof(DeviceLosses)), InlineData(typeof(Alert)), InlineData(typeof(SiteState)), InlineData(typeof(SiteBoard))]
    public void Nothing_was_left_out_of_these_samples(Type type)
    {
        var (filled, empty) = s_samples.Single(s => s.Filled.GetType() == type);
        foreach (var property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(p => p is { CanWrite: true } && p.Name is not "Priority"))
            Assert.NotEqual(property.GetValue(empty), property.GetValue(filled));
    }

    [Fact]
    public void Every_field_is_in_what_comes_back()
    {
        var again = RoundTrip(s_device, CareJson.Default.DeviceState);
        Assert.Equivalent(s_device, again, strict: true);
        Assert.Equal(s_device.DueAt, again.DueAt);
    }

    [Fact] public void The_wall_is_asked_about_the_earliest_of_all_times()
    {
        Assert.Equal(s_device.FallDueAt, s_device.DueAt);
        Assert.Equal(s_at.AddMinutes(1), (s_device with { FallDueAt = null }).DueAt);
        Assert.Equal(s_at.AddMinutes(5), (s_device with { FallDueAt = null, WillDueAt = null }).DueAt);
        var far = s_device with { FallDueAt = null, WillDueAt = null, SilenceDueAt = null };
        Assert.Equal(s_at.AddMinutes(30), far.DueAt);
        Assert.Equal(s_at.AddMinutes(10), (far with { Losses = s_losses with { SteadyDueAt = null } }).DueAt);
        Assert.Equal(s_at.AddHours(48), (far with { Losses = DeviceLosses.None }).DueAt);
        Assert.Equal(s_at.AddDays(29), (far with { Losses = DeviceLosses.None, Upkeep = s_upkeep with { BatteryDueAt = null } }).DueAt);
        Assert.Equal(s_at.AddSeconds(60), s_site.DueAt);
        Assert.Null(DeviceState.New.DueAt);
    }

    private static T RoundTrip<T>(T state, JsonTypeInfo<T> json)
    {
        var saved = JsonSerializer.SerializeToUtf8Bytes(state, json);
        var again = JsonSerializer.Deserialize(saved, json)!;
        Assert.Equal(saved, JsonSerializer.SerializeToUtf8Bytes(again, json));
        return again;
    }
}
