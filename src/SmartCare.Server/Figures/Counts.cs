using System.Runtime.InteropServices;

namespace SmartCare.Server.Figures;

/// <summary>How often each whole number was seen, in order of the numbers: seconds of a wait, ten minutes of a month.</summary>
internal sealed class Counts
{
    private readonly List<(int Value, int Count)> _of = [];

    public IReadOnlyList<(int Value, int Count)> Each => _of;

    public ReadOnlySpan<(int Value, int Count)> Span => CollectionsMarshal.AsSpan(_of);

    /// <param name="by">1, or −1 to take one back.</param>
    public void Add(int value, int by)
    {
        var at = _of.BinarySearch((value, 0), s_byValue);
        if (at < 0) _of.Insert(~at, (value, by));
        else if (_of[at].Count + by is var left and not 0) _of[at] = (value, left);
        else _of.RemoveAt(at);
    }

    public void Write(BinaryWriter writer)
    {
        writer.Write7BitEncodedInt(_of.Count);
        var before = 0;
        foreach (var (value, count) in _of)
        {
            writer.Write7BitEncodedInt(value - before);
            writer.Write7BitEncodedInt(count);
            before = value;
        }
    }

    public static Counts Read(BinaryReader reader)
    {
        var read = new Counts();
        var length = reader.Read7BitEncodedInt();
        read._of.Capacity = length;
        for (var (i, value) = (0, 0); i < length; i++) read._of.Add((value += reader.Read7BitEncodedInt(), reader.Read7BitEncodedInt()));
        return read;
    }

    private static readonly Comparer<(int Value, int Count)> s_byValue = Comparer<(int Value, int Count)>.Create((a, b) => a.Value.CompareTo(b.Value));
}

/// <summary>The same of many months and sites together, where it is added to fast and asked once.</summary>
internal sealed class Tally
{
    /// <summary>Two hours in seconds: beyond it waits are rare enough to be looked up.</summary>
    private const int Dense = 7_200;

    private int[] _near = new int[256];
    private readonly Dictionary<int, int> _far = [];

    public int Total { get; private set; }

    public void Add(Counts counts)
    {
        foreach (var (value, count) in counts.Span) Add(value, count);
    }

    public void Add(int value, int count)
    {
        Total += count;
        if (value >= Dense)
        {
            CollectionsMarshal.GetValueRefOrAddDefault(_far, value, out _) += count;
            return;
        }

        if (value >= _near.Length) Array.Resize(ref _near, Math.Min(Dense, Math.Max(value + 1, _near.Length * 2)));
        _near[value] += count;
    }

    /// <summary>How many are not above it.</summary>
    public int UpTo(int limit)
    {
        var sum = 0;
        for (var value = 0; value < _near.Length && value <= limit; value++) sum += _near[value];
        return limit < Dense ? sum : sum + _far.Where(f => f.Key <= limit).Sum(f => f.Value);
    }

    /// <summary>The smallest value that this share of all do not exceed (nearest rank); null: there is none.</summary>
    public int? Percentile(int percent)
    {
        if (Total == 0) return null;
        var left = (int)(((long)Total * percent + 99) / 100);
        for (var value = 0; value < _near.Length; value++)
            if ((left -= _near[value]) <= 0)
                return value;
        foreach (var (value, count) in _far.OrderBy(f => f.Key))
            if ((left -= count) <= 0)
                return value;
        return null;
    }
}
