using SmartCare.Domain.Words;
using SmartCare.Server.Accounts;
using SmartCare.Server.Api;

namespace SmartCare.Server.Operations;

/// <summary>How people sign in, besides by a password.</summary>
/// <param name="SecondFactorRequired">Director and admin must have one.</param>
/// <param name="OpenId">Null: nobody signs in by a provider.</param>
internal sealed record AuthSettings(bool SecondFactorRequired, OpenIdSettings? OpenId)
{
    public static readonly IReadOnlyList<string> Keys =
    [
        "Auth:SecondFactor:Required", "Auth:Oidc:Authority", "Auth:Oidc:ClientId", "Auth:Oidc:ClientSecret", "Auth:Oidc:Name", "Auth:Oidc:Claim",
        "Auth:Oidc:NewRole", "Auth:Oidc:NewSites",
    ];

    public static readonly AuthSettings None = new(false, null);

    /// <exception cref="SettingException">A value is wrong.</exception>
    public static AuthSettings Read(IConfiguration configuration)
    {
        var required = Text("Auth:SecondFactor:Required")?.ToLowerInvariant() switch
        {
            null or "false" => false,
            "true" => true,
            var text => throw new SettingException($"Auth:SecondFactor:Required: '{text}' is neither true nor false."),
        };
        if (Text("Auth:Oidc:Authority") is not { } authority)
            return Keys.Skip(2).FirstOrDefault(k => Text(k) is not null) is { } alone ? throw new SettingException($"{alone}: it says nothing without Auth:Oidc:Authority.") : new AuthSettings(required, null);
        // A token that crosses the network in the clear is anybody's; on this machine it is for a trial.
        if (!Uri.TryCreate(authority, UriKind.Absolute, out var url) || url.Scheme != Uri.UriSchemeHttps && !(url.Scheme == Uri.UriSchemeHttp && url.IsLoopback))
            throw new SettingException($"Auth:Oidc:Authority: '{authority}' is not an https address.");
        var role = Text("Auth:Oidc:NewRole") is not { } word ? (Role?)null
            : PeopleEdit.RoleOf(word) is { } known and not Role.Admin ? known
            : throw new SettingException($"Auth:Oidc:NewRole: '{word}' is none of duty, director, family; admin is made by an admin.");
        var sites = (Text("Auth:Oidc:NewSites") ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (sites.FirstOrDefault(s => !IdText.IsValid(s)) is { } wrong) throw new SettingException($"Auth:Oidc:NewSites: '{wrong}' is not the id of a site.");
        if (role is not null && sites.Length == 0) throw new SettingException("Auth:Oidc:NewSites: it is missing; whom Auth:Oidc:NewRole makes belongs to at least one site.");
        if (role is null && sites.Length > 0) throw new SettingException("Auth:Oidc:NewRole: it is missing; without it nobody is made.");
        return new AuthSettings(required, new OpenIdSettings(
            url, Text("Auth:Oidc:ClientId") ?? throw new SettingException("Auth:Oidc:ClientId: it is missing."), Text("Auth:Oidc:ClientSecret"), Text("Auth:Oidc:Name") ?? url.Host,
            Text("Auth:Oidc:Claim") ?? "sub", role, sites));

        string? Text(string key) => configuration[key] is { Length: > 0 } text ? text : null;
    }
}

/// <summary>A provider of OpenID Connect.</summary>
/// <param name="Name">What people know it by: stands on the button.</param>
/// <param name="Claim">Which of its claims is a person's <c>external</c>.</param>
/// <param name="NewRole">Whoever it knows and nobody here does is made with this role; null: refused.</param>
internal sealed record OpenIdSettings(Uri Authority, string ClientId, string? ClientSecret, string Name, string Claim, Role? NewRole, string[] NewSites);
