using SmartCare.Domain.Alerts;
using SmartCare.Domain.Decisions;
using SmartCare.Domain.Notices;
using SmartCare.Domain.Words;
using SmartCare.Simulation.World;

namespace SmartCare.Simulation.Oracles;

/// <summary>People outside the wall: with each tier those are told whose turn it is, in the very same turn of the shard; and nobody of whom
/// it is none of their business.</summary>
internal sealed class NotificationOracle(Run run)
{
    private const string Oracle = "who must be told is told";

    /// <summary>Family that is asked in order: so long the one who was told has.</summary>
    private const long NextMs = 2 * Spans.Minute;

    private const int QuietFrom = 21, QuietTo = 7;

    private readonly HashSet<(string Alert, string Person)> _due = [];

    /// <param name="siloMs">By the watch: whose shift it is depends on the clock that people see.</param>
    public void Saw(AlertChanged changed, long siloMs)
    {
        var (alert, step) = (changed.Alert, changed.Event.What);
        if (alert.Drill) return;
        // What can wait for the day tells the duty at once, and nobody at night.
        var first = step is AlertStep.Raised && alert.Priority is Priority.Low;
        if (!first && step is not (AlertStep.Escalated or AlertStep.Returned)) return;
        foreach (var person in PeopleOf(alert, first ? 2 : alert.Tier, first ? DayHourOf(siloMs) : HourOf(siloMs))) _due.Add((alert.Id, person));
    }

    public void Wanted(Notice notice, AlertLedger ledger, long nowMs)
    {
        _due.Remove((notice.AlertId, notice.Person));
        if (notice.Topic is not NoticeTopic.Alarm)
        {
            if (notice.Audience is not Audience.Family || ledger.ToldAt(notice.AlertId, notice.Person) == 0) throw Broken(notice, "hears the end of what they were not told");
            return;
        }

        if (ledger.Find(notice.AlertId) is not { State: AlertState.Open } alert) throw Broken(notice, "is told of what is not open");
        if (alert.Drill) throw Broken(notice, "is told of a drill");
        if (!MayHear(notice, alert)) throw Broken(notice, "has nothing to do with it");
        // By a second channel: the first word began the time of the next.
        var toldAt = ledger.ToldAt(alert.Id, notice.Person);
        if (notice.Audience is Audience.Family && (toldAt == 0 || toldAt < ledger.TakenAt(alert.Id))) AskNext(notice, alert, nowMs);
    }

    public void Settle()
    {
        if (_due.Count == 0) return;
        var (alert, person) = _due.First();
        throw new OracleBrokenException(Oracle, $"{person} is not told of alert {alert}");
    }

    private IEnumerable<string> PeopleOf(Alert alert, int tier, int hour)
    {
        if (!run.Home.IsPlanned(alert.SiteId)) return [];
        return tier switch
        {
            2 => hour is >= Duty.DayFrom and < Duty.DayTo ? Duty.Day : Duty.Night,
            3 => [.. Duty.Directors, .. alert.Priority is Priority.High ? FamiliesOf(alert).SelectMany(FirstOf) : []],
            4 => Duty.Emergency,
            _ => [],
        };
    }

    private static IEnumerable<string> FirstOf(Household family) => (family.Mode is ContactMode.Order ? family.Contacts.Take(1) : family.Contacts).Select(c => c.Name);

    /// <summary>Of the elder it is about; of everybody who lives there when the place is in danger, or when there is only one.</summary>
    private Household[] FamiliesOf(Alert alert)
    {
        if (alert.ElderId is { } elder) return [run.Home.FamilyOf(elder)];
        if (alert.PlaceId is not { } place) return [];
        var lodgers = run.Home.LodgersOf(place);
        return lodgers.Length == 1 || alert.Kind is AlertKind.Fire or AlertKind.Gas or AlertKind.Co or AlertKind.Water ? [.. lodgers.Select(run.Home.FamilyOf)] : [];
    }

    private bool MayHear(Notice notice, Alert alert) => notice.Audience switch
    {
        Audience.Duty => Duty.Day.Contains(notice.Person) || Duty.Night.Contains(notice.Person),
        Audience.Director => Duty.Directors.Contains(notice.Person),
        Audience.Emergency => Duty.Emergency.Contains(notice.Person),
        _ => alert.Priority is Priority.High && FamiliesOf(alert).Any(f => f.Contacts.Any(c => c.Name == notice.Person)),
    };

    private void AskNext(Notice notice, Alert alert, long nowMs)
    {
        if (FamiliesOf(alert).FirstOrDefault(f => f.Mode is ContactMode.Order && f.Contacts.Any(c => c.Name == notice.Person)) is not { } family) return;
        var next = Array.FindIndex(family.Contacts, c => c.Name == notice.Person) + 1;
        if (next >= family.Contacts.Length) return;
        var (id, person, following) = (alert.Id, notice.Person, family.Contacts[next].Name);
        run.Agenda.Add(nowMs + NextMs + KindRule.TimerSlackMs, () => NextIsAsked(id, person, following, nowMs));
    }

    private void NextIsAsked(string id, string person, string following, long sinceMs)
    {
        var (nowMs, ledger) = (run.Agenda.NowMs, run.Oracles.Decided);
        // Answered meanwhile, or forgotten in a crash and asked anew.
        if (ledger.Find(id) is not { State: AlertState.Open } || ledger.ToldAt(id, person) < sinceMs || ledger.TakenAt(id) >= sinceMs) return;
        if (ledger.ToldAt(id, following) >= sinceMs) return;
        if (run.Silo is { } silo && nowMs > Math.Max(sinceMs + NextMs + run.Clocks.LostSince(sinceMs), silo.ListeningSinceMs) + KindRule.TimerSlackMs)
            throw new OracleBrokenException(Oracle, $"{following} is not told of alert {id} after {person} was at {Spans.Show(sinceMs)}");
        run.Agenda.Add(nowMs + KindRule.TimerSlackMs + 1, () => NextIsAsked(id, person, following, sinceMs));
    }

    /// <summary>Of what was raised at night the morning's people hear.</summary>
    private int DayHourOf(long siloMs) => HourOf(siloMs) is var hour && hour is >= QuietFrom or < QuietTo ? Duty.DayFrom : hour;

    private int HourOf(long siloMs) => run.Season.LocalOf(siloMs).Hour;

    private static OracleBrokenException Broken(Notice notice, string what) => new(Oracle, $"{notice.Person} ({notice.Audience}) {what}: alert {notice.AlertId}, tier {notice.Tier}");
}
