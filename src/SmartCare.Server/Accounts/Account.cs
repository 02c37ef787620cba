using System.Text.Json;
using System.Text.Json.Serialization;
using SmartCare.Domain.Words;

namespace SmartCare.Server.Accounts;

[JsonConverter(typeof(LowerCaseEnum<Role>))]
internal enum Role
{
    Duty, Director, Family, Admin,

    /// <summary>Of the district, the street or the community: sums and service requests below their level, nobody's name.</summary>
    Officer,
}

/// <summary>A person who may sign in.</summary>
/// <param name="Sites">Sites they work at, or where their elders live.</param>
/// <param name="Elders">Family only: whose family.</param>
/// <param name="PasswordHash">As ASP.NET Core's password hasher writes it.</param>
/// <param name="Demo">Seeded with a password that everyone knows.</param>
internal sealed record Account(string User, string Name, Role Role, string[] Sites, string[] Elders, string PasswordHash, bool Demo)
{
    /// <summary>May not sign in until somebody unlocks it; nor does anything go on that it had begun.</summary>
    public bool Locked { get; init; }

    /// <summary>Somebody else set the password: until its owner has set another, this account may do nothing else.</summary>
    public bool MustChangePassword { get; init; }

    /// <summary>Null: the password alone lets in.</summary>
    public SecondFactor? SecondFactor { get; init; }

    /// <summary>What the OpenID Connect provider calls them; null: they do not sign in by it.</summary>
    public string? External { get; init; }

    /// <summary>Family only: the organisation of a volunteer, or of a partner, who visits these elders and comes when one calls. They are no relative. Null: they are.</summary>
    public string? Organisation { get; init; }

    /// <summary>Officials only: the level whose sums they see, with what is below it.</summary>
    public string? LevelId { get; init; }

    /// <summary>Officials only: may ask for the names in service requests, which is written down each time.</summary>
    public bool Names { get; init; }

    /// <summary>A subject has at most 255 characters (OpenID Connect Core, 2).</summary>
    public const int LongestExternal = 255;

    [JsonIgnore]
    public bool IsUnlockedAdmin => Role is Role.Admin && !Locked;

    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, s_json);

    public static Account FromJson(byte[] json) => JsonSerializer.Deserialize<Account>(json, s_json)!;

    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web);
}
