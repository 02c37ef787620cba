using System.Globalization;
using Microsoft.Data.Sqlite;
using SmartCare.Domain.Rules;
using SmartCare.Server.Operations;
using SmartCare.Storage;

namespace SmartCare.Server.Thresholds;

/// <summary>The numbers that this house has set for itself, and the policy that follows from them. What is not set stays as the product has it, also when a
/// later version has another.</summary>
/// <remarks>In a file of its own. One that cannot be read is put aside: then the product's own numbers hold, and the health says so.</remarks>
internal sealed class PolicyBook
{
    private readonly ItemFile _file;
    private readonly Lock _setting = new();
    private volatile State _now;

    private sealed record State(IReadOnlyDictionary<string, double> Set, Policy Policy);

    public PolicyBook(ItemFile file, StoreHealth health, TimeProvider time)
    {
        _file = file;
        _now = Of(Read(file, health, time));
    }

    /// <summary>Another one holds from here on.</summary>
    public event Action<Policy>? Changed;

    public Policy Policy => _now.Policy;

    /// <summary>By name; what differs from the product's own.</summary>
    public IReadOnlyDictionary<string, double> Set => _now.Set;

    /// <param name="set">All that differ: a name that is not among them goes back to the product's own.</param>
    /// <exception cref="IOException">Nothing has changed.</exception>
    public void Replace(IReadOnlyDictionary<string, double> set)
    {
        lock (_setting)
        {
            var items = Set.Keys.Union(set.Keys).Select(name => new StoredItem(0, "", name, set.TryGetValue(name, out var value) ? BitConverter.GetBytes(value) : null));
            try
            {
                _file.Save([.. items]);
            }
            catch (Exception away) when (away is SqliteException or InvalidDataException)
            {
                throw new IOException(away.Message, away);
            }

            _now = Of(set);
            Changed?.Invoke(Policy);
        }
    }

    private static State Of(IReadOnlyDictionary<string, double> set) => new(set, Threshold.Apply(set));

    private static Dictionary<string, double> Read(ItemFile file, StoreHealth health, TimeProvider time)
    {
        var items = file.LoadOrSetAside(time.GetUtcNow(), out var trouble);
        if (trouble is not null) health.Tell($"{trouble}; the product's own thresholds hold");
        var set = items.Where(i => i.Value is { Length: sizeof(double) }).ToDictionary(i => i.Name, i => BitConverter.ToDouble(i.Value!));
        // A version of before or after may allow other numbers; those of this one hold.
        var strange = set.Where(s => Threshold.Find(s.Key)?.Takes(s.Value) is not true).Select(s => s.Key).ToList();
        if (strange.Count == 0 && Threshold.Contradiction(Threshold.Apply(set)) is null) return set;
        health.Tell(string.Create(CultureInfo.InvariantCulture,
            $"policy.db: thresholds of this house do not fit this version and do not hold ({(strange.Count > 0 ? string.Join(", ", strange) : "they contradict each other")}); set them again"));
        return strange.Count == 0 ? [] : set.Where(s => !strange.Contains(s.Key)).ToDictionary() is var rest && Threshold.Contradiction(Threshold.Apply(rest)) is null ? rest : [];
    }
}
