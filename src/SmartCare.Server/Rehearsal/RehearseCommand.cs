using System.Globalization;
using System.Text.Json;
using SmartCare.Server.Operations;
using SmartCare.Storage;

namespace SmartCare.Server.Rehearsal;

/// <summary>
/// <c>rehearse --Data:Path=folder --policy file.json [--from time] [--to time]</c>: what a changed policy would have made of a recorded
/// journal. It reads and says; no account, no port, no write. The thresholds page asks with <c>--thresholds</c> in place of <c>--policy</c>, <c>--before</c> (what
/// they are compared with), <c>--trial=true</c> (fall models on trial decide) and <c>--json=true</c>.
/// </summary>
internal static class RehearseCommand
{
    public const string Name = "rehearse";

    private static readonly string[] s_keys = ["Data:Path", "policy", "thresholds", "before", "trial", "json", "from", "to"];

    /// <exception cref="SettingException">With the one line to show.</exception>
    public static int Run(string[] args, TextWriter to)
    {
        var settings = new ConfigurationBuilder().AddCommandLine(args).Build();
        foreach (var (key, value) in settings.AsEnumerable())
            if (value is not null && !s_keys.Contains(key, StringComparer.OrdinalIgnoreCase))
                throw new SettingException($"{Name}: '{key}' is not known; there are --Data:Path, --policy or --thresholds, --before, --trial, --from, --to, --json.");
        var before = PolicyFile.OfThresholds("before", settings["before"] ?? "{}");
        var policy = settings["thresholds"] is { } thresholds
            ? PolicyFile.OfThresholds("thresholds", thresholds)
            : PolicyFile.Read(settings["policy"] ?? throw new SettingException($"{Name}: --policy names no file."));
        if (settings["trial"] is "true") policy = policy with { TrialDecides = true };
        var (from, until) = (Time(settings, "from") ?? DateTimeOffset.MinValue, Time(settings, "to") ?? DateTimeOffset.MaxValue);
        try
        {
            using var journal = new RecordedJournal(Path.Combine(settings["Data:Path"] ?? "data", "smartcare.db"));
            var house = new RecordedHouse(journal);
            var compared = Compare(house, before, policy, from, until);
            if (settings["json"] is "true") to.WriteLine(JsonSerializer.Serialize(RehearsalResult.Of(compared, house), RehearsalResult.Json));
            else compared.Write(to);
            return 0;
        }
        catch (InvalidDataException unreadable)
        {
            throw new SettingException($"Data:Path: {unreadable.Message}");
        }
    }

    public static Comparison Compare(RecordedHouse house, Domain.Rules.Policy before, Domain.Rules.Policy after, DateTimeOffset from, DateTimeOffset until)
    {
        // Both are lived: what the version that recorded it made of the same words is no matter of the policy.
        var (were, are) = (new PolicyRun(house, before).Live(), new PolicyRun(house, after).Live());
        var comparison = new Comparison();
        comparison.Add(were.All.Where(Wanted).Select(w => w with { Id = house.IdOf(w, Comparison.Same) ?? w.Id }), are.All.Where(Wanted));
        return comparison;

        bool Wanted(AlertStory alert) => alert.RaisedAt >= from && alert.RaisedAt <= until;
    }

    private static DateTimeOffset? Time(IConfiguration settings, string key) => settings[key] is not { Length: > 0 } text ? null
        : DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time
        : throw new SettingException($"--{key}: '{text}' is not a time (2026-03-02T08:00:00Z).");
}
