using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Serialization;
using SmartCare.Domain.Registry;

namespace SmartCare.Server.Onboarding;

/// <summary>A device as its gateway has told of it, or as it was heard: one entry for one physical device of one gateway. Stored as it is; never changed, but replaced.</summary>
/// <param name="Gateway">Who speaks for it; its own name when it has a connection of its own.</param>
/// <param name="Identity">Hardware address or identifiers; null: only its name is known.</param>
/// <param name="Name">In that gateway's topics.</param>
internal sealed record Newcomer(string Gateway, string? Identity, string Name, DateTimeOffset FirstHeardAt)
{
    public NewcomerSource Source { get; init; }

    public string? Title { get; init; }

    public string? Maker { get; init; }

    public string? Product { get; init; }

    public string? Description { get; init; }

    public IReadOnlyList<OfferedChannel> Channels { get; init; } = [];

    public DateTimeOffset LastHeardAt { get; init; }

    /// <summary>Messages of its own, without those about it.</summary>
    public long Times { get; init; }

    /// <summary>The first alarm that nobody could place, like <c>smoke=true</c>; null: none.</summary>
    public string? Alarm { get; init; }

    /// <summary>Which part of the sites' watch has the alert about it; null: none stands.</summary>
    public string? RangAs { get; init; }

    /// <summary>When it rang last; null: never.</summary>
    public DateTimeOffset? RangAt { get; init; }

    /// <summary>A person has put it aside, and it has said nothing new since.</summary>
    public bool IsAside { get; init; }

    /// <summary>It goes into a URL, and stays while the device is the same: of one without an identity the name never changes.</summary>
    [JsonIgnore]
    public string Key { get; } = KeyOf(Gateway, Identity, Name);

    [JsonIgnore]
    public bool IsZigbee => Source is NewcomerSource.Zigbee2Mqtt || Identity is { } identity && ProposedId.IsAddress(identity);

    [JsonIgnore]
    public bool IsIntroduced => Source is not NewcomerSource.Heard;

    [JsonIgnore]
    public string? ProposedModel => ModelProposal.Of(Channels, Description ?? Title ?? Name, IsZigbee);

    /// <summary>For people: what it is called, unless that is an address that nobody can read.</summary>
    [JsonIgnore]
    public string ProposedName => (IsZigbee ? null : Title) ?? (ProposedId.IsAddress(Name) ? Description ?? Product ?? Name : Name);

    /// <summary>Two gateways may know the same device, or use the same name for two. Eighty bits: nobody makes another with the same key by chance.</summary>
    public static string KeyOf(string gateway, string? identity, string? name) => Convert.ToHexStringLower(
        SHA256.HashData(Encoding.UTF8.GetBytes(identity is null ? $"{gateway}\nname\n{name}" : $"{gateway}\nidentity\n{identity}")).AsSpan(0, 10));
}
