using SmartCare.Domain.Decisions;
using SmartCare.Domain.Rules;
using SmartCare.Domain.Words;

namespace SmartCare.Domain.Duty;

/// <summary>What the duty writes down: hand-overs under two names, rounds of safety checks, tested devices, drills.</summary>
public static class DutyLog
{
    /// <summary>Who leaves signs what is open; who comes signs that they know it.</summary>
    public static SiteState Sign(SiteState state, SignHandover command, Policy policy, IOutbox outbox)
    {
        var now = outbox.Now;
        var last = state.Board.Handovers.LastOrDefault();
        var waits = HalfSigned(state.Board, now, policy) is not null;
        if (command.Incoming)
        {
            if (last is { Incoming: { } already } && already == command.By) return state;
            if (!waits || last!.Outgoing == command.By) return Refuse(state, Refusal.Conflict, outbox);
            return With(state, [.. state.Board.Handovers[..^1], last with { Incoming = command.By, IncomingAt = now }]);
        }

        if (waits) return last!.Outgoing == command.By ? state : Refuse(state, Refusal.Conflict, outbox);
        var since = Since(state.Plan, state.Board, state.TimeZone, now);
        var handover = new Handover(
            $"h-{outbox.NewAlertId()}", since, command.By, now, [.. state.Alerts.Open.Select(a => a.Id).Take(500)], state.RaisedSince,
            Missed(state, since, now), command.Note);
        return With(state, [.. state.Board.Handovers.TakeLast(policy.MostHandovers - 1), handover]) with { RaisedSince = 0 };
    }

    /// <summary>Where the duty that is handed over next began.</summary>
    public static DateTimeOffset Since(DutyPlan plan, SiteBoard board, string timeZone, DateTimeOffset now) =>
        board.Handovers.LastOrDefault()?.OutgoingAt ?? RosterRule.LastChange(plan, now, timeZone) ?? now.AddHours(-12);

    /// <summary>The hand-over that waits for its second name; null when none does.</summary>
    public static Handover? HalfSigned(SiteBoard board, DateTimeOffset now, Policy policy) =>
        board.Handovers.LastOrDefault() is { Incoming: null } last && now - last.OutgoingAt < policy.HandoverWithin ? last : null;

    public static SiteState Check(SiteState state, RecordCheck command, Policy policy, IOutbox outbox)
    {
        if (Array.Find(state.Plan.Checks, c => c.Id == command.Check) is not { } check || CheckRule.LastDue(check, outbox.Now, state.TimeZone) is not { } due)
            return Refuse(state, Refusal.NotFound, outbox);
        if (Array.Find(state.Board.Checks, r => r.Check == check.Id && r.Due == due) is { } done)
            return done.By == command.By && done.Skipped == command.Skipped ? state : Refuse(state, Refusal.Conflict, outbox);
        var record = new CheckRecord(check.Id, due, outbox.Now, command.By, command.Skipped, command.Note);
        return state with { Board = state.Board with { Checks = [.. state.Board.Checks.TakeLast(policy.MostChecks - 1), record] } };
    }

    public static SiteState Tested(SiteState state, DeviceTested tested, Policy policy, IOutbox outbox) => state with
    {
        Board = state.Board with
        {
            Tested = [.. state.Board.Tested.Where(t => t.Device != tested.Device).TakeLast(policy.MostTested - 1), new TestedDevice(tested.Device, tested.Place, outbox.Now)],
        },
    };

    public static SiteState Start(SiteState state, Drill drill, Policy policy, IOutbox outbox)
    {
        var latest = outbox.Now + policy.LongestDrill;
        var others = state.Board.Drills.Where(d => d.Until > outbox.Now && d.Name != drill.Name).ToArray();
        if (drill.Until <= outbox.Now || others.Length >= policy.MostDrills) return Refuse(state, Refusal.Conflict, outbox);
        return state with { Board = state.Board with { Drills = [.. others, drill with { Until = drill.Until < latest ? drill.Until : latest }] } };
    }

    public static SiteState End(SiteState state, string name, IOutbox outbox) => Array.Exists(state.Board.Drills, d => d.Name == name && d.Until > outbox.Now)
        ? state with { Board = state.Board with { Drills = Array.FindAll(state.Board.Drills, d => d.Name != name) } }
        : Refuse(state, Refusal.NotFound, outbox);

    private static string[] Missed(SiteState state, DateTimeOffset since, DateTimeOffset now)
    {
        var from = state.Board.PlannedAt > since ? state.Board.PlannedAt.Value : since;
        return [.. state.Plan.Checks.Where(c => CheckRule.Missed(c, from, now, state.TimeZone, state.Board.Checks).Any()).Select(c => c.Id)];
    }

    private static SiteState With(SiteState state, Handover[] handovers) => state with { Board = state.Board with { Handovers = handovers } };

    private static SiteState Refuse(SiteState state, Refusal why, IOutbox outbox)
    {
        outbox.Emit(new Refused(why));
        return state;
    }
}
