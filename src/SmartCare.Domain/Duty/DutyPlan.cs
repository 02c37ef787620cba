using System.Text.Json.Serialization;
using SmartCare.Domain.Notices;
using SmartCare.Domain.Words;

namespace SmartCare.Domain.Duty;

/// <summary>Who is asked at a site, in which order and how soon. Part of the site's record.</summary>
public sealed record DutyPlan
{
    public static readonly DutyPlan None = new();

    /// <summary>Tier 2: the phones of whoever is on duty now.</summary>
    public Shift[] Shifts { get; init; } = [];

    /// <summary>Tier 3, with the elder's family.</summary>
    public Contact[] Directors { get; init; } = [];

    /// <summary>Tier 4.</summary>
    public Contact[] Emergency { get; init; } = [];

    /// <summary>Through which text messages of this site leave; null: through the silo's, when that has one.</summary>
    public SmsGateway? Sms { get; init; }

    /// <summary>The same of calls.</summary>
    public SmsGateway? Voice { get; init; }

    /// <summary>Other delays than the policy's; the first that fits counts.</summary>
    public TierRule[] Tiers { get; init; } = [];

    /// <summary>When low priorities tell nobody outside; null: as the policy has it.</summary>
    public QuietHours? Quiet { get; init; }

    public SafetyCheck[] Checks { get; init; } = [];

    /// <summary>More alerts than this in ten minutes are a flood; null: as the policy has it.</summary>
    public int? FloodAbove { get; init; }
}

/// <param name="Name">Day, night (白班, 夜班).</param>
/// <param name="From">By the wall clock of the site.</param>
/// <param name="To">Before or at <paramref name="From"/>: on the next day.</param>
public sealed record Shift(string Name, TimeOnly From, TimeOnly To, Contact[] People)
{
    /// <summary>The days on which it begins; none: every day.</summary>
    public Weekday[] Days { get; init; } = [];
}

[JsonConverter(typeof(LowerCaseEnum<Weekday>))]
public enum Weekday
{
    Sunday, Monday, Tuesday, Wednesday, Thursday, Friday, Saturday,
}

/// <summary>How a gateway of text messages, or of calls, wants to be asked.</summary>
/// <param name="Url">One request per message; may hold {phone}, {text} and {id}, as the template may; for calls {callback} too.</param>
/// <param name="Secret">The Authorization header; null: none is sent.</param>
public sealed record SmsGateway(string Url, string? Secret)
{
    /// <summary>GET, POST or PUT; null: POST.</summary>
    public string? Method { get; init; }

    /// <summary>The body; null: JSON with phone, text and id, for calls callback too.</summary>
    public string? Template { get; init; }

    /// <summary>What an answer that means yes holds; null: any 2xx.</summary>
    public string? Success { get; init; }
}

public sealed record QuietHours(TimeOnly From, TimeOnly To);

/// <summary>Delays for one kind, one priority, or all (both null). Seconds from the beginning; null: that tier is not asked.</summary>
public sealed record TierRule(AlertKind? Kind, Priority? Priority, int? SecondAfterS, int? ThirdAfterS, int? FourthAfterS)
{
    /// <summary>The last tier is asked again this often; null: never.</summary>
    public int? RepeatEveryS { get; init; }

    /// <summary>Back up the chain when nobody arrived; null: as the policy has it.</summary>
    public int? ArriveWithinS { get; init; }
}

[JsonConverter(typeof(LowerCaseEnum<CheckEvery>))]
public enum CheckEvery
{
    Day, Week, Month,
}

/// <summary>A round that the house has promised: fire doors, oxygen, the call buttons of a floor.</summary>
/// <param name="At">When it is due, by the wall clock of the site.</param>
/// <param name="Weekday">For a weekly check; Monday unless said.</param>
/// <param name="Day">For a monthly check, 1-28; the first unless said.</param>
public sealed record SafetyCheck(string Id, string Name, CheckEvery Every, TimeOnly At, Weekday? Weekday, int? Day);
