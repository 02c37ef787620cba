using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using SmartCare.Domain.Decisions;
using SmartCare.Domain.Readings;
using SmartCare.Domain.Registry;
using SmartCare.Domain.Rules;
using SmartCare.Domain.Words;
using SmartCare.Grains.Core;
using SmartCare.Grains.Virtual;
using SmartCare.Server.Alerts;
using SmartCare.Server.Care;
using SmartCare.Server.Notices;
using SmartCare.Server.Operations;
using SmartCare.Server.Registry;
using SmartCare.Server.Rehearsal;
using SmartCare.Server.Tests.Support;
using SmartCare.Storage;

namespace SmartCare.Server.Tests.Rehearsal;

/// <summary>A night on record: a press that nobody answers for two minutes, a suspected fall, a cell at 18 percent.</summary>
public sealed class RehearsalTests : IDisposable
{
    private static readonly long s_start = new DateTimeOffset(2026, 3, 2, 0, 0, 0, TimeSpan.Zero).ToUnixTimeMilliseconds();

    private readonly string _folder = TestHost.NewFolder();
    private readonly SqliteStore _store;
    private readonly VirtualSilo _silo;
    private readonly AlertStore _alerts;
    private readonly HandSetTime _time = new(s_start);
    private readonly Dictionary<AlertKind, string> _ids = [];
    private ushort _packet;

    public RehearsalTests()
    {
        _store = new SqliteStore(Path.Combine(_folder, "smartcare.db"));
        var registry = new RegistryIndex(_store.Tables);
        var feed = new AlertFeed(_store.Tables);
        _alerts = new AlertStore(_store.Tables, registry, feed, new NuisanceBook(feed, _store.Tables, registry, Microsoft.Extensions.Logging.Abstractions.NullLogger<NuisanceBook>.Instance));
        var projection = new RecordProjection(
            _alerts, registry, new NoticeOutbox(_store.Tables), new DecisionCounters(new Metrics(new ServiceCollection().AddMetrics().BuildServiceProvider().GetRequiredService<IMeterFactory>()), NullLogger<DecisionCounters>.Instance));
        _silo = new VirtualSilo(_store, projection, GrainKinds.Default, Policy.Default, _time, s_start);
        var site = SiteId.Of("sunshine");
        foreach (var (id, model, elder) in new[] { ("call", "call", "wang"), ("radar", "fall-radar", null), ("door", "door", null) })
            Tell(0, new Device(DeviceId.Of(id), site, PlaceId.Of("101"), elder is null ? null : ElderId.Of(elder), model, id));
        Hear(10, "call", ChannelValue.Of("action", "emergency"));
        PassTo(70);
        Answer(130, AlertVerb.Resolve, AlertKind.Help);
        Hear(600, "radar", ChannelValue.Of("fall", "suspected"));
        Hear(620, "radar", ChannelValue.Of("fall", "none"));
        Hear(700, "door", ChannelValue.Of("battery", 18));
    }

    public void Dispose()
    {
        _store.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact] public void The_same_policy_changes_nothing()
    {
        var same = Rehearse("{}");
        Assert.Empty(same.Added.Concat(same.Lost));
        Assert.Empty(same.Moved);
        Assert.EndsWith("Nothing changes.\n", Text(same));
    }

    [Fact] public void A_shorter_window_adds_the_fall_that_was_taken_back()
    {
        var added = Assert.Single(Rehearse("""{"fallCancelWindow":"00:00:10"}""").Added);
        Assert.Equal((AlertKind.Fall, "101", s_start + 610_000), (added.Kind, added.About.Key, added.RaisedAt.ToUnixTimeMilliseconds()));
    }

    [Fact] public void A_later_escalation_moves_the_call_and_names_the_recorded_alert()
    {
        var changed = Rehearse("""{"EscalateAfter":"00:05:00"}""");
        var (was, now) = Assert.Single(changed.Moved);
        Assert.Equal((2, 1), (was.Tier, now.Tier));
        Assert.Equal(IdOf(AlertKind.Help), was.Id);
        Assert.NotNull(now.EndedAt);
        Assert.Contains($"moved  help about elder wang at 2026-03-02T00:00:10Z, high, tier 2 from 2026-03-02T00:01:10Z (alert {was.Id})", Text(changed));
    }

    [Fact] public void Another_threshold_adds_a_battery() =>
        Assert.Equal(AlertKind.Battery, Assert.Single(Rehearse("""{"batteryLowAt":20}""").Added).Kind);

