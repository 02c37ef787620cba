using SmartCare.Domain.Duty;
using SmartCare.Domain.Notices;
using SmartCare.Domain.Registry;
using SmartCare.Domain.Words;
using SmartCare.GrainInterfaces;
using SmartCare.Server.Accounts;
using SmartCare.Server.Notices;
using SmartCare.Server.Notices.Channels;
using SmartCare.Server.Registry;
using SmartCare.Server.Registry.Fields;

namespace SmartCare.Server.Api;

/// <summary>Writes who is asked at a site. Secrets are shown to nobody: what comes back masked stays as it was.</summary>
internal sealed class DutyEdit(RegistryIndex registry, GrainRegistry grains, RegistryGate gate, ContactRules contacts, OutsideAddresses outside)
{
    private const int MostShifts = 30, MostTiers = 40, MostChecks = 50, LongestTemplate = 2_000;

    public async Task<IResult> Put(Viewer viewer, string id, DutyPlan input)
    {
        using var entered = await gate.EnterAsync();
        if (registry.Site(id) is not { } site || !viewer.SeesSite(id)) return Problems.NotFound($"There is no site {id}.");
        if (!viewer.MayWriteDuty) return Problems.Forbidden("Only the director and admin write the duty plan.");
        if (site.Archived) return Problems.Conflict("This site is archived: POST .../restore brings it back.");
        var plan = Whole(input);
        if (Wrong(plan) is { } why) return Problems.Invalid(why);
        if (!TryUnmask(plan, site.Duty ?? DutyPlan.None, out plan))
            return Problems.Invalid($"A secret is {DutyMask.Secret}, and none is known for that address: send the secret itself.");
        try
        {
            await grains.RegisterAsync(site with { Duty = plan }, viewer.Account.User);
            return TypedResults.Ok(DutyMask.For(viewer, plan));
        }
        catch (TryAgainException busy)
        {
            return Problems.Unavailable(busy.Message);
        }
    }

    /// <summary>Lists that were left out, or are null, are empty.</summary>
    private static DutyPlan Whole(DutyPlan plan)
    {
        static Contact[] People(Contact[]? people) => [.. (people ?? []).Select(ContactRules.Whole)];
        return plan with
        {
            Shifts = [.. (plan.Shifts ?? []).Select(s => s with { People = People(s.People), Days = s.Days ?? [] })],
            Directors = People(plan.Directors), Emergency = People(plan.Emergency), Tiers = plan.Tiers ?? [], Checks = plan.Checks ?? [],
        };
    }

    /// <returns>The first thing that makes no sense, for people; null when all does.</returns>
    private string? Wrong(DutyPlan plan)
    {
        if (plan.Shifts.Length > MostShifts || plan.Tiers.Length > MostTiers || plan.Checks.Length > MostChecks)
            return $"At most {MostShifts} shifts, {MostTiers} tiers, {MostChecks} checks.";
        if (plan.Shifts.Any(s => !FieldText.IsName(s.Name)) || plan.Checks.Any(c => !FieldText.IsName(c.Name))) return $"Every shift and check has a name of at most {FieldText.LongestName} characters.";
        if ((WrongGateway(plan.Sms, "sms") ?? WrongGateway(plan.Voice, "voice")) is { } unusable) return unusable;
        if (plan.Checks.Any(c => !IdText.IsValid(c.Id) || c.Day is < 1 or > 28) || plan.Checks.DistinctBy(c => c.Id).Count() < plan.Checks.Length)
            return "A check has an id of its own; its day is 1 to 28.";
        if (plan.FloodAbove is < 5 or > 1_000) return "floodAbove is 5 to 1000.";
        return WrongPeople(plan) ?? plan.Tiers.Select(WrongTier).FirstOrDefault(why => why is not null);
    }

    /// <param name="name">Of the plan's field.</param>
    private string? WrongGateway(SmsGateway? gateway, string name)
    {
        if (gateway is null) return null;
        if (gateway.Url is not { Length: <= ContactRules.LongestAddress } || !NoticeHttp.TryAddress(gateway.Url, out var url)) return $"{name}.url is an http or https address.";
        if (!outside.MayBeNamed(url)) return $"{name}.url: {OutsideAddresses.Refusal}";
        if (SmsSettings.MethodOf(gateway.Method) is null) return $"{name}.method is GET, POST or PUT.";
        if (gateway.Template is { Length: > LongestTemplate }) return $"{name}.template has at most {LongestTemplate} characters.";
        // It becomes a header.
        if (gateway.Secret is { } secret && (secret.Length > ContactRules.LongestAddress || secret.Any(c => c is < ' ' or > '~'))) return $"{name}.secret is plain text of one line.";
        return SmsSettings.Of(gateway).NamesPhone ? null : $"Neither {name}.template nor {name}.url has a {{phone}}; nobody would be told.";
    }

    private string? WrongPeople(DutyPlan plan)
    {
        if (Everybody(plan).Any(p => p.Quiet is not null)) return "Whoever is on duty has no quiet hours of their own; an elder's contacts may.";
        return plan.Shifts.Select(s => s.People).Append(plan.Directors).Append(plan.Emergency).Select(contacts.Trouble).FirstOrDefault(why => why is not null);
    }

    private static string? WrongTier(TierRule tier)
    {
        int?[] delays = [tier.SecondAfterS, tier.ThirdAfterS, tier.FourthAfterS];
        if (delays.Append(tier.RepeatEveryS).Append(tier.ArriveWithinS).Any(s => s is < 10 or > 86_400)) return "Delays are 10 to 86400 seconds.";
        var asked = delays.OfType<int>().ToList();
        if (!asked.Distinct().Order().SequenceEqual(asked)) return "Each tier is asked later than the one before.";
        var priority = tier.Kind is { } kind ? AlertPriorities.Of(kind) : tier.Priority;
        return priority is null or Priority.High && asked.Count == 0 ? "What is urgent must be asked on somewhere." : null;
    }

    private static bool TryUnmask(DutyPlan plan, DutyPlan before, out DutyPlan whole)
    {
        var known = ContactRules.SecretsOf(Everybody(before));
        var missing = false;
        whole = DutyMask.Channels(plan, c => ContactRules.Unmask(c, known, ref missing));
        whole = whole with { Sms = Unmask(plan.Sms, before.Sms, ref missing), Voice = Unmask(plan.Voice, before.Voice, ref missing) };
        return !missing;
    }

    private static SmsGateway? Unmask(SmsGateway? gateway, SmsGateway? before, ref bool missing)
    {
        if (gateway is not { Secret: DutyMask.Secret }) return gateway;
        missing |= before?.Secret is null || before.Url != gateway.Url;
        return gateway with { Secret = before?.Secret };
    }

    private static IEnumerable<Contact> Everybody(DutyPlan plan) => plan.Shifts.SelectMany(s => s.People).Concat(plan.Directors).Concat(plan.Emergency);
}
