using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace SmartCare.Server.Tests.Support;

/// <summary>A small provider of OpenID Connect on loopback: discovery, keys, authorize, token with PKCE. Nobody has to type anything: the next one is signed in.</summary>
public sealed class OpenIdProvider : IAsyncDisposable
{
    public const string ClientId = "wall", ClientSecret = "of the wall";

    private readonly RSA _key = RSA.Create(2048), _other = RSA.Create(2048);
    private readonly ConcurrentDictionary<string, IQueryCollection> _codes = new();
    private readonly WebApplication _app;

    private OpenIdProvider()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        _app = builder.Build();
        _app.Urls.Add("http://127.0.0.1:0");
        _app.MapGet("/.well-known/openid-configuration", () => new Dictionary<string, object>
        {
            ["issuer"] = Issuer, ["authorization_endpoint"] = $"{Issuer}/authorize", ["token_endpoint"] = $"{Issuer}/token", ["jwks_uri"] = $"{Issuer}/keys",
            ["response_types_supported"] = (string[])["code"], ["subject_types_supported"] = (string[])["public"], ["id_token_signing_alg_values_supported"] = (string[])["RS256"],
        });
        _app.MapGet("/keys", () => new { keys = new[] { new { kty = "RSA", use = "sig", alg = "RS256", kid = "1", n = Text(_key.ExportParameters(false).Modulus!), e = Text(_key.ExportParameters(false).Exponent!) } } });
        _app.MapGet("/authorize", (HttpRequest request) =>
        {
            var code = Guid.NewGuid().ToString("N");
            _codes[code] = request.Query;
            return Refuses
                ? Results.Redirect($"{request.Query["redirect_uri"]}?error=access_denied&state={Uri.EscapeDataString(request.Query["state"]!)}")
                : Results.Redirect($"{request.Query["redirect_uri"]}?code={code}&state={Uri.EscapeDataString(request.Query["state"]!)}");
        });
        _app.MapPost("/token", async (HttpRequest request) =>
        {
            var form = await request.ReadFormAsync();
            if (!_codes.TryRemove(form["code"].ToString(), out var asked) || form["client_id"] != ClientId || form["client_secret"] != ClientSecret
                || asked["code_challenge"] != Text(SHA256.HashData(Encoding.ASCII.GetBytes(form["code_verifier"].ToString())))) return Results.BadRequest(new { error = "invalid_grant" });
            return Results.Json(new { access_token = "none", token_type = "Bearer", id_token = Token(asked["nonce"].ToString()) });
        });
    }

    public string Issuer { get; private set; } = "";

    /// <summary>Who is signed in there.</summary>
    public Dictionary<string, object> Claims { get; set; } = [];

    /// <summary>Its key is not the one that it shows.</summary>
    public bool IsForged { get; set; }

    /// <summary>What is said of the next token, in place of the truth.</summary>
    public Dictionary<string, object> Lies { get; set; } = [];

    public bool Refuses { get; set; }

    public static async Task<OpenIdProvider> StartAsync()
    {
        var provider = new OpenIdProvider();
        await provider._app.StartAsync();
        provider.Issuer = provider._app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        return provider;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _key.Dispose();
        _other.Dispose();
    }

    private string Token(string nonce)
    {
        var now = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        var said = new Dictionary<string, object>(Claims) { ["iss"] = Issuer, ["aud"] = ClientId, ["iat"] = now, ["exp"] = now + 300, ["nonce"] = nonce };
        foreach (var (claim, lie) in Lies) said[claim] = lie;
        var text = $"{Text("""{"alg":"RS256","typ":"JWT","kid":"1"}"""u8)}.{Text(JsonSerializer.SerializeToUtf8Bytes(said))}";
        return $"{text}.{Text((IsForged ? _other : _key).SignData(Encoding.ASCII.GetBytes(text), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1))}";
    }

    private static string Text(ReadOnlySpan<byte> bytes) => System.Buffers.Text.Base64Url.EncodeToString(bytes);
}
