using System.Collections.Immutable;
using System.Text.Json;
using SmartCare.Domain.Registry;

namespace SmartCare.Server.District;

/// <summary>The levels above sites, in memory and in <c>district.db</c>. No grain keeps them: they decide nothing about anybody's care.</summary>
internal sealed class LevelBook(DistrictFile file)
{
    /// <summary>A city of 24 million has 6,500 of them.</summary>
    private const int Most = 10_000;

    private readonly Lock _changing = new();
    private ImmutableDictionary<string, Level> _all = file.Of<Level>(DistrictFile.Levels).ToImmutableDictionary(l => l.Id);

    /// <summary>The highest first, then by id.</summary>
    public IReadOnlyList<Level> All => [.. _all.Values.OrderBy(l => l.Kind).ThenBy(l => l.Id, StringComparer.Ordinal)];

    public Level? Find(string id) => _all.GetValueOrDefault(id);

    public IEnumerable<Level> ChildrenOf(string? id) => All.Where(l => l.ParentId == id);

    /// <summary>Is a level this one, or somewhere below it?</summary>
    public bool IsWithin(string? id, string above)
    {
        // A child stands strictly lower than its parent, so this ends.
        for (var level = id is null ? null : Find(id); level is not null; level = level.ParentId is { } up ? Find(up) : null)
            if (level.Id == above) return true;
        return false;
    }

    public bool Holds(string above, Site site) => site.LevelId is { } at && IsWithin(at.Value, above);

    /// <summary>Levels from one up to the highest above it that is kept here.</summary>
    public IReadOnlyList<Level> PathOf(string id)
    {
        var path = new List<Level>();
        for (var level = Find(id); level is not null; level = level.ParentId is { } up ? Find(up) : null) path.Insert(0, level);
        return path;
    }

    /// <summary>The child of a level on the way down to another; null: that one is not below it.</summary>
    public string? ChildOnTheWay(string above, string? to)
    {
        for (var level = to is null ? null : Find(to); level is not null; level = level.ParentId is { } up ? Find(up) : null)
            if (level.ParentId == above) return level.Id;
        return null;
    }

    /// <param name="change">Of the level as it is, null: there is none; or why not.</param>
    /// <returns>The level as it is then, or why it was not changed.</returns>
    /// <exception cref="IOException">It is as it was.</exception>
    public (Level? Level, string? Trouble) Change(string id, Func<Level?, (Level? After, string? Trouble)> change)
    {
        lock (_changing)
        {
            var before = Find(id);
            var (after, trouble) = change(before);
            if (after is null) return (null, trouble);
            if (before is null && _all.Count >= Most) return (null, $"There are {Most} levels at most.");
            file.Save(DistrictFile.Levels, "", id, JsonSerializer.SerializeToUtf8Bytes(after, DistrictFile.Json));
            _all = _all.SetItem(id, after);
            return (after, null);
        }
    }

    /// <returns>Why a level cannot be like this; null: it can.</returns>
    public string? Trouble(Level level)
    {
        if (level.ParentId is null) return level.Kind is LevelKind.Community ? "parentId: a community belongs to a street, a district or a city." : null;
        if (level.ParentId == level.Id || IsWithin(level.ParentId, level.Id)) return "parentId: a level does not stand below itself.";
        if (Find(level.ParentId) is not { Archived: false } parent) return $"parentId: there is no level {level.ParentId} in use.";
        if (parent.Kind >= level.Kind) return $"parentId: a {Word(level.Kind)} does not stand below a {Word(parent.Kind)}; the order is city, district, street, community.";
        return _all.Values.FirstOrDefault(l => l.ParentId == level.Id && l.Kind <= level.Kind) is { } below
            ? $"kind: {below.Id} stands below it and is a {Word(below.Kind)}." : null;
    }

    private static string Word(LevelKind kind) => kind.ToString().ToLowerInvariant();
}
