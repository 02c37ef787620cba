using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using SmartCare.Domain.Words;
using SmartCare.Grains.Store;
using SmartCare.Storage;

namespace SmartCare.Server.Accounts;

/// <summary>What a token lets a machine do; the routes of each stand in <see cref="TokenRoutes"/>.</summary>
[JsonConverter(typeof(LowerCaseEnum<TokenScope>))]
internal enum TokenScope
{
    Read, Alerts, Registry, Export, Webhooks,

    /// <summary>Sums above sites; of a token that is bound to a level.</summary>
    Figures,

    /// <summary>Service requests, as the hotline makes and follows them.</summary>
    Requests,
}

/// <summary>What a machine signs in with, in place of a person's password.</summary>
/// <param name="Sites">Where; empty: everywhere.</param>
/// <param name="Hash">SHA-256 of the secret, in hex.</param>
internal sealed record ApiToken(
    string Id, string Name, TokenScope[] Scopes, string[] Sites, string CreatedBy, DateTimeOffset CreatedAt, DateTimeOffset ExpiresAt, string Hash)
{
    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web);

    /// <summary>Up to an hour behind after a restart.</summary>
    public DateTimeOffset? LastUsedAt { get; init; }

    /// <summary>The level that it is bound to, in place of sites; null: it is bound to sites, or to nothing.</summary>
    public string? LevelId { get; init; }

    /// <summary>As what it acts, and as what the record names it. No person's name has a slash.</summary>
    [JsonIgnore]
    public string Actor => $"{ActorPrefix}{Id}";

    internal const string ActorPrefix = "token/";

    /// <summary>An official of its level, a director of its sites, or an admin of all, who is cut down to its scopes.</summary>
    public Account AsAccount() => new(Actor, Name, LevelId is not null ? Role.Officer : Sites.Length == 0 ? Role.Admin : Role.Director, Sites, [], "", Demo: false) { LevelId = LevelId };

    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, s_json);

    public static ApiToken FromJson(byte[] json) => JsonSerializer.Deserialize<ApiToken>(json, s_json)!;
}

/// <summary>
/// The tokens of machines. A secret is 256 random bits, so that its SHA-256 tells nothing: a slow hash is for what people make up, and would let any caller
/// make the silo compute. It is found by that hash, which no clock betrays: who does not know the secret cannot aim at a hash.
/// </summary>
internal sealed class ApiTokens
{
    /// <summary>More machines than a district has; each is some 300 bytes in memory.</summary>
    private const int Most = 1_000;

    /// <summary>A year and a month: who renews each year has time to.</summary>
    public const int MostDays = 400;

    /// <summary>So that a secret that was left in a file is found by who looks for it.</summary>
    private const string Prefix = "sc_";

    private const int SecretBytes = 32;

    private static readonly TimeSpan s_coarse = TimeSpan.FromHours(1);

    private readonly ICareStore _store;
    private readonly TimeProvider _time;
    private readonly ConcurrentDictionary<string, ApiToken> _tokens, _byHash;
    private readonly ConcurrentDictionary<string, DateTimeOffset> _lastUsed = new();
    private readonly Lock _changing = new();

    public ApiTokens(Tables tables, ICareStore store, TimeProvider time)
    {
        (_store, _time) = (store, time);
        _tokens = new(tables.Tokens().Select(ApiToken.FromJson).Select(t => KeyValuePair.Create(t.Id, t)));
        _byHash = new(_tokens.Values.Select(t => KeyValuePair.Create(t.Hash, t)));
    }

    /// <summary>It was removed or has expired: what it has open must end. By <see cref="ApiToken.Actor"/>.</summary>
    public event Action<string>? Ended;

    /// <summary>The oldest first.</summary>
    public IReadOnlyList<ApiToken> All => [.. _tokens.Values.Select(Current).OrderBy(t => t.CreatedAt).ThenBy(t => t.Id, StringComparer.Ordinal)];

    /// <returns>Null: there is none, or it is over.</returns>
    public ApiToken? Find(string id) => _tokens.TryGetValue(id, out var token) && token.ExpiresAt > _time.GetUtcNow() ? Current(token) : null;

    /// <summary>Whoever shows this secret, now.</summary>
    /// <returns>Null: nobody.</returns>
    public ApiToken? Use(string secret)
    {
        if (!_byHash.TryGetValue(HashOf(secret), out var token) || token.ExpiresAt <= _time.GetUtcNow()) return null;
        _lastUsed[token.Id] = _time.GetUtcNow();
        return token;
    }

    /// <returns>The token and its secret, which nobody can read again; null: there are too many.</returns>
    /// <exception cref="StoreUnavailableException">There is none.</exception>
    public (ApiToken Token, string Secret)? Make(string name, IReadOnlyCollection<TokenScope> scopes, IReadOnlyCollection<string> sites, int days, string by, string? level = null)
    {
        var secret = Prefix + System.Buffers.Text.Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(SecretBytes));
        var now = _time.GetUtcNow();
        var token = new ApiToken(RandomNumberGenerator.GetHexString(16, lowercase: true), name, [.. scopes.Distinct()], [.. sites.Distinct()], by, now, now.AddDays(days), HashOf(secret)) { LevelId = level };
        lock (_changing)
        {
            if (_tokens.Count >= Most) return null;
            _store.Write([new TokenRow(token.Id, token.ToJson())]);
            (_byHash[token.Hash], _tokens[token.Id]) = (token, token);
        }

        return (token, secret);
    }

    /// <returns>False: there was none.</returns>
    /// <exception cref="StoreUnavailableException">It is still there.</exception>
    public bool Remove(string id)
    {
        lock (_changing)
        {
            if (!_tokens.TryGetValue(id, out var token)) return false;
            _store.Write([new TokenEndRow(id)]);
            _tokens.TryRemove(id, out _);
            _byHash.TryRemove(token.Hash, out _);
            _lastUsed.TryRemove(id, out _);
        }

        Ended?.Invoke(ApiToken.ActorPrefix + id);
        return true;
    }

    /// <summary>Once a minute: ends those that have expired, and writes down when the others were used.</summary>
    public void Sweep()
    {
        try
        {
            foreach (var token in _tokens.Values)
                if (token.ExpiresAt <= _time.GetUtcNow()) Remove(token.Id);
                else KeepUse(token);
        }
        catch (StoreUnavailableException)
        {
            // With the next minute; one that has expired lets nobody in meanwhile.
        }
    }

    private void KeepUse(ApiToken token)
    {
        if (!_lastUsed.TryGetValue(token.Id, out var used) || used - (token.LastUsedAt ?? token.CreatedAt.AddYears(-1)) < s_coarse) return;
        lock (_changing)
        {
            if (!_tokens.ContainsKey(token.Id)) return;
            var after = token with { LastUsedAt = used };
            _store.Write([new TokenRow(after.Id, after.ToJson())]);
            (_byHash[after.Hash], _tokens[after.Id]) = (after, after);
        }
    }

    private ApiToken Current(ApiToken token) => _lastUsed.TryGetValue(token.Id, out var used) ? token with { LastUsedAt = used } : token;

    private static string HashOf(string secret) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));
}
