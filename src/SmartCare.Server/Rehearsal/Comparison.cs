using System.Globalization;
using SmartCare.Domain.Words;

namespace SmartCare.Server.Rehearsal;

/// <summary>What a policy changes: the alerts it adds, loses and moves.</summary>
internal sealed class Comparison
{
    /// <summary>Two alerts about the same need that began within this time, or were open together, are the same alert.</summary>
    public static readonly TimeSpan Same = TimeSpan.FromMinutes(10);

    /// <summary>More lines than anyone reads; the counts are complete.</summary>
    private const int MostLines = 500;

    private readonly List<AlertStory> _added = [], _lost = [];
    private readonly List<(AlertStory Was, AlertStory Is)> _moved = [];
    private readonly SortedDictionary<AlertKind, int> _was = [], _is = [];

    /// <summary>How many of each kind there were.</summary>
    public IReadOnlyDictionary<AlertKind, int> Before => _was;

    public IReadOnlyDictionary<AlertKind, int> After => _is;

    public IReadOnlyList<AlertStory> Added => _added;

    public IReadOnlyList<AlertStory> Lost => _lost;

    public IReadOnlyList<(AlertStory Was, AlertStory Is)> Moved => _moved;

    public void Add(IEnumerable<AlertStory> were, IEnumerable<AlertStory> are)
    {
        var left = are.OrderBy(a => a.RaisedAt).ToLookup(a => (a.Kind, a.About)).ToDictionary(g => g.Key, g => g.ToList());
        foreach (var alert in left.Values.SelectMany(g => g)) _is[alert.Kind] = _is.GetValueOrDefault(alert.Kind) + 1;
        foreach (var was in were.OrderBy(a => a.RaisedAt))
        {
            _was[was.Kind] = _was.GetValueOrDefault(was.Kind) + 1;
            var others = left.GetValueOrDefault((was.Kind, was.About)) ?? [];
            if (others.Find(other => AreSame(was, other)) is not { } same)
            {
                _lost.Add(was);
                continue;
            }

            others.Remove(same);
            if (was.RaisedAt != same.RaisedAt || was.Priority != same.Priority || was.Tier != same.Tier || was.EscalatedAt != same.EscalatedAt) _moved.Add((was, same));
        }

        _added.AddRange(left.Values.SelectMany(g => g));
    }

    public void Write(TextWriter to)
    {
        to.WriteLine("kind          before   after   added    lost   moved");
        foreach (var kind in _was.Keys.Union(_is.Keys).Order())
            to.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{Word(kind),-12} {_was.GetValueOrDefault(kind),7} {_is.GetValueOrDefault(kind),7} {_added.Count(a => a.Kind == kind),7} {_lost.Count(a => a.Kind == kind),7} {_moved.Count(m => m.Was.Kind == kind),7}"));
        var lines = _lost.Select(a => (a.RaisedAt, $"lost   {Show(a)} (alert {a.Id})"))
            .Concat(_added.Select(a => (a.RaisedAt, $"added  {Show(a)}")))
            .Concat(_moved.Select(m => (m.Was.RaisedAt, $"moved  {Show(m.Was)} (alert {m.Was.Id}) to {Time(m.Is.RaisedAt)}, {Word(m.Is.Priority)}, {Tier(m.Is)}")))
            .OrderBy(l => l.RaisedAt).Select(l => l.Item2).ToList();
        foreach (var line in lines.Take(MostLines)) to.WriteLine(line);
        if (lines.Count > MostLines) to.WriteLine($"... and {lines.Count - MostLines} more; narrow it with --from and --to.");
        if (lines.Count == 0) to.WriteLine("Nothing changes.");
    }

    private static bool AreSame(AlertStory one, AlertStory other) =>
        (one.RaisedAt - other.RaisedAt).Duration() <= Same
        || (one.RaisedAt <= (other.EndedAt ?? DateTimeOffset.MaxValue) && other.RaisedAt <= (one.EndedAt ?? DateTimeOffset.MaxValue));

    private static string Show(AlertStory a) => $"{Word(a.Kind)} about {Word(a.About.Kind)} {a.About.Key} at {Time(a.RaisedAt)}, {Word(a.Priority)}, {Tier(a)}";

    private static string Tier(AlertStory a) => a.EscalatedAt is { } at ? $"tier {a.Tier} from {Time(at)}" : $"tier {a.Tier}";

    private static string Time(DateTimeOffset at) => at.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private static string Word<T>(T word) where T : struct, Enum => word.ToString().ToLowerInvariant();
}
