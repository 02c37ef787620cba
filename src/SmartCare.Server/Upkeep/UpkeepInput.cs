using SmartCare.Domain.Registry;
using SmartCare.Domain.Rules;
using SmartCare.Domain.Upkeep;
using SmartCare.Server.Alerts;
using SmartCare.Server.Record;
using SmartCare.Server.Registry;
using SmartCare.Server.Registry.Fields;

namespace SmartCare.Server.Upkeep;

/// <summary>What is due, as it is written. Kind and site are said once; of the others what is not named is none.</summary>
/// <param name="DueOn">The last day on which it is in time; not for the report of an incident, whose hours follow from <paramref name="HappenedAt"/>.</param>
/// <param name="EveryMonths">It comes back: needed for a round and a drill.</param>
internal sealed record UpkeepInput(
    UpkeepKind? Kind, UpkeepType? Type, string? SiteId, string? Title, string? PlaceId, string? Where, string? Number, string? Text, DateOnly? MadeOn, DateOnly? ExpiresOn,
    DateOnly? DueOn, int? EveryMonths, DateTimeOffset? HappenedAt, string? AlertId) : IOfSite;

/// <param name="At">When a report went out or its receipt came; now unless said.</param>
/// <param name="ExpiresOn">Equipment that was replaced or refilled is good until then.</param>
internal sealed record UpkeepStepInput(UpkeepStep? Step, string? Note, string? Authority, string? Reference, DateTimeOffset? At, DateOnly? ExpiresOn);

/// <summary>What is wrong with it, as a sentence that names the field; null: nothing.</summary>
internal sealed class UpkeepFields(RegistryIndex registry, AlertStore alerts, TimeProvider time)
{
    private static readonly DateOnly s_first = new(2000, 1, 1), s_last = new(2100, 1, 1);

    public string? Trouble(UpkeepKind kind, string site, UpkeepInput input)
    {
        var type = input.Type ?? UpkeepType.Other;
        if (!FieldText.IsName(input.Title)) return $"title is needed, at most {FieldText.LongestName} characters.";
        if (!UpkeepRule.Fits(kind, type)) return "type is none of this kind.";
        if (input.PlaceId is { } place && registry.Place(place)?.SiteId.Value != site) return "placeId is the id of a place of this site.";
        foreach (var (name, text) in ((string, string?)[])[("where", input.Where), ("number", input.Number)])
            if (text is not null && !FieldText.IsName(text)) return $"{name} has 1 to {FieldText.LongestName} characters.";
        if (input.Text is { Length: > UpkeepLimits.LongestText }) return $"text has at most {UpkeepLimits.LongestText} characters.";
        foreach (var (name, day) in ((string, DateOnly?)[])[("madeOn", input.MadeOn), ("expiresOn", input.ExpiresOn), ("dueOn", input.DueOn)])
            if (day < s_first || day > s_last) return $"{name} is a day from 2000 to 2099.";
        if (input.EveryMonths is < 1 or > UpkeepLimits.MostMonths) return $"everyMonths is 1 to {UpkeepLimits.MostMonths}.";
        if (input.AlertId is { } alert && (kind is not (UpkeepKind.Hazard or UpkeepKind.Report) || alerts.Find(alert)?.Alert.SiteId != site))
            return "alertId is the id of an alert of this site, of a hazard or a report.";
        return kind is UpkeepKind.Report ? OfReport(type, input) : OfThing(kind, input);
    }

