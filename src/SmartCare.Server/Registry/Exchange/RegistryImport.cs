using System.Text.Json.Nodes;
using SmartCare.Domain.Registry;
using SmartCare.Domain.Words;
using SmartCare.GrainInterfaces;
using SmartCare.Server.Accounts;
using SmartCare.Server.Api;
using SmartCare.Server.Registry.Fields;

namespace SmartCare.Server.Registry.Exchange;

/// <param name="Item">Like elder/e-1; the kind alone where there is no id.</param>
internal sealed record ImportError(int Line, string Item, string? Field, string Message);

internal sealed record ImportView(bool DryRun, int Created, int Changed, int Unchanged);

/// <summary>What an import would do: everything is judged before anything is written.</summary>
/// <param name="Stages">What is written, one after the other: each stands on those before it.</param>
internal sealed record ImportPlan(IReadOnlyList<IReadOnlyList<RegistryRecord>> Stages, IReadOnlyList<(string Device, string Password)> Passwords, int Created, int Changed, int Unchanged, IReadOnlyList<ImportError> Errors);

/// <summary>Takes a document or a table into the registry: all of it, or nothing where anything of it is wrong. Written kind by kind; a stop of the silo in the middle
/// leaves whole records and not all of them, and the same import again finishes it (docs/adr/0027).</summary>
internal sealed class RegistryImport(RegistryIndex registry, RegistryGate gate, RegistryEdit edit, GrainRegistry grains)
{
    /// <summary>Records on their way to the disk at a time: enough to fill its commits, too few to hold up an alarm.</summary>
    private const int AtOnce = 64;

    /// <param name="read">What comes in; called when nobody else writes.</param>
    public async Task<(ImportPlan Plan, IResult? Refused)> RunAsync(Viewer viewer, bool dryRun, Func<List<ImportItem>> read)
    {
        using (await gate.EnterAsync())
        {
            var plan = PlanOf(viewer, read());
            if (dryRun || plan.Errors.Count > 0) return (plan, null);
            try
            {
                foreach (var stage in plan.Stages)
                    await Parallel.ForEachAsync(stage, new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (record, _) => await grains.RegisterAsync(record, viewer.Account.User));
            }
            catch (TryAgainException busy)
            {
                return (plan, Problems.Unavailable($"{busy.Message} Some of it is written; send the same import again, and it goes on."));
            }

            foreach (var password in plan.Passwords.GroupBy(p => p.Password))
                if (await edit.SetPasswordAsync(password.Key, [.. password.Select(p => p.Device)]) is { } away)
                    return (plan, away);
            return (plan, null);
        }
    }

    /// <summary>The fields that a record has now.</summary>
    public JsonObject? CurrentOf(ItemKind kind, string id) => kind.Find(registry, id) is { } record ? kind.FieldsOf(record) : null;

    /// <summary>Gateways before those that speak through them; else as they came.</summary>
    private static bool IsBehind(ImportItem item) =>
        item.Kind == ItemKind.Devices && !(Models.All.TryGetValue(item.Fields["model"]?.ToString() ?? "", out var model) && model.Class is DeviceClass.Gateway);

    private ImportPlan PlanOf(Viewer viewer, List<ImportItem> items)
    {
        var draft = new RegistryDraft(registry);
        var context = edit.Against(draft);
        var (toWrite, passwords, errors, lines) = (new List<RegistryRecord>(), new List<(string, string)>(), new List<ImportError>(), new Dictionary<(ItemKind, string), int>());
        var (created, unchanged, moved) = (0, 0, new List<Elder>());
        foreach (var item in ItemKind.All.SelectMany(k => items.Where(i => i.Kind == k)).OrderBy(IsBehind))
        {
            var before = item.Id is null ? null : item.Kind.Find(registry, item.Id);
            var (record, trouble) = Judge(viewer, item, before, lines, context);
            if (record is null)
            {
                errors.Add(ErrorOf(item, trouble!));
                continue;
            }

            draft.Take(record);
            if (item.Fields["password"]?.ToString() is { } password) passwords.Add((item.Id!, password));
            if (item.Kind.IsSame(before, record)) unchanged++;
            else toWrite.Add(record);
            if (before is null) created++;
            if (before is Elder was && record is Elder now && was.PlaceId != now.PlaceId) moved.Add(now);
        }

        List<IReadOnlyList<RegistryRecord>> stages = [.. ItemKind.All.Select(k => toWrite.FindAll(r => ItemKind.Of(r) == k))];
        // Before the elders: once she is known to have moved, nobody would see that they were to follow.
        if (moved.Count > 0) stages.Insert(2, Following(moved, lines));

        // Where a line is wrong already, what follows from it is no news.
        if (errors.Count == 0)
            foreach (var (about, field, message) in draft.LodgingTroubles())
                errors.Add(new ImportError(LineOf(about), $"{about.Kind.ToString().ToLowerInvariant()}/{about.Key}", field, message));
        return new ImportPlan(stages, passwords, created, toWrite.Count - created, unchanged, errors);

        int LineOf(Subject about) => lines.FirstOrDefault(l => l.Key.Item2 == about.Key && l.Key.Item1.Word.Equals(about.Kind.ToString(), StringComparison.OrdinalIgnoreCase)).Value;
    }

    /// <summary>Devices of elders who move, as after any move; of those that come in themselves the import says it all.</summary>
    private List<RegistryRecord> Following(List<Elder> moved, Dictionary<(ItemKind, string), int> lines)
    {
        var devices = registry.Devices.Where(d => d.ElderId is not null && !lines.ContainsKey((ItemKind.Devices, d.Id.Value))).ToLookup(d => d.ElderId);
        return [.. moved.SelectMany(elder => DeviceFields.After(elder, devices[elder.Id]))];
    }

    private static Checked Judge(Viewer viewer, ImportItem item, RegistryRecord? before, Dictionary<(ItemKind, string), int> lines, CheckContext context)
    {
        if (item.Trouble is not null) return new Checked(null, item.Trouble);
        if (!RegistryEdit.MayWrite(viewer, item.Kind)) return Checked.No(null, "Only admin writes sites.");
        if (!IdText.IsValid(item.Id)) return Checked.No("id", $"An id has 1 to {IdText.Longest} letters, digits, '-', '_', '.', ':'.");
        if (!lines.TryAdd((item.Kind, item.Id!), item.Line)) return Checked.No("id", $"This id stands in line {lines[(item.Kind, item.Id!)]} already.");
        if (before is not null && !viewer.SeesSite(before.Partition)) return Checked.No("id", "This id belongs to a site that is not yours.");
        if (PlainTextFilter.Trouble(item.Fields, "") is { } text) return Checked.No(text[..text.IndexOf(':', StringComparison.Ordinal)], text);
        var result = RegistryEdit.Judge(viewer, item.Kind, item.Id!, item.Fields, before, context);
        if (result.Record is not { } record || before is null || item.Kind.IsSame(before, record)) return result;
        if (ItemKind.IsArchived(before)) return Checked.No("archived", "It is archived: POST .../restore brings it back.");
        return before.Partition == record.Partition ? result : Checked.No("placeId", "An import moves nothing to another site.");
    }

    private static ImportError ErrorOf(ImportItem item, FieldTrouble trouble) => new(
        item.Line, item.Id is { Length: > 0 } id ? $"{item.Kind.Word}/{PlainText.Shown(id.Length > IdText.Longest ? id[..IdText.Longest] : id)}" : item.Kind.Word, trouble.Field, trouble.Message);
}
