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

    /// <param name="noticeKey">As <see cref="StoredNotice.Key"/>: the alert, its count of notices, when it was wanted.</param>
    public NoticeReceipt For(string noticeKey, PushSubscription phone) => new(noticeKey, phone.Id, Mac(noticeKey, phone.Id));

    /// <returns>The notice, its alert and the phone, when the proof is right and holds now; else null.</returns>
    public (string NoticeId, string AlertId, PushSubscription Phone)? Open(NoticeReceipt receipt)
    {
        if (receipt is not { Notice: { Length: < 200 } notice, Phone: { Length: < 100 } id, Key: { } shown } || phones.Find(id) is not { } phone) return null;
        if (!CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(Mac(notice, id)), Encoding.UTF8.GetBytes(shown))) return null;
        // It is ours from here on, and of the shape that we gave it.
        var wanted = notice.LastIndexOf('.');
        var noticeId = notice[..wanted];
        var wantedAt = DateTimeOffset.FromUnixTimeMilliseconds(long.Parse(notice[(wanted + 1)..], NumberStyles.HexNumber, CultureInfo.InvariantCulture));
        return time.GetUtcNow() - wantedAt > PushLimits.Answerable ? null : (noticeId, noticeId[..noticeId.LastIndexOf('.')], phone);
    }

    public bool IsUsed(NoticeReceipt receipt) => _used.ContainsKey(receipt.Key!);

    /// <summary>It answers nothing any more.</summary>
    public void Use(NoticeReceipt receipt)
    {
        var now = time.GetUtcNow();
        foreach (var (old, _) in _used.Where(u => now - u.Value > PushLimits.Answerable)) _used.TryRemove(old, out _);
        _used[receipt.Key!] = now;
    }

    private string Mac(string notice, string phone) => Base64Url.EncodeToString(HMACSHA256.HashData(_secret, Encoding.UTF8.GetBytes($"{notice}\n{phone}")));
}
