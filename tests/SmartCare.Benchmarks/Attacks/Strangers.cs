using System.Globalization;
using SmartCare.Testing;

namespace SmartCare.Benchmarks.Attacks;

/// <summary>The processes of one attack. They are nice to the others: from outside it would be other machines that do this work.</summary>
internal sealed class Strangers : IAsyncDisposable
{
    /// <summary>A process may have 20,000 descriptors on many machines.</summary>
    private const int OfOneProcess = 8_000;

    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);
    private readonly List<Child> _processes = [];

    public static async Task<Strangers> StartAsync(Attack attack, int port, int connections)
    {
        var strangers = new Strangers();
        for (var left = connections; left > 0; left -= OfOneProcess)
        {
            var child = new Child("nice",
            [
                "-n", "19", "dotnet", Path.Combine(AppContext.BaseDirectory, "SmartCare.Benchmarks.dll"), "stranger", "--attack", attack.ToString(),
                "--port", port.ToString(CultureInfo.InvariantCulture), "--connections", Math.Min(left, OfOneProcess).ToString(CultureInfo.InvariantCulture),
            ]);
            strangers._processes.Add(child);
            await child.LineAsync(l => l == "ready", s_patience);
        }

        return strangers;
    }

    /// <returns>What they did, a part for each process.</returns>
    public async Task<string> StopAsync()
    {
        var said = new List<string>();
        foreach (var process in _processes)
        {
            await process.WriteLineAsync("");
            said.Add(await process.LineAsync(l => l.Contains("stand", StringComparison.Ordinal), s_patience));
        }

        return string.Join("; ", said);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var process in _processes) await process.DisposeAsync();
    }
}
