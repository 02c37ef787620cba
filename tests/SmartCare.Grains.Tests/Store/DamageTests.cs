using System.Globalization;
using Microsoft.Data.Sqlite;
using SmartCare.Domain.Words;
using SmartCare.Storage;
using SmartCare.Testing;
using Xunit.Abstractions;

namespace SmartCare.Grains.Tests.Store;

/// <summary>
/// Bits that flip, files that are cut short, emptied, removed: whatever was on the disk is there afterwards, or the opening says that it is not.
/// <c>FLIPS=10000</c> and <c>SEED=7</c> in the environment make it long, and another.
/// </summary>
public sealed class DamageTests(ITestOutputHelper output) : IDisposable
{
    private static readonly int s_flips = Number("FLIPS", 150), s_seed = Number("SEED", 18);

    private static readonly string[] s_files = ["smartcare.db", "smartcare.db", "smartcare.db", "smartcare.db-wal", "witness.db", "witness.db-wal"];

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("smartcare-damage-");

    [Theory, InlineData(true), InlineData(false)]
    public void Nothing_is_lost_without_a_word(bool killed)
    {
        var home = StoredHome.Make(Path.Combine(_folder.FullName, "home"), killed);
        var whole = StoredHome.Dump(home);
        var random = new Random(s_seed);
        var outcomes = new SortedDictionary<string, int>();
        for (var flip = 0; flip < s_flips; flip++)
        {
            var (folder, what) = (Path.Combine(_folder.FullName, "damaged"), "");
            StoredHome.Copy(home, folder);
            what = Damage(folder, random);
            var outcome = Open(folder, whole, $"seed {s_seed}, number {flip}: {what}");
            outcomes[outcome] = outcomes.GetValueOrDefault(outcome) + 1;
            Directory.Delete(folder, recursive: true);
        }

        foreach (var (outcome, count) in outcomes) output.WriteLine($"{count} {outcome}");
        Assert.True(outcomes.GetValueOrDefault("whole, and nothing said") > 0, "no damage at all was harmless");
        Assert.True(outcomes.Where(o => o.Key.Contains("said", StringComparison.Ordinal)).Sum(o => o.Value) == s_flips, string.Join(", ", outcomes));
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private static string Open(string folder, Dictionary<string, string> whole, string what)
    {
        try
        {
            var opened = StoreOpening.Open(folder, DateTimeOffset.UnixEpoch);
            using var store = opened.Store;
            using var witness = opened.Witness;
            var damaged = StoreScan.Run(opened, DateTimeOffset.UnixEpoch, out var later);
            var findings = opened.Findings.Concat(later).Concat(damaged.Select(d => $"grain {d}")).ToList();
            Assert.True(store.WhyUnwritable is null, $"{what}: {store.WhyUnwritable}");
            var now = StoredHome.Dump(folder);
            var missing = whole.Where(row => now.GetValueOrDefault(row.Key) != row.Value).Select(row => row.Key).ToList();
            Assert.True(missing.Count == 0 || findings.Count > 0, $"{what}: nobody said that {string.Join(", ", missing.Take(5))} are missing");
            Assert.Equal(whole.Keys.Count(k => k.StartsWith("registry", StringComparison.Ordinal)), store.Tables.Registry().Count);
            Assert.Equal(2, store.Tables.Accounts().Count);
            Assert.All(store.Tables.Registry(), record => Assert.NotNull(store.Load(record.Subject)));
            Assert.All(findings, line => Assert.DoesNotContain('\n', line));
            return missing.Count == 0 ? findings.Count == 0 ? "whole, and nothing said" : "whole, and something said" : "not whole, and said";
        }
        catch (Exception error) when (error is not Xunit.Sdk.XunitException)
        {
            throw new InvalidOperationException(what, error);
        }
    }

    private static string Damage(string folder, Random random)
    {
        var name = s_files[random.Next(s_files.Length)];
        var file = Path.Combine(folder, name);
        if (!File.Exists(file)) file = Path.Combine(folder, name = "smartcare.db");
        var bytes = File.ReadAllBytes(file);
        switch (random.Next(20))
        {
            case 0: return FileDamage.Empty(file);
            case 1: return FileDamage.Remove(file);
            case 2: return FileDamage.Cut(file, random);
            case 3:
                random.NextBytes(bytes.AsSpan(random.Next(bytes.Length / 4_096) * 4_096, 4_096));
                File.WriteAllBytes(file, bytes);
                return $"a page of {name} overwritten";
            default: return FileDamage.Flip(file, random, random.Next(4) == 0 ? 200 : 1);
        }
    }

    private static int Number(string name, int otherwise) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } text ? int.Parse(text, CultureInfo.InvariantCulture) : otherwise;
}
