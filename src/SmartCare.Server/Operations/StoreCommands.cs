using SmartCare.Grains.Store;
using SmartCare.Server.Record;
using SmartCare.Storage;

namespace SmartCare.Server.Operations;

/// <summary>
/// <c>check --Data:Path=folder</c>: reads everything that is kept and says what is wrong (0: nothing, 1: something, 2: it cannot be checked).
/// <c>repair --Data:Path=folder [--clock]</c>: does what a start does with a damaged store, without starting; with <c>--clock</c> it also brings back times
/// that were written under a clock that was ahead.
/// </summary>
internal static class StoreCommands
{
    public const string Check = "check", Repair = "repair";

    private const string Clock = "--clock";

    /// <exception cref="SettingException">With the one line to show.</exception>
    public static int Run(string name, string[] args, TimeProvider wall, TextWriter to)
    {
        var fixesClock = name == Repair && args.Contains(Clock);
        var settings = new ConfigurationBuilder().AddCommandLine([.. args.Where(a => !(fixesClock && a == Clock))]).Build();
        foreach (var (key, value) in settings.AsEnumerable())
            if (value is not null && !key.Equals("Data:Path", StringComparison.OrdinalIgnoreCase) && !key.Equals("Data", StringComparison.OrdinalIgnoreCase))
                throw new SettingException($"{name}: '{key}' is not known; there is --Data:Path{(name == Repair ? " and --clock" : "")}.");
        var folder = settings["Data:Path"] ?? "data";
        if (!Directory.Exists(folder)) throw new SettingException($"Data:Path: there is no folder '{folder}'");
        try
        {
            var found = name == Check ? Found(folder, wall) : Mended(folder, fixesClock, wall);
            foreach (var line in found) to.WriteLine(line);
            if (found.Count == 0) to.WriteLine("Everything is whole.");
            return name == Check && found.Count > 0 ? 1 : 0;
        }
        catch (Exception unreadable) when (unreadable is InvalidDataException or StoreUnavailableException)
        {
            throw new SettingException($"Data:Path: {unreadable.Message}");
        }
    }

    private static IReadOnlyList<string> Found(string folder, TimeProvider wall)
    {
        var isServed = DataFolder.IsHeld(Path.Combine(folder, "held"), out var held);
        using (held)
            return [.. StoreCheck.Run(folder, isServed, wall.GetUtcNow(), Chain), .. KeyHealth.Damaged(Path.Combine(folder, "keys")).Select(f => $"keys/{Path.GetFileName(f)}: it cannot be read")];
    }

    /// <summary>The record of who did what.</summary>
    internal static string? Chain(Tables tables) => AuditChain.Verify(tables).BrokenAt is { } broken ? $"the record of who did what is broken at row {broken}" : null;

    private static List<string> Mended(string folder, bool fixesClock, TimeProvider wall)
    {
        using var held = new DataFolder(folder);
        if (held.WhyUnwritable is { } why) throw new SettingException($"Data:Path: '{folder}' cannot be written ({why})");
        var opened = StoreOpening.Open(folder, wall.GetUtcNow());
        using var store = opened.Store;
        using var witness = opened.Witness;
        if (store.WhyUnwritable is { } unwritable) throw new SettingException($"Data:Path: {unwritable}");
        var damaged = StoreScan.Run(opened, wall.GetUtcNow(), out var later);
        List<string> done = [.. opened.Findings, .. later];
        if (damaged.Count > 0) done.Add($"{damaged.Count} grains cannot be believed and begin anew at the next start: {string.Join(", ", damaged.Take(5).Select(d => $"{d.Kind} {d.Key}"))}");
        if (fixesClock) done.Add(ClockRepair.Run(folder, wall.GetUtcNow()) ?? "the clock was right");
        witness.Follow(store, entriesToo: false);
        return done;
    }
}
