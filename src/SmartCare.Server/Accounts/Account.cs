using System.Text.Json;
using System.Text.Json.Serialization;
using SmartCare.Domain.Words;

namespace SmartCare.Server.Accounts;

[JsonConverter(typeof(LowerCaseEnum<Role>))]
internal enum Role
{
    Duty, Director, Family, Admin,
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

    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, s_json);

    public static Account FromJson(byte[] json) => JsonSerializer.Deserialize<Account>(json, s_json)!;

    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web);
}
