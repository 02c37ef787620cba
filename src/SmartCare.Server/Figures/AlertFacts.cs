using System.Text;
using SmartCare.Domain.Duty;
using SmartCare.Domain.Registry;
using SmartCare.Domain.Rules;
using SmartCare.Domain.Words;
using SmartCare.Server.Alerts;

namespace SmartCare.Server.Figures;

/// <summary>What a figure is of. Drills and tests are never among alerts.</summary>
internal enum FigureSort : byte
{
    Alert, Drill, Test,
}

/// <summary>What the figures know of one alert. No names: ids alone.</summary>
/// <param name="Rule">Code of what the house said when it rang; empty: it said nothing.</param>
/// <param name="Shift">On duty when it was raised, by the plan of that time; empty: none was planned.</param>
/// <param name="BegunAt">Raised, or opened again, last: from then on people are timed.</param>
/// <param name="Month">On the site's calendar when it was first counted, as <paramref name="HourOfWeek"/> (Sunday 0:00 is 0): a site whose zone is set right later takes nothing twice.</param>
/// <param name="AcknowledgedS">Until the first answer of a person, whole seconds; null: nobody has answered.</param>
internal sealed record AlertFacts(
    string Id, string Site, string? Device, AlertKind Kind, string Rule, string Shift, FigureSort Sort, DateTimeOffset RaisedAt, DateTimeOffset BegunAt,
    Month Month, int HourOfWeek, int? AcknowledgedS, int? ArrivedS, int? ResolvedS, Outcome? Outcome, bool Late)
{
    /// <summary>Waits beyond it say nothing more: four months.</summary>
    private const int MostSeconds = 10_000_000;

    public static AlertFacts Of(AlertDocument alert, Site? site, AlertFacts? before)
    {
        var begin = alert.History.LastOrDefault(l => l.What is AlertStep.Raised or AlertStep.Reopened);
        var begun = begin is { What: AlertStep.Reopened } ? begin.At : alert.RaisedAt;
        var since = alert.History.Where(l => begin is null || l.Seq > begin.Seq).ToList();
        // Who comes, or ends it, without having said so before has answered too; that it went back up the chain takes no answer away.
        var answered = since.Find(l => l.By is not null && l.What is AlertStep.Acknowledged or AlertStep.Arrived or AlertStep.Resolved)?.At ?? alert.AcknowledgedAt;
        var arrived = since.Find(l => l.What is AlertStep.Arrived)?.At ?? alert.ArrivedAt;
        var sort = alert.Drill || alert.Outcome is Domain.Words.Outcome.Drill ? FigureSort.Drill : alert.Outcome is Domain.Words.Outcome.Test ? FigureSort.Test : FigureSort.Alert;
        var local = SiteClock.LocalOf(alert.RaisedAt, ZoneOf(site));
        return new AlertFacts(
            alert.Id, alert.SiteId, alert.Device?.Id, alert.Kind, alert.History.FirstOrDefault()?.Says?.FirstOrDefault()?.Code ?? "",
            before?.Shift ?? ShiftAt(alert.RaisedAt, site), sort, alert.RaisedAt, begun,
            before?.Month ?? Month.Of(local), before?.HourOfWeek ?? (int)local.DayOfWeek * 24 + local.Hour, Seconds(answered), Seconds(arrived), Seconds(alert.ResolvedAt), alert.Outcome, alert.Late);

        int? Seconds(DateTimeOffset? at) => at is { } then ? (int)Math.Clamp((then - begun).TotalSeconds, 0, MostSeconds) : null;
    }

    private static string ShiftAt(DateTimeOffset at, Site? site) => RosterRule.OnAt(site?.Duty ?? DutyPlan.None, at, ZoneOf(site)) is [var first, ..] ? first.Name : "";

    public static string ZoneOf(Site? site) => site?.TimeZone ?? SiteClock.Utc;

    public byte[] ToBytes()
    {
        using var bytes = new MemoryStream();
        using var writer = new BinaryWriter(bytes, Encoding.UTF8);
        foreach (var text in (string[])[Id, Site, Device ?? "", Rule, Shift]) writer.Write(text);
        writer.Write((byte)Kind);
        writer.Write((byte)Sort);
        writer.Write(RaisedAt.ToUnixTimeMilliseconds());
        writer.Write(BegunAt.ToUnixTimeMilliseconds());
        writer.Write7BitEncodedInt(Month.Number);
        writer.Write((byte)HourOfWeek);
        foreach (var seconds in (int?[])[AcknowledgedS, ArrivedS, ResolvedS, (int?)Outcome]) writer.Write7BitEncodedInt(seconds is { } known ? known + 1 : 0);
        writer.Write(Late);
        writer.Flush();
        return bytes.ToArray();
    }

    public static AlertFacts FromBytes(byte[] bytes)
    {
        using var reader = new BinaryReader(new MemoryStream(bytes), Encoding.UTF8);
        var (id, site, device, rule, shift) = (reader.ReadString(), reader.ReadString(), reader.ReadString(), reader.ReadString(), reader.ReadString());
        var (kind, sort) = ((AlertKind)reader.ReadByte(), (FigureSort)reader.ReadByte());
        var (raised, begun) = (DateTimeOffset.FromUnixTimeMilliseconds(reader.ReadInt64()), DateTimeOffset.FromUnixTimeMilliseconds(reader.ReadInt64()));
        var (month, hour) = (new Month(reader.Read7BitEncodedInt()), reader.ReadByte());
        return new AlertFacts(id, site, device.Length == 0 ? null : device, kind, rule, shift, sort, raised, begun, month, hour, Next(), Next(), Next(), (Outcome?)Next(), reader.ReadBoolean());

        int? Next() => reader.Read7BitEncodedInt() is > 0 and var known ? known - 1 : null;
    }
}
