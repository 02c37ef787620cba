using System.Collections.Concurrent;
using SmartCare.Domain.Registry;

namespace SmartCare.Server.Operations;

/// <summary>The names of sites as labels of metrics. Each label is a series that somebody keeps, so that they are bounded.</summary>
internal sealed class SiteLabels
{
    /// <summary>A district has some dozens; a registry that somebody fills by import must not fill a Prometheus.</summary>
    public const int Most = 100;

    public const string Others = "other";

    private readonly ConcurrentDictionary<string, bool> _known = new();

    public static KeyValuePair<string, object?> Tag(string label) => new("site", label);

    /// <summary>Of all that are in use: also where nothing happened something is told, for a number that is missing is not a zero.</summary>
    public IEnumerable<string> Of(IEnumerable<Site> sites) => sites.Where(s => !s.Archived).Select(s => Of(s.Id.Value)).Distinct();

    /// <summary>Its own name for those that came first, one for all others.</summary>
    public string Of(string site) => _known.ContainsKey(site) || (_known.Count < Most && _known.TryAdd(site, true)) ? site : Others;
}
