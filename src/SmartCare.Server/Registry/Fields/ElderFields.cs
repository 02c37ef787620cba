using System.Text.Json.Nodes;
using SmartCare.Domain.Notices;
using SmartCare.Domain.Registry;
using SmartCare.Domain.Words;
using SmartCare.Server.Api;

namespace SmartCare.Server.Registry.Fields;

/// <summary>What people write of an elder.</summary>
internal sealed record ElderFields(
    string? PlaceId, int? Bed, string? Name, int? CareLevel, ElderPlan? Plan, DateOnly? BirthDate, Sex? Sex, ElderCategory[]? Categories, CareAssessment? CareAssessment,
    string? Allergies, string? FirstAid, Doctor? Doctor, ElderContacts? Contacts, FamilySight[]? Consent, DateOnly? AdmittedOn, DateOnly? DischargedOn, string? DischargeReason, bool? Archived)
{
    private static readonly DateOnly s_earliestBirth = new(1880, 1, 1);

    public static ElderFields Of(Elder e) => new(
        e.PlaceId.Value, e.Bed, e.Name, e.CareLevel, ElderPlan.Of(e.Plan), e.Ledger.BirthDate, e.Ledger.Sex, e.Ledger.Categories, e.Ledger.CareAssessment, e.Ledger.Allergies,
        e.Ledger.FirstAid, e.Ledger.Doctor, ElderContacts.Of(e.Household), e.Ledger.Consent, e.Ledger.AdmittedOn, e.Ledger.DischargedOn, e.Ledger.DischargeReason, e.Archived);

    /// <summary>The bed of the room that is left says nothing of the next one; and an age that was said by hand gives way to a birth date.</summary>
    public static void Follow(JsonObject named, Elder before, JsonObject whole)
    {
        if (whole["placeId"]?.ToString() != before.PlaceId.Value && !named.ContainsKey("bed")) whole["bed"] = null;
        if (named["birthDate"] is not null && !named.ContainsKey("categories"))
            whole["categories"] = StrictJson.Node(before.Ledger.Categories.Where(c => c is not ElderCategory.AdvancedAge));
    }

    public static Checked Check(string id, ElderFields f, Elder? before, CheckContext context)
    {
        if (!FieldText.IsName(f.Name)) return Checked.No("name", "name is needed, at most 100 characters.");
        if (f.PlaceId is null || context.Registry.Place(f.PlaceId) is not { } place) return Checked.No("placeId", "placeId is the id of a place.");
        if (f.CareLevel is not (null or >= 1 and <= 3)) return Checked.No("careLevel", "careLevel is 1, 2 or 3.");
        if (f.Bed is < 1 or > PlaceFields.MostBeds) return Checked.No("bed", $"bed is 1 to {PlaceFields.MostBeds}.");
        if (f.Plan?.Trouble() is { } plan) return Checked.No("plan", plan);
        if (f.LedgerTrouble(context.TodayAt(context.Registry.Site(place.SiteId.Value))) is { } trouble) return new Checked(null, trouble);
        if (Archiving.Trouble(before, f.Archived, before?.Archived) is { } archived) return archived;
        if (before is not null && before.Ledger.DischargedOn != f.DischargedOn) return Checked.Conflict("dischargedOn", "POST .../discharge and POST .../admit change it.");
        var known = before?.Household ?? Household.None;
        var household = Household.None;
        if (f.Contacts?.Read(known, context.Contacts, out household) is { } contacts) return Checked.No("contacts", contacts);
        var elder = (before ?? new Elder(ElderId.Of(id), place.SiteId, place.Id, "", null, 1)) with
        {
            SiteId = place.SiteId, PlaceId = place.Id, Name = f.Name!, Bed = f.Bed, CareLevel = f.CareLevel ?? 1, Plan = f.Plan?.Read() ?? CarePlan.Default,
            Household = household, Ledger = f.LedgerOver(before?.Ledger ?? Ledger.Empty), Archived = f.Archived ?? false,
        };
        return elder.LivesHere ? BedFor(elder, place, context) : Checked.Of(elder with { Bed = null });
    }

    /// <summary>A bed holds one elder.</summary>
    private static Checked BedFor(Elder elder, Place place, CheckContext context)
    {
        if (Lodging.Trouble(place, elder) is { } trouble) return Checked.Conflict(trouble.Field, $"{trouble.Field}: {trouble.Message}");
        var other = elder.Bed is null ? null : context.Registry.LodgersOf(place.Id).FirstOrDefault(e => e.Bed == elder.Bed && e.Id != elder.Id);
        return other is null ? Checked.Of(elder) : Checked.Conflict("bed", $"Bed {elder.Bed} of {place.Name} is {other.Name}'s ({other.Id}).");
    }

    private FieldTrouble? LedgerTrouble(DateOnly today)
    {
        // A day ahead of the site's is still today somewhere.
        var latest = today.AddDays(1);
        if (BirthDate is { } birth && (birth < s_earliestBirth || birth > today)) return new("birthDate", "birthDate is a day like 1941-05-06, not one to come.");
        if (Categories is not null && Categories.Distinct().Count() < Categories.Length) return new("categories", "categories names each once.");
        if (Consent is not null && Consent.Distinct().Count() < Consent.Length) return new("consent", "consent names each once.");
        if (BirthDate is { } known && Categories?.Contains(ElderCategory.AdvancedAge) is true && Ledger.AgeOn(known, today) < Ledger.AdvancedAge)
            return new("categories", $"categories: advancedAge follows from the birth date, and that makes {Ledger.AgeOn(known, today)} years.");
        if (CareAssessment is { } assessed && (!FieldText.IsName(assessed.By) || assessed.On == default || assessed.On > latest))
            return new("careAssessment", "careAssessment is {on, by}: a day that has been, and a name.");
        if (Doctor is { } doctor && (!FieldText.IsName(doctor.Name) || doctor.Phone is { Length: > FieldText.LongestName })) return new("doctor", "doctor is {name, phone}, the name of at most 100 characters.");
        if (Allergies is { Length: > FieldText.LongestNote }) return new("allergies", $"allergies has at most {FieldText.LongestNote} characters.");
        if (FirstAid is { Length: > FieldText.LongestNote }) return new("firstAid", $"firstAid has at most {FieldText.LongestNote} characters.");
        if (DischargeReason is { Length: > FieldText.LongestNote } || DischargeReason is not null && DischargedOn is null)
            return new("dischargeReason", $"dischargeReason stands beside dischargedOn, with at most {FieldText.LongestNote} characters.");
        if (DischargedOn > latest || AdmittedOn > latest) return new(DischargedOn > latest ? "dischargedOn" : "admittedOn", "This day is still to come.");
        return DischargedOn < AdmittedOn ? new("dischargedOn", "dischargedOn is not before admittedOn.") : null;
    }

    private Ledger LedgerOver(Ledger before) => before with
    {
        BirthDate = BirthDate, Sex = Sex, CareAssessment = CareAssessment, Allergies = FieldText.OrNull(Allergies), FirstAid = FieldText.OrNull(FirstAid),
        Categories = [.. (Categories ?? []).Where(c => BirthDate is null || c is not ElderCategory.AdvancedAge).Order()],
        Doctor = Doctor is null ? null : Doctor with { Phone = FieldText.OrNull(Doctor.Phone) },
        Consent = [.. (Consent ?? []).Order()], AdmittedOn = AdmittedOn, DischargedOn = DischargedOn, DischargeReason = FieldText.OrNull(DischargeReason),
    };
}
