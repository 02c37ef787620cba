using System.Globalization;
using SmartCare.Server.Operations;
using SmartCare.Storage;

namespace SmartCare.Server.Rehearsal;

/// <summary>
/// <c>rehearse --Data:Path=folder --policy file.json [--from time] [--to time]</c>: what a changed policy would have made of a recorded
/// journal. It reads and says; no account, no port, no write.
/// </summary>
internal static class RehearseCommand
{
    public const string Name = "rehearse";

    private static readonly string[] s_keys = ["Data:Path", "policy", "from", "to"];

    /// <exception cref="SettingException">With the one line to show.</exception>
    public static int Run(string[] args, TextWriter to)
    {
        var settings = new ConfigurationBuilder().AddCommandLine(args).Build();
        foreach (var (key, value) in settings.AsEnumerable())
            if (value is not null && !s_keys.Contains(key, StringComparer.OrdinalIgnoreCase))
                throw new SettingException($"{Name}: '{key}' is not known; there are --Data:Path, --policy, --from, --to.");
        var policy = PolicyFile.Read(settings["policy"] ?? throw new SettingException($"{Name}: --policy names no file."));
        var (from, until) = (Time(settings, "from") ?? DateTimeOffset.MinValue, Time(settings, "to") ?? DateTimeOffset.MaxValue);
        try
        {
            using var journal = new RecordedJournal(Path.Combine(settings["Data:Path"] ?? "data", "smartcare.db"));
            Compare(journal, policy, from, until).Write(to);
            return 0;
        }
        catch (InvalidDataException unreadable)
        {
            throw new SettingException($"Data:Path: {unreadable.Message}");
        }
    }

    public static Comparison Compare(RecordedJournal journal, Domain.Rules.Policy policy, DateTimeOffset from, DateTimeOffset until)
    {
        var house = new RecordedHouse(journal);
        // Both are lived: what the version that recorded it made of the same words is no matter of the policy.
        var (were, are) = (new PolicyRun(house, Domain.Rules.Policy.Default).Live(), new PolicyRun(house, policy).Live());
        var comparison = new Comparison();
        comparison.Add(were.All.Where(Wanted).Select(w => w with { Id = house.IdOf(w, Comparison.Same) ?? w.Id }), are.All.Where(Wanted));
        return comparison;

        bool Wanted(AlertStory alert) => alert.RaisedAt >= from && alert.RaisedAt <= until;
    }

    private static DateTimeOffset? Time(IConfiguration settings, string key) => settings[key] is not { Length: > 0 } text ? null
        : DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time
        : throw new SettingException($"--{key}: '{text}' is not a time (2026-03-02T08:00:00Z).");
}
