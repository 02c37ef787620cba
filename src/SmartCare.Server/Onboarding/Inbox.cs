using SmartCare.Domain.Registry;
using SmartCare.Server.Operations;
using SmartCare.Server.Registry;

namespace SmartCare.Server.Onboarding;

/// <summary>
/// What speaks, or is told of, and is not known: one entry for each physical device of each gateway. Those that are known stay in it unseen, so that a device that is
/// renamed is found again by its hardware address.
/// </summary>
/// <remarks>In memory; <see cref="InboxKeeper"/> keeps it in a file. Guarded by one lock, under which nothing is asked of anybody else but the registry in memory.</remarks>
internal sealed class Inbox(RegistryIndex registry, TimeProvider time, Metrics metrics)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Newcomer> _all = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Gateway, string Name), string> _byName = [];
    private readonly Dictionary<string, int> _counts = new(StringComparer.Ordinal);

    /// <summary>Entries that differ from the file; null: to be removed there.</summary>
    private readonly Dictionary<string, Newcomer?> _unsaved = new(StringComparer.Ordinal);
    private readonly Counter _full = metrics.Counter("smartcare_inbox_refused_total", "Unknown devices that had no room in the inbox.");

    public void Load(IEnumerable<Newcomer> stored)
    {
        lock (_gate)
        {
            foreach (var newcomer in stored) Put(newcomer, isNews: false);
        }
    }

    /// <summary>Those that a person should see, by key: not known, and not put aside.</summary>
    public List<Newcomer> Unknown()
    {
        lock (_gate) return [.. _all.Values.Where(n => !n.IsAside && !IsKnown(n)).OrderBy(n => n.Key, StringComparer.Ordinal)];
    }

    /// <summary>Also one that is known by now, or put aside.</summary>
    public Newcomer? Find(string key)
    {
        lock (_gate) return _all.GetValueOrDefault(key);
    }

    /// <summary>All entries of the same hardware, of whatever gateway.</summary>
    public List<Newcomer> Same(string identity)
    {
        lock (_gate) return [.. _all.Values.Where(n => n.Identity == identity)];
    }

    /// <summary>A message of a device that nobody registered.</summary>
    /// <param name="judge">Judges, by what is known of it, whether that is an alarm; null: it cannot be one.</param>
    /// <param name="alarm">What it called with, unless a person knew of its calls when they put it aside; null: nothing.</param>
    /// <returns>What is known of it now; null: there is no room for it.</returns>
    public Newcomer? Hear(string gateway, string name, IReadOnlyList<string> channels, Func<Newcomer, string?>? judge, out string? alarm)
    {
        lock (_gate)
        {
            var now = time.GetUtcNow();
            var before = _byName.TryGetValue((gateway, name), out var key) ? _all[key] : new Newcomer(gateway, null, name, now);
            string[] news = [.. channels.Except(before.Channels.Select(c => c.Name)).Take(InboxLimits.Channels - before.Channels.Count)];
            alarm = before is { IsAside: true, Alarm: not null } ? null : judge?.Invoke(before);
            var after = before with
            {
                LastHeardAt = now, Times = before.Times + 1, Alarm = before.Alarm ?? alarm, Channels = news.Length == 0 ? before.Channels : [.. before.Channels, .. news.Select(OfferedChannel.Heard)],
                IsAside = before.IsAside && news.Length == 0 && alarm is null,
            };
            return Put(after, isNews: before.Times == 0 || news.Length > 0 || (alarm is not null && before.Alarm is null)) ? after : null;
        }
    }

    /// <summary>A gateway tells of a device.</summary>
    /// <returns>What it was called before, when that was another name.</returns>
    public string? Introduce(string gateway, Introduction said)
    {
        lock (_gate)
        {
            var now = time.GetUtcNow();
            var before = _all.GetValueOrDefault(Newcomer.KeyOf(gateway, said.Identity, null));
            // On topics that lead nowhere here it can be neither heard nor bound.
            if ((before?.Name ?? said.Name) is not { } name) return null;
            var after = before ?? new Newcomer(gateway, said.Identity, name, now) { LastHeardAt = now };
            // Home Assistant's configs tell less of the same device, and come after zigbee2mqtt's own.
            var isMore = said.Source >= after.Source;
            after = after with
            {
                Name = isMore ? said.Name ?? name : name,
                Source = isMore ? said.Source : after.Source,
                Title = said.Title ?? after.Title, Maker = isMore ? said.Maker ?? after.Maker : after.Maker, Product = isMore ? said.Product ?? after.Product : after.Product,
                Description = said.Description ?? after.Description,
                Channels = said.Channels is not { } channels ? after.Channels : said.IsWhole ? Whole(channels, after.Channels) : isMore ? Whole(after.Channels, channels) : after.Channels,
            };
            after = WithHeard(after, isRenamed: before is not null && after.Name != before.Name && IsKnown(before));
            if (after != before && !IsSame(after, before))
                // Only what it is by itself brings it back: a name is given by people.
                Put(after with { IsAside = after.IsAside && before is not null && before.Channels.SequenceEqual(after.Channels, s_sameName) }, isNews: true);
            return before is not null && before.Name != after.Name ? before.Name : null;
        }
    }

    /// <summary>A device has another name; whose it is, its gateway told before.</summary>
    public void Rename(string gateway, string from, string to)
    {
        lock (_gate)
        {
            if (_byName.TryGetValue((gateway, from), out var key) && _all[key] is { Identity: not null } renamed) Put(WithHeard(renamed with { Name = to }, isRenamed: IsKnown(renamed)), isNews: true);
        }
    }

    /// <summary>It left its network; one that has called out stays until a person has looked.</summary>
    public void Leave(string gateway, string identity)
    {
        lock (_gate)
        {
            if (_all.GetValueOrDefault(Newcomer.KeyOf(gateway, identity, null)) is { Alarm: null } gone && !IsKnown(gone)) Remove(gone);
        }
    }

    /// <summary>The gateway's list is whole: what it told of before and does not any more has left.</summary>
    public void Keep(string gateway, IReadOnlySet<string> identities)
    {
        lock (_gate)
        {
            foreach (var gone in _all.Values.Where(n => n.Gateway == gateway && n.Source is NewcomerSource.Zigbee2Mqtt && !identities.Contains(n.Identity!)).ToList())
                if (gone.Alarm is null && !IsKnown(gone)) Remove(gone);
        }
    }

    /// <returns>What it was; null: there is no such.</returns>
    public Newcomer? PutAside(string key)
    {
        lock (_gate)
        {
            if (_all.GetValueOrDefault(key) is not { IsAside: false } found || IsKnown(found)) return null;
            Put(found with { IsAside = true, RangAs = null }, isNews: true);
            return found;
        }
    }

    /// <summary>It rings, for the first time or again.</summary>
    /// <returns>The part of the site's watch that has the alert: its own, or, beside too many others of its gateway, one for all of them; null: it has gone.</returns>
    public string? Ring(Newcomer newcomer)
    {
        lock (_gate)
        {
            if (_all.GetValueOrDefault(newcomer.Key) is not { } found) return null;
            var standing = _all.Values.Where(n => n.Gateway == found.Gateway && n.RangAs is not null).DistinctBy(n => n.RangAs).Count();
            var part = found.RangAs ?? (standing < InboxLimits.Alerts ? $"unknown-{found.Key}" : $"unknown-of-{found.Gateway}");
            Put(found with { RangAs = part, RangAt = time.GetUtcNow() }, isNews: true);
            return part;
        }
    }

    /// <summary>Alerts about devices that are known by now; each is told once.</summary>
    public List<(string Part, string Name)> TakeSettled()
    {
        lock (_gate)
        {
            var settled = new List<(string, string)>();
            foreach (var known in _all.Values.Where(n => n.RangAs is not null && IsKnown(n)).ToList())
            {
                Put(known with { RangAs = null, Alarm = null }, isNews: true);
                if (!Shares(known.RangAs!)) settled.Add((known.RangAs!, known.Name));
            }

            return settled;
        }
    }

    /// <summary>Another device rings by the same alert.</summary>
    public bool Shares(string part)
    {
        lock (_gate) return _all.Values.Any(n => n.RangAs == part);
    }

    public IReadOnlyDictionary<string, Newcomer?> TakeUnsaved(bool all)
    {
        lock (_gate)
        {
            var unsaved = all ? _unsaved.Concat(_all.Select(n => KeyValuePair.Create(n.Key, (Newcomer?)n.Value))).DistinctBy(n => n.Key).ToDictionary() : new Dictionary<string, Newcomer?>(_unsaved);
            _unsaved.Clear();
            return unsaved;
        }
    }

    private bool IsKnown(Newcomer newcomer) => registry.Spoken(newcomer.Gateway, newcomer.Name) is not null;

    /// <summary>It was heard under this name before its gateway told what it is: one device, and one entry.</summary>
    private Newcomer WithHeard(Newcomer told, bool isRenamed)
    {
        if (!_byName.TryGetValue((told.Gateway, told.Name), out var key) || key == told.Key || _all[key] is not { Identity: null } heard) return told;
        Remove(heard);
        return told with
        {
            FirstHeardAt = heard.FirstHeardAt < told.FirstHeardAt ? heard.FirstHeardAt : told.FirstHeardAt, LastHeardAt = heard.LastHeardAt, Times = told.Times + heard.Times,
            // A device of the house that called under a name which nobody had told yet: that alert is a person's to end.
            Alarm = isRenamed ? told.Alarm : told.Alarm ?? heard.Alarm, RangAs = isRenamed ? told.RangAs : told.RangAs ?? heard.RangAs, RangAt = told.RangAt ?? heard.RangAt, IsAside = heard.IsAside, Channels = Whole(told.Channels, heard.Channels),
        };
    }

    /// <summary>What is told of the channels, and those of which nothing is.</summary>
    private static OfferedChannel[] Whole(IReadOnlyList<OfferedChannel> told, IReadOnlyList<OfferedChannel> others) =>
        [.. told.Concat(others).DistinctBy(c => c.Name).Take(InboxLimits.Channels)];

    private static bool IsSame(Newcomer after, Newcomer? before) =>
        before is not null && after with { Channels = before.Channels } == before && after.Channels.SequenceEqual(before.Channels, s_sameName);

    private static readonly IEqualityComparer<OfferedChannel> s_sameName =
        EqualityComparer<OfferedChannel>.Create((a, b) => a?.Name == b?.Name && a?.Settable == b?.Settable && a?.Words.Count == b?.Words.Count, c => c.Name.GetHashCode(StringComparison.Ordinal));

    /// <returns>False: there is no room for one more.</returns>
    private bool Put(Newcomer newcomer, bool isNews)
    {
        var before = _all.GetValueOrDefault(newcomer.Key);
        if (before is null && !HasRoom(newcomer.Gateway))
        {
            _full.Add();
            return false;
        }

        if (before is null) _counts[newcomer.Gateway] = _counts.GetValueOrDefault(newcomer.Gateway) + 1;
        if (before is not null && before.Name != newcomer.Name) FreeName(before);
        _byName[(newcomer.Gateway, newcomer.Name)] = newcomer.Key;
        _all[newcomer.Key] = newcomer;
        if (isNews) _unsaved[newcomer.Key] = newcomer;
        return true;
    }

    /// <summary>What was only heard, long ago and without an alarm, gives its place to what comes.</summary>
    private bool HasRoom(string gateway)
    {
        var isFull = _counts.GetValueOrDefault(gateway) >= InboxLimits.PerGateway;
        if (!isFull && _all.Count < InboxLimits.InAll) return true;
        if (_all.Values.Where(n => (!isFull || n.Gateway == gateway) && !n.IsIntroduced && n.Alarm is null).MinBy(n => n.LastHeardAt) is not { } oldest) return false;
        Remove(oldest);
        return true;
    }

    private void Remove(Newcomer gone)
    {
        _all.Remove(gone.Key);
        _counts[gone.Gateway]--;
        FreeName(gone);
        _unsaved[gone.Key] = null;
    }

    /// <summary>Unless it is another's by now.</summary>
    private void FreeName(Newcomer of)
    {
        if (_byName.GetValueOrDefault((of.Gateway, of.Name)) == of.Key) _byName.Remove((of.Gateway, of.Name));
    }
}
