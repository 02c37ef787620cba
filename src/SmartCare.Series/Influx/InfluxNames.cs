using System.Buffers;

namespace SmartCare.Series;

/// <summary>The names that InfluxDB sees: of tags, and of devices and channels made safe for the line protocol.</summary>
/// <remarks>The same function runs when writing and when asking, so a name that had to be changed is still found.</remarks>
static class InfluxNames
{
    public const string Device = "device", Place = "place", Site = "site", Elder = "elder", Model = "model";

    /// <summary>Where the 5-minute means stand: a retention policy of 1.x, and after an underscore the end of a bucket's name of 2.x.</summary>
    public const string Means = "means";

    // The line protocol has no escape for a line feed, and none for a backslash before a comma, a space, an equals sign or the end.
    static readonly SearchValues<char> Inexpressible = SearchValues.Create(
        [.. Enumerable.Range(0, 0x20).Select(c => (char)c), '\x7F', '\\']);

    static readonly string[] Tags = [Device, Place, Site, Elder, Model];
    static readonly string[] Reserved = ["time", .. Tags];

    /// <summary>Tags of readings, events or alerts.</summary>
    static readonly HashSet<string> All = [.. Tags, "kind", "priority", "state", "what"];

    public static bool IsTag(string name) => All.Contains(name);

    /// <summary>A tag's value. What the line protocol cannot carry is replaced by a look-alike: control characters by their pictures
    /// (U+2400 and on), the backslash by U+29F5.</summary>
    public static string Tag(string name) =>
        name.AsSpan().IndexOfAny(Inexpressible) < 0 ? name : string.Create(name.Length, name, static (into, from) =>
        {
            for (var i = 0; i < into.Length; i++)
                into[i] = from[i] switch
                {
                    < ' ' => (char)(0x2400 + from[i]),
                    '\x7F' => '\u2421',
                    '\\' => '\u29F5',
                    var other => other,
                };
        });

    /// <summary>A field's name. A channel named like a tag would hide that tag from every question to the measurement (seen on
    /// 1.6), and a field named time is refused: these get an underscore at the end, and those that already have one another.</summary>
    public static string Field(string channel)
    {
        var name = Tag(channel);
        return Reserved.Contains(name.TrimEnd('_')) ? name + "_" : name;
    }
}
