using SmartCare.Domain.Duty;
using SmartCare.Domain.Notices;
using SmartCare.Domain.Registry;
using SmartCare.Domain.Rules;
using SmartCare.Domain.Words;
using SmartCare.Server.Accounts;
using SmartCare.Server.Api.Description;
using SmartCare.Server.Care;
using SmartCare.Server.Registry;
using SmartCare.Server.Registry.Fields;
using SmartCare.Server.Thresholds;

namespace SmartCare.Server.Api;

/// <summary>How she is, as far as the watch knows.</summary>
/// <param name="Seen">Something that could see her move is there and speaks; false: nothing can be said of her by it.</param>
/// <param name="BlindSince">All that could see her is silent since then; null: it is not, or there is nothing.</param>
/// <param name="RingsAt">When the house asks for her if there is no sign until then; null: her silence rings for nobody.</param>
/// <param name="Mode">Null: she has not agreed to it.</param>
internal sealed record WellBeing(bool Seen, DateTimeOffset? BlindSince, DateTimeOffset? LastSignAt, DateTimeOffset? RingsAt, WatchMode? Mode, DateTimeOffset? ModeUntil);

/// <param name="Contacts">Who is told, in which order; addresses are masked.</param>
/// <param name="Mine">Which of them is the reader, from 0; null: none.</param>
/// <param name="AskedAfterS">So long nobody answers something urgent until the family is asked, in seconds; null: it is not.</param>
/// <param name="NextAfterS">So long the next of them waits for the one before, in seconds.</param>
internal sealed record ElderFamilyView(
    string ElderId, string Name, string PlaceId, string Place, string SiteId, string SiteName, string SiteNameEn, string? SitePhone, string TimeZone, IReadOnlyList<FamilySight> Consent, WellBeing Well,
    ElderContacts? Contacts, int? Mine, int? AskedAfterS, double NextAfterS);

/// <param name="Quiet">By the site's clock; null: at any hour.</param>
internal sealed record OwnContactRequest(QuietHours? Quiet);

/// <summary>What a relative opens first: how she is, who is told, whom to call. With what the elder has agreed to, whoever asks.</summary>
internal sealed class ElderFamilyApi(RegistryIndex registry, RegistryGate gate, RegistryEdit edit, GrainStates states, PolicyBook book)
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/elders/{id}/family", (string id, Viewer viewer, ElderFamilyApi family) => family.Get(viewer, id))
            .Is("getElderForFamily", Who.Sees, "How an elder is and who is told, as her family is shown it").Gives<ElderFamilyView>();
        api.MapPut("/elders/{id}/contacts/mine", (string id, OwnContactRequest request, Viewer viewer, ElderFamilyApi family) => family.PutMineAsync(viewer, id, request))
            .Is("putOwnContact", Who.Family, "A relative sets the quiet hours of their own contact").Gives<ElderFamilyView>();
    }

    private IResult Get(Viewer viewer, string id) => RegistryApi.Find(viewer, registry, ItemKind.Elders, id) is Elder elder
        ? TypedResults.Ok(Of(viewer, elder)) : RegistryApi.Missing(ItemKind.Elders, id);

    private async Task<IResult> PutMineAsync(Viewer viewer, string id, OwnContactRequest request)
    {
        using (await gate.EnterAsync())
        {
            if (RegistryApi.Find(viewer, registry, ItemKind.Elders, id) is not Elder elder) return RegistryApi.Missing(ItemKind.Elders, id);
            if (viewer.Family is null || MineOf(viewer, elder) is not { } mine) return Problems.Forbidden("None of her contacts has this account.");
            Contact[] contacts = [.. elder.Household.Contacts];
            contacts[mine] = contacts[mine] with { Quiet = request.Quiet is { } quiet && quiet.From != quiet.To ? quiet : null };
            var changed = elder with { Household = elder.Household with { Contacts = contacts } };
            return await edit.WriteAsync(viewer, changed) ?? TypedResults.Ok(Of(viewer, changed));
        }
    }

    private ElderFamilyView Of(Viewer viewer, Elder elder)
    {
        var (site, stand) = (registry.Site(elder.SiteId.Value), states.Elder(elder.Id.Value));
        var mode = viewer.MaySee(elder, FamilySight.Mode) ? stand.Mode : null;
        var ladder = EscalationRule.LadderOf(AlertKind.Help, Priority.High, site?.Duty ?? DutyPlan.None, book.Policy);
        return new ElderFamilyView(
            elder.Id.Value, elder.Name, elder.PlaceId.Value, registry.PlaceName(elder.PlaceId)!, elder.SiteId.Value, site?.Name ?? elder.SiteId.Value, site?.NameEn ?? elder.SiteId.Value, site?.Phone,
            site?.TimeZone ?? SiteClock.Utc, viewer.IsResponder ? [] : elder.Ledger.Consent, new WellBeing(stand.IsSeen, stand.BlindSince, stand.LastSignAt, stand.QuietUntil, mode?.Mode, mode?.Until),
            viewer.IsResponder ? null : ElderContacts.Shown(elder.Household, toWriter: false), MineOf(viewer, elder), (int?)ladder.At(AudienceRule.FamilyTier)?.TotalSeconds, book.Policy.NextContactAfter.TotalSeconds);
    }

    private static int? MineOf(Viewer viewer, Elder elder) =>
        Array.FindIndex(elder.Household.Contacts, c => c.IsOf(viewer.Account.User)) is >= 0 and var mine ? mine : null;
}