    [Fact] public void A_window_of_time_leaves_the_rest_out() =>
        Assert.Empty(RehearseBetween("""{"fallCancelWindow":"00:00:10"}""", s_start, s_start + 500_000).Added);

    [Theory]
    [InlineData("""{"escalateAfer":"00:01:00"}""", "escalateAfer"), InlineData("""{"escalateAfter":"soon"}""", "--policy"), InlineData("nonsense", "--policy")]
    public void A_name_or_a_value_that_there_is_not_is_refused_in_one_line(string policy, string named)
    {
        var error = Assert.Throws<SettingException>(() => Rehearse(policy));
        Assert.Contains(named, error.Message);
        Assert.DoesNotContain('\n', error.Message);
    }

    [Fact] public void The_command_writes_nothing_and_does_not_mind_the_silo()
    {
        var before = Files();
        using var said = new StringWriter();
        Assert.Equal(0, RehearseCommand.Run([$"--Data:Path={_folder}", $"--policy={Written("{}")}"], said));
        Assert.Contains("Nothing changes.", said.ToString());
        Assert.Equal(before, Files());
        Assert.Contains("--forever", Assert.Throws<SettingException>(() => RehearseCommand.Run(["--forever=1"], said)).Message.Replace("'forever'", "--forever"));
        Assert.Contains("Data:Path", Assert.Throws<SettingException>(() => RehearseCommand.Run([$"--Data:Path={_folder}/none", $"--policy={Written("{}")}"], said)).Message);
    }

    [Fact] public void A_folder_whose_silo_is_down_is_read_without_a_trace()
    {
        _store.Dispose();
        var before = Directory.GetFiles(_folder, "smartcare*").Order();
        Assert.Empty(Rehearse("{}").Moved);
        Assert.Equal(before, Directory.GetFiles(_folder, "smartcare*").Order());
    }

    private Comparison Rehearse(string policy) => RehearseBetween(policy, 0, long.MaxValue / 1_000_000);

    private Comparison RehearseBetween(string policy, long from, long to)
    {
        var changed = PolicyFile.Read(Written(policy));
        using var journal = new RecordedJournal(Path.Combine(_folder, "smartcare.db"));
        return RehearseCommand.Compare(new RecordedHouse(journal), Policy.Default, changed, DateTimeOffset.FromUnixTimeMilliseconds(from), DateTimeOffset.FromUnixTimeMilliseconds(to));
    }

    private string Written(string text)
    {
        var path = Path.Combine(_folder, "policy.json");
        File.WriteAllText(path, text);
        return path;
    }

    private static string Text(Comparison comparison)
    {
        using var text = new StringWriter { NewLine = "\n" };
        comparison.Write(text);
        return text.ToString();
    }

    private List<string> Files() => [.. Directory.GetFiles(_folder, "smartcare.db*").Where(f => !f.EndsWith("-shm", StringComparison.Ordinal)).Order()
        .Select(f => $"{f} {new FileInfo(f).Length} {File.GetLastWriteTimeUtc(f):O}")];

    private string IdOf(AlertKind kind) => _alerts.Find(_ids[kind])!.Alert.Id;

    private void Hear(int second, string device, params ChannelValue[] values) => Submit(second, Subject.Of(DeviceId.Of(device)),
        new DeviceSpoke(new Reading(DeviceId.Of(device), null, (ulong)second, false, ++_packet, values)));

    private void Answer(int second, AlertVerb verb, AlertKind kind) => Submit(second, Subject.Of(SiteId.Of("sunshine")),
        new AlertCommand(IdOf(kind), verb, "li", Outcome.Real, null));

    private void Tell(int second, RegistryRecord record) => Submit(second, record.Subject, new Register(record));

    private void Submit(int second, Subject to, CareMessage message)
    {
        PassTo(second);
        _silo.Hear(to, message, _time.NowMs);
        Settle();
    }

    private void PassTo(int second)
    {
        var atMs = s_start + second * 1_000;
        while (_silo.NextDueMs is { } due && due <= atMs)
        {
            _time.NowMs = Math.Max(_time.NowMs, due);
            _silo.WakeDue(_time.NowMs);
            Settle();
        }

        _time.NowMs = atMs;
    }

    private void Settle()
    {
        _silo.RunDry(_time.NowMs);
        foreach (var alert in _alerts.Open) _ids[alert.Kind] = alert.Id;
    }

    private sealed class HandSetTime(long nowMs) : TimeProvider
    {
        public long NowMs { get; set; } = nowMs;

        public override DateTimeOffset GetUtcNow() => DateTimeOffset.FromUnixTimeMilliseconds(NowMs);
    }
}
