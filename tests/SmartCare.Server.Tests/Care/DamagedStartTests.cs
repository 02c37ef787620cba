using System.Globalization;
using System.Net;
using SmartCare.Server.Tests.Support;
using SmartCare.Testing;
using Xunit.Abstractions;

namespace SmartCare.Server.Tests.Care;

/// <summary>
/// Each file of a house in turn has bits flipped, is cut short, emptied or removed, and the house is started on it: it lets people and devices in and a press rings.
/// <c>DAMAGED_STARTS=400 dotnet test -c Release tests/SmartCare.Server.Tests --filter DamagedStart</c> flips ten thousand bits; <c>SEED</c> takes others.
/// </summary>
public sealed class DamagedStartTests(ITestOutputHelper output) : IDisposable
{
    /// <summary>At a time: more than a worn disk turns in a night.</summary>
    private const int Flips = 100;

    private static readonly int s_starts = Number("DAMAGED_STARTS", 8), s_seed = Number("SEED", 5);
    private readonly DirectoryInfo _whole = Directory.CreateTempSubdirectory("smartcare-whole-");

    [Fact]
    public async Task Whatever_file_is_damaged_the_house_starts_and_a_press_rings()
    {
        var random = new Random(s_seed);
        await using var host = await TestHost.StartAsync();
        Assert.True(s_starts > 0);
        var open = (await host.PressAsync("call-105-1")).GetProperty("id").GetString()!;
        await host.StopAsync();
        Copy(host.Folder, _whole.FullName);
        var files = Directory.GetFiles(_whole.FullName, "*", SearchOption.AllDirectories).Select(f => Path.GetRelativePath(_whole.FullName, f)).Where(f => new FileInfo(Path.Combine(_whole.FullName, f)).Length > 0).Order().ToList();
        var outcomes = new SortedDictionary<string, int>();
        for (var start = 0; start < s_starts; start++)
        {
            foreach (var file in Directory.GetFiles(host.Folder, "*", SearchOption.AllDirectories)) File.Delete(file);
            Copy(_whole.FullName, host.Folder);
            var what = Damage(Path.Combine(host.Folder, files[(start + s_seed) % files.Count]), random);
            try
            {
                await host.StartAgainAsync();
                await host.PressAsync("call-104-1");
                await host.ScannedAsync();
                var duty = await host.PersonAsync("duty");
                var isThere = (await duty.GetAsync("/api/alerts?limit=500")).Is(HttpStatusCode.OK).Items.Any(a => a.GetProperty("id").GetString() == open);
                var told = (await duty.GetAsync("/readyz"))["problems"].GetArrayLength() > 0;
                Assert.True(isThere || told, "an open alert is gone without a word");
                var outcome = (isThere, told) switch { (true, false) => "whole, and nothing said", (true, true) => "whole, and something said", _ => "not whole, and said" };
                outcomes[outcome] = outcomes.GetValueOrDefault(outcome) + 1;
                // The last one is the host's own to stop.
                if (start + 1 < s_starts) await host.StopAsync();
            }
            catch (Exception error)
            {
                throw new InvalidOperationException($"seed {s_seed}, start {start}: {what}", error);
            }
        }

        output.WriteLine($"{files.Count} files: {string.Join(", ", files)}");
        foreach (var (outcome, count) in outcomes) output.WriteLine($"{count} {outcome}");
    }

    public void Dispose() => _whole.Delete(recursive: true);

    private static string Damage(string file, Random random) => random.Next(8) switch
    {
        0 => FileDamage.Empty(file), 1 => FileDamage.Remove(file), 2 => FileDamage.Cut(file, random), _ => FileDamage.Flip(file, random, Flips),
    };

    private static void Copy(string from, string to)
    {
        foreach (var file in Directory.GetFiles(from, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target, overwrite: true);
        }
    }

    private static int Number(string name, int otherwise) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } text ? int.Parse(text, CultureInfo.InvariantCulture) : otherwise;
}
