using Microsoft.Data.Sqlite;
using SmartCare.Domain.Registry;
using SmartCare.Domain.Words;
using SmartCare.Learning.Site;
using SmartCare.Storage;

namespace SmartCare.Server.Learning.Bursts;

/// <summary>The bursts of a data folder as what is learned from, judged by and compared with.</summary>
internal static class SiteBursts
{
    /// <summary>From here on a model's word is fall: at its own threshold it says exactly this.</summary>
    public const double SaysFall = 0.5;

    /// <summary>Of one person's daily life: what is more of it teaches nothing new, and would fill the memory.</summary>
    private const int MostDailyOfPerson = 500;

    /// <summary>Of one make in a week: an index of ten bins does not change any more.</summary>
    private const int MostOfMake = 2_000;

    /// <summary>Those that teach: every fall, and of each person the newest of daily life.</summary>
    /// <exception cref="InvalidDataException">There is no such file, or it cannot be read.</exception>
    public static List<SiteBurst> Labelled(string folder)
    {
        var teaching = Read(folder, from: null, bursts => bursts.Where(b => b.Label is not BurstLabel.None), b => (b.Label, b.Person), k => k.Label is BurstLabel.Fall ? int.MaxValue : MostDailyOfPerson);
        return [.. teaching.Values.SelectMany(b => b).OrderBy(b => b.At)];
    }

    /// <summary>The newest of each make and wearing place since a time.</summary>
    /// <exception cref="InvalidDataException">There is no such file, or it cannot be read.</exception>
    public static Dictionary<(string Make, WearingPlace WornAt), Queue<SiteBurst>> OfMakes(string folder, DateTimeOffset from) =>
        Read(folder, from, bursts => bursts, b => (b.Make, b.WornAt), _ => MostOfMake);

    private static Dictionary<TKey, Queue<SiteBurst>> Read<TKey>(
        string folder, DateTimeOffset? from, Func<IEnumerable<SiteBurst>, IEnumerable<SiteBurst>> which, Func<SiteBurst, TKey> keyOf, Func<TKey, int> most) where TKey : notnull
    {
        var path = Path.Combine(folder, BurstFile.Name);
        if (!File.Exists(path)) throw new InvalidDataException($"there is no '{path}': no house has kept bursts here");
        try
        {
            using var file = new BurstFile(path, toRead: true);
            var kept = new Dictionary<TKey, Queue<SiteBurst>>();
            foreach (var burst in which(file.Since(from?.ToUnixTimeMilliseconds() ?? 0).Select(Of).OfType<SiteBurst>()))
            {
                var key = keyOf(burst);
                if (!kept.TryGetValue(key, out var queue)) kept[key] = queue = [];
                queue.Enqueue(burst);
                if (queue.Count > most(key)) queue.Dequeue();
            }

            return kept;
        }
        catch (SqliteException wrong)
        {
            throw new InvalidDataException($"'{path}' cannot be read: {wrong.Message}", wrong);
        }
    }

    public static string WordOf<T>(T word) where T : struct, Enum => word.ToString().ToLowerInvariant();

    /// <returns>Null: it was damaged.</returns>
    internal static SiteBurst? Of(KeptBurst kept)
    {
        var burst = kept.Burst;
        if (BurstCodec.Unpack(burst.Samples) is not { } window || !Enum.TryParse<WearingPlace>(burst.WornAt, ignoreCase: true, out var wornAt)) return null;
        Outcome? outcome = Enum.TryParse<Outcome>(kept.Outcome, ignoreCase: true, out var said) ? said : null;
        var story = new BurstStory(
            kept.Alert is not null, kept.Raised, outcome, kept.Drill, Math.Max(burst.Score ?? 0, burst.Trial ?? 0) >= SaysFall, burst.Elder is not null, kept.NeedNearby, kept.HourIsOver);
        return new SiteBurst(
            burst.Elder ?? $"device {burst.Device}", burst.Site, burst.Model, wornAt, burst.RateHz, window, BurstLabelRule.Of(story), DateTimeOffset.FromUnixTimeMilliseconds(burst.AtMs));
    }
}
