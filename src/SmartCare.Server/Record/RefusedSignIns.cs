using System.Net;

namespace SmartCare.Server.Record;

/// <summary>Sign-ins that were refused, counted by name and address: anybody may try one, thousands a second, and each of them as a row of its own
/// would fill the disk and crowd out what people have done.</summary>
internal sealed class RefusedSignIns
{
    /// <summary>Stands for the names, or names and addresses, beyond the most that are told apart.</summary>
    private const string Others = "*";

    private readonly Lock _gate = new();
    private Dictionary<(string User, string From, int Status), (int Count, DateTimeOffset Since, DateTimeOffset Last)> _counts = [];

    public void Count(string user, IPAddress? from, int status, DateTimeOffset at)
    {
        var address = from?.ToString() ?? "";
        lock (_gate)
        {
            var key = (user, address, status);
            if (!_counts.ContainsKey(key) && _counts.Count >= RecordLimits.RefusedApart) key = (Others, address, status);
            if (!_counts.ContainsKey(key) && _counts.Count >= 2 * RecordLimits.RefusedApart) key = (Others, Others, status);
            _counts[key] = _counts.TryGetValue(key, out var count) ? (count.Count + 1, count.Since, at) : (1, at, at);
        }
    }

    /// <summary>A row for each since it was last asked.</summary>
    public IEnumerable<AuditEntry> Take()
    {
        Dictionary<(string User, string From, int Status), (int Count, DateTimeOffset Since, DateTimeOffset Last)> counts;
        lock (_gate)
        {
            if (_counts.Count == 0) return [];
            (counts, _counts) = (_counts, []);
        }

        return counts.OrderBy(c => c.Value.Since).Select(c => new AuditEntry(
            c.Value.Last, c.Key.User, "signInFailed", null, null,
            c.Value.Count == 1 ? $$"""{"status":{{c.Key.Status}}}""" : $$"""{"status":{{c.Key.Status}},"count":{{c.Value.Count}},"since":"{{c.Value.Since:O}}"}""", c.Key.From));
    }
}
