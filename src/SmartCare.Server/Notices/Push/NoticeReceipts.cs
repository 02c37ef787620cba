using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace SmartCare.Server.Notices.Push;

/// <summary>What a phone shows for a notice that it was sent: that notice, itself, and the proof of both.</summary>
/// <param name="Notice">The notice's key.</param>
/// <param name="Phone">The subscription's id.</param>
internal sealed record NoticeReceipt(string? Notice, string? Phone, string? Key);

/// <summary>
/// Proofs that a phone was sent a notice. They open two things: to say that it is shown, and to acknowledge that one alert as the phone's user, once, within two
/// hours, while notices are on there. A phone needs no cookie for it, which may be another's by then. The proof is a MAC, so that nothing is kept of it; it
/// leaves this house only encrypted for that browser.
/// </summary>
internal sealed class NoticeReceipts(VapidKey key, PushSubscriptions phones, TimeProvider time)
{
    private readonly byte[] _secret = key.Derive("smartcare notice receipts");
    private readonly ConcurrentDictionary<string, DateTimeOffset> _used = new();

    /// <summary>In the place of a phone; no subscription has this id.</summary>
    private const string Call = "call";

    /// <param name="noticeKey">As <see cref="StoredNotice.Key"/>: the alert, its count of notices, when it was wanted.</param>
    public NoticeReceipt For(string noticeKey, PushSubscription phone) => new(noticeKey, phone.Id, Mac(noticeKey, HolderOf(phone)));

    /// <summary>The same for a call, which has no browser: whoever is called answers in their name of the plan.</summary>
    public string ForCall(string noticeKey) => Mac(noticeKey, Call);

    /// <returns>The notice, its alert and the phone, when the proof is right and holds now; else null.</returns>
    public (string NoticeId, string AlertId, PushSubscription Phone)? Open(NoticeReceipt receipt) =>
        receipt.Phone is { Length: < 100 } id && phones.Find(id) is { } phone && Open(receipt.Notice, HolderOf(phone), receipt.Key) is var (notice, alert) ? (notice, alert, phone) : null;

    public (string NoticeId, string AlertId)? OpenCall(string? noticeKey, string? key) => Open(noticeKey, Call, key);

    public bool IsUsed(string key) => _used.ContainsKey(key);

    /// <summary>It answers nothing any more.</summary>
    public void Use(string key)
    {
        var now = time.GetUtcNow();
        foreach (var (old, _) in _used.Where(u => now - u.Value > PushLimits.Answerable)) _used.TryRemove(old, out _);
        _used[key] = now;
    }

    private (string NoticeId, string AlertId)? Open(string? notice, string holder, string? key)
    {
        if (notice is not { Length: < 200 } || key is null) return null;
        if (!CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(Mac(notice, holder)), Encoding.UTF8.GetBytes(key))) return null;
        // It is ours from here on, and of the shape that we gave it.
        var wanted = notice.LastIndexOf('.');
        var noticeId = notice[..wanted];
        var wantedAt = DateTimeOffset.FromUnixTimeMilliseconds(long.Parse(notice[(wanted + 1)..], NumberStyles.HexNumber, CultureInfo.InvariantCulture));
        return time.GetUtcNow() - wantedAt > PushLimits.Answerable ? null : (noticeId, noticeId[..noticeId.LastIndexOf('.')]);
    }

    /// <summary>A browser in which somebody else has signed in since answers nothing that was told to the one before.</summary>
    private static string HolderOf(PushSubscription phone) => $"{phone.Id}/{phone.User}";

    private string Mac(string notice, string holder) => Base64Url.EncodeToString(HMACSHA256.HashData(_secret, Encoding.UTF8.GetBytes($"{notice}\n{holder}")));
}
