using System.Net;
using System.Text.Json;

namespace SmartCare.Server.Record;

/// <summary>Lists of people that somebody looked at, counted by reader, site and address: a wall asks for them every few seconds, and each time as a row of
/// its own would be most of the record.</summary>
internal sealed class ReadLists
{
    private readonly Lock _gate = new();
    private Dictionary<(string User, string? From, string? Site), (SortedDictionary<string, int> Lists, DateTimeOffset Last)> _counts = [];

    /// <param name="list">One of the few words for lists.</param>
    public void Count(string user, IPAddress? from, string? site, string list, DateTimeOffset at)
    {
        lock (_gate)
        {
            var key = (user, (string?)from?.ToString(), site);
            if (!_counts.ContainsKey(key) && _counts.Count >= RecordLimits.ReadersApart) key = (user, null, null);
            var lists = _counts.TryGetValue(key, out var known) ? known.Lists : [];
            lists[list] = lists.GetValueOrDefault(list) + 1;
            _counts[key] = (lists, at);
        }
    }

    /// <summary>A row for each since it was last asked; its detail says how often which list was read.</summary>
    public IEnumerable<AuditEntry> Take()
    {
        Dictionary<(string User, string? From, string? Site), (SortedDictionary<string, int> Lists, DateTimeOffset Last)> counts;
        lock (_gate)
        {
            if (_counts.Count == 0) return [];
            (counts, _counts) = (_counts, []);
        }

        return counts.OrderBy(c => c.Value.Last).Select(c => new AuditEntry(
            c.Value.Last, c.Key.User, "list", null, c.Key.Site, JsonSerializer.Serialize(c.Value.Lists), c.Key.From));
    }
}
