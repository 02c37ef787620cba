using System.Collections.Concurrent;
using System.Security.Cryptography;
using SmartCare.Server.Webhooks;

namespace SmartCare.Server.Hooks;

/// <summary>The hooks there are.</summary>
internal sealed class HookBook(WebhookFile file, TimeProvider time)
{
    private const string Path = "/api/hooks/";

    private readonly ConcurrentDictionary<string, Hook> _all = new(file.Load<Hook>(WebhookItem.Hook));
    private readonly ConcurrentDictionary<string, HookUse> _uses = new();
    private readonly Lock _changing = new();

    /// <summary>The oldest first.</summary>
    public IReadOnlyList<Hook> All => [.. _all.Values.OrderBy(h => h.CreatedAt).ThenBy(h => h.Id, StringComparer.Ordinal)];

    public Hook? Find(string id) => _all.GetValueOrDefault(id);

    public HookUse UseOf(Hook hook) => _uses.GetOrAdd(hook.Id, static _ => new HookUse());

    /// <summary>It calls a hook that is there: nobody knows the address by chance.</summary>
    public bool IsCall(HttpRequest request) =>
        HttpMethods.IsPost(request.Method) && request.Path.Value is { } path && path.StartsWith(Path, StringComparison.Ordinal) && Find(path[Path.Length..]) is not null;

    /// <returns>Null: there are too many.</returns>
    /// <exception cref="IOException">It is not there.</exception>
    public Hook? Make(string deviceId, string name, string by)
    {
        lock (_changing)
        {
            if (_all.Count >= HookLimits.Most) return null;
            var made = new Hook(RandomNumberGenerator.GetHexString(32, lowercase: true), deviceId, name, WebhookSignature.NewSecret(), null, null, by, time.GetUtcNow(), null);
            return Write(made);
        }
    }

    /// <returns>With its new secret; null: there is none.</returns>
    /// <exception cref="IOException">The old one holds.</exception>
    public Hook? Rotate(string id)
    {
        lock (_changing)
            return Find(id) is not { } before ? null : Write(before with
            {
                Secret = WebhookSignature.NewSecret(), FormerSecret = before.Secret, FormerUntil = time.GetUtcNow() + WebhookLimits.FormerHolds, RotatedAt = time.GetUtcNow(),
            });
    }

    /// <returns>False: there was none.</returns>
    /// <exception cref="IOException">It is still there.</exception>
    public bool Remove(string id)
    {
        lock (_changing)
        {
            if (!_all.ContainsKey(id)) return false;
            file.Save([WebhookFile.Gone(WebhookItem.Hook, id)]);
            _uses.TryRemove(id, out _);
            return _all.TryRemove(id, out _);
        }
    }

    private Hook Write(Hook hook)
    {
        file.Save(WebhookItem.Hook, hook.Id, hook);
        return _all[hook.Id] = hook;
    }
}
