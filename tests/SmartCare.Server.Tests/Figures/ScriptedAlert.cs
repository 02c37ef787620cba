using SmartCare.Domain.Words;
using SmartCare.Server.Alerts;
using SmartCare.Storage;

namespace SmartCare.Server.Tests.Figures;

/// <summary>One alert as a test tells it: in seconds after it rang. Null: that did not happen.</summary>
internal sealed record ScriptedAlert(
    string Id, string Site, AlertKind Kind, string Device, DateTimeOffset Raised, int? Acknowledged, int? Arrived, int? Resolved, Outcome? Outcome, bool Drill = false, DateTimeOffset? Reopened = null)
{
    private static readonly Outcome?[] s_outcomes = [
        Domain.Words.Outcome.Real, Domain.Words.Outcome.False, Domain.Words.Outcome.Other, Domain.Words.Outcome.Real, Domain.Words.Outcome.False, Domain.Words.Outcome.Test, Domain.Words.Outcome.Real];

    private DateTimeOffset Begun => Reopened ?? Raised;

    public AlertDocument Document(long seq)
    {
        List<HistoryLine> lines = [new(seq, Raised, AlertStep.Raised, null, null, [new Phrase("pressed", new Dictionary<string, string>())])];
        if (Reopened is { } again) lines.Add(new HistoryLine(seq + 1, again, AlertStep.Reopened, null, null, null));
        Add(AlertStep.Acknowledged, Acknowledged, "duty");
        Add(AlertStep.Arrived, Arrived, "duty");
        // Nobody who answered: the device let go.
        if (Resolved is not null) Add(AlertStep.Resolved, Resolved, Acknowledged is null && Arrived is null && Outcome is null ? null : "duty");
        return new AlertDocument
        {
            Id = Id, Seq = lines[^1].Seq, Kind = Kind, Priority = AlertPriorities.Of(Kind), SiteId = Site, Device = new DeviceOfAlert(Device, "call"), RaisedAt = Raised, UpdatedAt = lines[^1].At,
            State = Resolved is not null ? AlertState.Resolved : Arrived is not null ? AlertState.Arrived : Acknowledged is not null ? AlertState.Acknowledged : AlertState.Open,
            Occurrences = 1, AcknowledgedAt = At(Acknowledged), ArrivedAt = At(Arrived), ResolvedAt = At(Resolved), Outcome = Outcome, Tier = 1, Drill = Drill, History = lines,
        };

        void Add(AlertStep what, int? seconds, string? by)
        {
            if (At(seconds) is { } at) lines.Add(new HistoryLine(lines[^1].Seq + 1, at, what, by, null, null));
        }
    }

    public AlertRow Row(long seq)
    {
        var stored = new StoredAlert(Document(seq), new Subject(SubjectKind.Device, Device));
        return new AlertRow(Id, stored.Alert.Seq, Site, null, null, stored.Alert.State is AlertState.Resolved, stored.ToJson(), stored.ToChangeJson());
    }

    private DateTimeOffset? At(int? seconds) => seconds is { } after ? Begun.AddSeconds(after) : null;

    /// <summary>A hundred alerts of two sites in March and April 2025: eighty spread over days and nights, twenty within nine minutes; a thirteenth of them drills.</summary>
    public static List<ScriptedAlert> Hundred()
    {
        var first = new DateTimeOffset(2025, 3, 1, 0, 0, 0, TimeSpan.FromHours(8));
        AlertKind[] kinds = [AlertKind.Help, AlertKind.Fall, AlertKind.Fire, AlertKind.Inactivity, AlertKind.Battery, AlertKind.Offline, AlertKind.Help];
        return [.. Enumerable.Range(0, 100).Select(i =>
        {
            var raised = i < 80 ? first.AddMinutes(i * 617) : first.AddDays(9).AddHours(3).AddSeconds((i - 80) * 27);
            int? acknowledged = i % 10 == 9 ? null : 5 + i * 37 % 300;
            int? arrived = acknowledged is null || i % 4 == 3 ? null : acknowledged + 20 + i * 53 % 600;
            int? resolved = i % 20 == 18 ? null : (arrived ?? acknowledged ?? i % 5 * 40) + 11 + i * 11 % 900;
            Outcome? outcome = resolved is null || acknowledged is null ? null : s_outcomes[i % 7];
            return new ScriptedAlert(
                $"a{i:000}", i < 80 && i % 3 == 0 ? "riverside" : "sunshine", kinds[i % kinds.Length], $"call-10{i % 9 + 1}-1", raised, acknowledged, arrived, resolved, outcome, i % 13 == 0);
        })];
    }
}
