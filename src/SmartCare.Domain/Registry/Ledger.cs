using System.Text.Json.Serialization;
using SmartCare.Domain.Words;

namespace SmartCare.Domain.Registry;

[JsonConverter(typeof(LowerCaseEnum<Sex>))]
public enum Sex
{
    Female, Male,
}

/// <summary>The groups that the cities' eldercare plans name.</summary>
[JsonConverter(typeof(LowerCaseEnum<ElderCategory>))]
public enum ElderCategory
{
    /// <summary>独居</summary>
    Alone,

    /// <summary>空巢</summary>
    EmptyNest,

    /// <summary>留守</summary>
    LeftBehind,

    /// <summary>失能</summary>
    Disabled,

    /// <summary>失智</summary>
    Dementia,

    /// <summary>高龄: from <see cref="Ledger.AdvancedAge"/> years on.</summary>
    AdvancedAge,

    /// <summary>特困</summary>
    Destitute,

    /// <summary>低保</summary>
    MinimumIncome,

    /// <summary>计生特殊家庭</summary>
    FamilyPlanning,

    /// <summary>重残</summary>
    SeverelyHandicapped,
}

/// <summary>What an elder may agree that her family sees, beside that she is well and what rings.</summary>
[JsonConverter(typeof(LowerCaseEnum<FamilySight>))]
public enum FamilySight
{
    /// <summary>Her day: where she was seen, bed, doors, and what is usual of her.</summary>
    Day,

    /// <summary>Heart and breathing rate, warmth and damp of her room.</summary>
    Vitals,

    /// <summary>That she is away, in hospital, asleep, or has visitors.</summary>
    Mode,

    /// <summary>Pictures that a camera took of an alert.</summary>
    Camera,
}

/// <summary>When the care level was found, and by whom.</summary>
public sealed record CareAssessment(DateOnly On, string By);

public sealed record Doctor(string Name, string? Phone);

/// <summary>What is known of an elder besides where they live and what is watched for (老年人信息台账). Whatever is null nobody has said.</summary>
public sealed record Ledger
{
    public static readonly Ledger Empty = new();

    /// <summary>Years from which on an age is advanced (高龄).</summary>
    public const int AdvancedAge = 80;

    public DateOnly? BirthDate { get; init; }

    public Sex? Sex { get; init; }

    /// <summary>Without <see cref="ElderCategory.AdvancedAge"/> where the birth date is known: that follows from it.</summary>
    public ElderCategory[] Categories { get; init => field = value ?? []; } = [];

    public CareAssessment? CareAssessment { get; init; }

    public string? Allergies { get; init; }

    /// <summary>What whoever comes first must know.</summary>
    public string? FirstAid { get; init; }

    public Doctor? Doctor { get; init; }

    public DateOnly? AdmittedOn { get; init; }

    /// <summary>No longer here since then: watched by nobody, in no bed.</summary>
    public DateOnly? DischargedOn { get; init; }

    public string? DischargeReason { get; init; }

    /// <summary>What she has agreed that her family sees; who wrote that down, and when, stands in the history of the record.</summary>
    public FamilySight[] Consent { get; init => field = value ?? []; } = [];

    /// <summary>Name of the photo's file; null: there is none.</summary>
    public string? Photo { get; init; }

    /// <param name="today">On the site's calendar.</param>
    public IEnumerable<ElderCategory> CategoriesOn(DateOnly today) => BirthDate is not { } birth ? Categories
        : Categories.Concat(AgeOn(birth, today) >= AdvancedAge ? [ElderCategory.AdvancedAge] : []).Order();

    /// <summary>Years that are complete on a day.</summary>
    public static int AgeOn(DateOnly birth, DateOnly day) => day.Year - birth.Year - (day < birth.AddYears(day.Year - birth.Year) ? 1 : 0);
}
