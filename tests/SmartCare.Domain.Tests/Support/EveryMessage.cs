using SmartCare.Domain.Alerts;
using SmartCare.Domain.Decisions;
using SmartCare.Domain.Duty;
using SmartCare.Domain.Notices;
using SmartCare.Domain.Readings;
using SmartCare.Domain.Registry;
using SmartCare.Domain.Words;

namespace SmartCare.Domain.Tests.Support;

/// <summary>A message of every kind, with everything in it that may be in it.</summary>
internal static class EveryMessage
{
    private static readonly DateTimeOffset s_midnight = new(2026, 3, 2, 0, 0, 0, TimeSpan.Zero);

    public static readonly CareMessage[] Samples =
    [
        new Register(new Site(SiteId.Of("sunshine"), "阳光养老院", "Sunshine Home", "Asia/Shanghai")),
        new Register(new Place(Home.Room, Home.Site, "101", PlaceKind.Room)),
        new Register(new Place(PlaceId.Of("h001"), Home.Site, "河畔 1", PlaceKind.Home)),
        new Register(new Elder(Home.Wang, Home.Site, Home.Room, "王秀英", 1, 3)),
        new Register(new Elder(Home.Wang, Home.Site, Home.Room, "王秀英 \"\\\u0001😀", null, 1)),
        new Register(Home.Devices["call"]), new Register(Home.Devices["smoke"]) { By = "li" }, new Retire(), new Unregister("li"), new Unregister(null),
        new Register(Dwelling.Elder(Dwelling.Li) with
        {
            Archived = true,
            Ledger = new Ledger
            {
                BirthDate = new(1941, 5, 6), Sex = Sex.Female, Categories = [ElderCategory.Alone, ElderCategory.FamilyPlanning], CareAssessment = new(new(2026, 1, 15), "周"), Allergies = "a\nb",
                FirstAid = "x", Doctor = new("周", null), AdmittedOn = new(2025, 12, 1), DischargedOn = new(2026, 2, 1), DischargeReason = "home", Photo = "0.png", Consent = [FamilySight.Day, FamilySight.Camera],
            },
        }),
        new AlertCommand("0-1-0", AlertVerb.Acknowledge, "duty", null, null), new AlertCommand("0-1-0", AlertVerb.Arrive, "duty", null, null),
        new AlertCommand("0-1-0", AlertVerb.Resolve, "duty", Outcome.False, "误报\n\"x\""), new AlertCommand("0-1-0", AlertVerb.Note, "family", null, ""),
        new AlertCommand("0-1-0", AlertVerb.Resolve, "duty", Outcome.Real, "x") { Release = "扶起，无伤" }, new FamilyAnswered("0-1-0", FamilyAct.Calling, "li-fang", "王芳"),
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
        new Sensed(DeviceId.Of("bed"), s_midnight.AddMilliseconds(1), true, false, [Sense.Of(SenseKind.Bed, true, true), new Sense(SenseKind.Heart, 60.5, 64, false)]),
        new PlaceIs(Dwelling.Home, PlaceKind.Home, true, [new Source(DeviceId.Of("bed"), false, true, false, true)]),
        new SetMode(WatchMode.Hospital, s_midnight, "wu"), new SetMode(WatchMode.Home, null, "wu"), new VisitDone("wu", "well"),
        new Register(new Site(Home.Site, "阳光养老院", "Sunshine Home", "Asia/Shanghai") { Duty = DutyHome.Plan, Phone = "+86 10 1234 5678" }), new WallsOf(2), new WaysOut([ChannelKind.Webhook, ChannelKind.Mail]) { Phones = ["li"] },
        new ShelveAlert("0-1-0", s_midnight, true, "li", "being mended"), new StartDrill(new Drill("night", Home.Room, s_midnight, "li")),
        new EndDrill("night", "li"), new SignHandover("li", true, null), new RecordCheck("doors", true, "li", "no key"), new DeviceTested(DeviceId.Of("smoke"), Home.Room),
        new SpeaksThrough(DeviceId.Of("gateway")), new DeviceSpoke(new Reading(DeviceId.Of("call"), 1, 2, false, 3, []) { ClockDoubted = true }),
        new DeviceSpoke(new Reading(DeviceId.Of("call"), null, 2, false, 3, []) { UnbelievedTimeMs = 1 }),
        new DeviceSpoke(new Reading(DeviceId.Of("call"), null, 2, false, 3, []) { Replayed = true }),
    ];
}
