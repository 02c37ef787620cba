using System.Text.Json.Serialization;
using SmartCare.Domain.Words;

namespace SmartCare.Server.District;

/// <summary>What a level is; whatever comes first stands above.</summary>
[JsonConverter(typeof(LowerCaseEnum<LevelKind>))]
internal enum LevelKind
{
    /// <summary>市</summary>
    City,

    /// <summary>区、县</summary>
    District,

    /// <summary>街道、乡镇</summary>
    Street,

    /// <summary>社区、村</summary>
    Community,
}

/// <summary>A part of the administration that sites are counted to.</summary>
/// <param name="ParentId">What it belongs to; null: nothing above it is kept here.</param>
internal sealed record Level(string Id, LevelKind Kind, string Name, string? NameEn, string? ParentId, bool Archived);
