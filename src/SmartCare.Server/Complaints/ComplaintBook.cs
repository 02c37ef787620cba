using System.Collections.Concurrent;
using System.Text.Encodings.Web;
using System.Text.Json;
using SmartCare.Grains.Store;
using SmartCare.Server.Alerts;
using SmartCare.Storage;

namespace SmartCare.Server.Complaints;

/// <summary>The complaints there are, in memory and in the store.</summary>
internal sealed class ComplaintBook
{
    private const string Kind = "complaint";

    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, Converters = { new UtcTime() } };

    private readonly ICareStore _store;
    private readonly ConcurrentDictionary<string, Complaint> _all;
    private readonly Lock _changing = new();

    public ComplaintBook(Tables tables, ICareStore store)
    {
        _store = store;
        _all = new(tables.Kept(Kind).Select(json => JsonSerializer.Deserialize<Complaint>(json, s_json)!).ToDictionary(c => c.Id));
    }

    /// <summary>The newest first.</summary>
    public IReadOnlyList<Complaint> All => [.. _all.Values.OrderByDescending(c => c.FiledAt).ThenBy(c => c.Id, StringComparer.Ordinal)];

    public Complaint? Find(string id) => _all.GetValueOrDefault(id);

    /// <returns>False: the site has too many.</returns>
    /// <exception cref="StoreUnavailableException">It is not there.</exception>
    public bool TryAdd(Complaint one)
    {
        lock (_changing)
        {
            var theirs = _all.Values.Where(c => c.SiteId == one.SiteId).ToList();
            if (theirs.Count >= ComplaintLimits.MostOfSite || theirs.Count(c => c.FiledAt > one.FiledAt.AddDays(-1)) >= ComplaintLimits.MostOfDay) return false;
            Write(one);
            return true;
        }
    }

    /// <returns>Null: it has as many answers as one may have.</returns>
    /// <exception cref="StoreUnavailableException">It is as it was.</exception>
    public Complaint? Answer(string id, ComplaintAnswer answer)
    {
        lock (_changing)
        {
            if (Find(id) is not { Answers.Length: < ComplaintLimits.MostAnswers } one) return null;
            var after = one with { Answers = [.. one.Answers, answer] };
            Write(after);
            return after;
        }
    }

    private void Write(Complaint one)
    {
        _store.Write([new KeptRow(Kind, one.Id, one.SiteId, one.FiledAt.ToUnixTimeMilliseconds(), JsonSerializer.SerializeToUtf8Bytes(one, s_json))]);
        _all[one.Id] = one;
    }
}