    private static string? OfThing(UpkeepKind kind, UpkeepInput input)
    {
        if (input.HappenedAt is not null) return "happenedAt is of a report.";
        var isEquipment = kind is UpkeepKind.Equipment;
        if (!isEquipment && (input.MadeOn is not null || input.ExpiresOn is not null)) return "madeOn and expiresOn are of equipment.";
        if (input.ExpiresOn < input.MadeOn) return "expiresOn is not before madeOn.";
        if (kind is UpkeepKind.Round or UpkeepKind.Drill && (input.EveryMonths is null || input.DueOn is null)) return "everyMonths and dueOn are needed.";
        if (kind is UpkeepKind.Hazard && input.EveryMonths is not null) return "everyMonths is not of a hazard.";
        if (isEquipment && input.DueOn is null && input.ExpiresOn is null) return "dueOn or expiresOn is needed.";
        return input.EveryMonths is not null && input.DueOn is null ? "dueOn is needed with everyMonths."
            : isEquipment && input.DueOn is not null && input.EveryMonths is null ? "everyMonths is needed with dueOn." : null;
    }

    private string? OfReport(UpkeepType type, UpkeepInput input)
    {
        if (input.MadeOn is not null || input.ExpiresOn is not null) return "madeOn and expiresOn are of equipment.";
        if (type is UpkeepType.Periodic)
            return input.HappenedAt is not null ? "happenedAt is of an incident." : input.EveryMonths is null || input.DueOn is null ? "everyMonths and dueOn are needed." : null;
        if (input.DueOn is not null || input.EveryMonths is not null) return "dueOn and everyMonths are of a periodic report; of an incident the hours follow from happenedAt.";
        return input.HappenedAt is { } at && at <= time.GetUtcNow() + UpkeepLimits.Ahead && at.Year >= s_first.Year ? null : "happenedAt is needed, a time that is past.";
    }

    /// <returns>The item with these particulars.</returns>
    public static UpkeepItem With(UpkeepItem item, UpkeepInput input, Policy policy)
    {
        var type = input.Type ?? UpkeepType.Other;
        return item with
        {
            Type = type, Title = input.Title!.Trim(), PlaceId = input.PlaceId, Where = input.Where, Number = input.Number, Text = FieldText.OrNull(input.Text),
            MadeOn = input.MadeOn, ExpiresOn = input.ExpiresOn, FirstDueOn = input.DueOn, DueOn = input.DueOn, EveryMonths = input.EveryMonths, HappenedAt = input.HappenedAt,
            DueBy = input.HappenedAt is { } at ? at + UpkeepRule.ReportWithin(type, policy) : null, AlertId = input.AlertId,
        };
    }

    public string? Trouble(UpkeepItem item, UpkeepStepInput input)
    {
        if (input.Step is null or UpkeepStep.Changed) return "step is one of done, skipped, fixed, verified, rejected, submitted, received, retired.";
        if (input.Note is { Length: > AlertCommands.LongestNote }) return $"A note is at most {AlertCommands.LongestNote} characters.";
        if (input.Step is UpkeepStep.Skipped or UpkeepStep.Rejected or UpkeepStep.Retired && string.IsNullOrWhiteSpace(input.Note)) return "note is needed: it says why.";
        if (input.Step is UpkeepStep.Fixed && string.IsNullOrWhiteSpace(input.Note)) return "note is needed: it says what was done.";
        if (input.Step is UpkeepStep.Submitted ? !FieldText.IsName(input.Authority) : input.Authority is not null)
            return input.Step is UpkeepStep.Submitted ? $"authority is needed, at most {FieldText.LongestName} characters." : "authority is of a report that is submitted.";
        if (input.Reference is not null && (item.Kind is not UpkeepKind.Report || !FieldText.IsName(input.Reference))) return $"reference is of a report, 1 to {FieldText.LongestName} characters.";
        if (input.At is { } at && (input.Step is not (UpkeepStep.Submitted or UpkeepStep.Received) || at > time.GetUtcNow() + UpkeepLimits.Ahead || at < (item.HappenedAt ?? item.CreatedAt)))
            return "at is a time that is past, since it happened, of a report that was submitted or received.";
        return input.ExpiresOn is { } until && (item.Kind is not UpkeepKind.Equipment || input.Step is not UpkeepStep.Done || until < s_first || until > s_last)
            ? "expiresOn is of equipment that is done." : null;
    }
}
