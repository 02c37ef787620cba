using System.Threading.Channels;
using Microsoft.Data.Sqlite;
using SmartCare.Domain.Readings;
using SmartCare.Domain.Registry;
using SmartCare.Domain.Rules;
using SmartCare.Domain.Words;
using SmartCare.Grains.Store;
using SmartCare.Learning.Site;
using SmartCare.Server.Alerts;
using SmartCare.Server.Operations;
using SmartCare.Storage;

namespace SmartCare.Server.Learning.Bursts;

/// <summary>Keeps what worn devices felt, with what became of it: from the intake through a queue, and behind the alerts with a cursor.</summary>
/// <remarks>Nothing waits for it. Where it cannot write, bursts are lost and counted, people are told once, and alarms ring as ever.</remarks>
internal sealed partial class BurstKeeper(
    AlertFeed feed, DataFolder folder, Policy policy, StoreHealth health, Metrics metrics, Settings settings, TimeProvider time, ILogger<BurstKeeper> log) : BackgroundService
{
    private sealed record Felt(MotionBurst Motion, Device Device, DateTimeOffset At, FallScore? Decides, FallScore? OnTrial);

    private readonly string _path = folder.PathOf(BurstFile.Name);
    private readonly BurstFile _file = new(folder.PathOf(BurstFile.Name));
    private readonly Channel<Felt> _waiting = Channel.CreateBounded<Felt>(new BoundedChannelOptions(BurstLimits.Waiting) { SingleReader = true });
    private readonly List<BurstRow> _rows = [];
    private readonly Dictionary<string, int> _today = [];
    private readonly bool _isOn = settings.BurstDays > 0 && folder.WhyUnwritable is null;
    private readonly Counter
        _kept = metrics.Counter("smartcare_bursts_kept_total", "Bursts of worn devices that were kept to learn from."),
        _lost = metrics.Counter("smartcare_bursts_lost_total", "Bursts that could not be kept: too many waited, one device sent too many, or the disk was away.");
    private readonly Lock _gate = new();
    private DateOnly _day;
    private DateTimeOffset? _prunedAt, _markedAt;
    private bool _isTold;

    /// <summary>A house that begins to keep bursts need not look through all it ever rang.</summary>
    private long _from;

    /// <summary>From the intake, for every burst of a device that says where it is worn: it only queues. When the queue is full the newest goes.</summary>
    public void Feel(MotionBurst motion, Device device, FallScore? decides, FallScore? onTrial)
    {
        if (_isOn && !_waiting.Writer.TryWrite(new Felt(motion, device, time.GetUtcNow(), decides, onTrial))) _lost.Add();
    }

    public override Task StartAsync(CancellationToken cancellationToken)
    {
        _from = feed.LastSeq;
        return base.StartAsync(cancellationToken);
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await Task.Run(Round, CancellationToken.None);
    }

    public override void Dispose()
    {
        _file.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!_isOn) return;
        using var timer = new PeriodicTimer(BurstLimits.WriteEvery, time);
        while (await timer.WaitForNextTickAsync(stoppingToken)) await Task.Run(Round, CancellationToken.None);
    }

    /// <summary>Alerts are looked at first and bursts taken after: whatever a burst led to is behind it in the queue of both.</summary>
    internal void Round()
    {
        // A house without worn devices has no file.
        if (_isOn && (_waiting.Reader.Count > 0 || _rows.Count > 0 || File.Exists(_path))) Try(Follow);
    }

    private void Follow()
    {
        var until = time.GetUtcNow();
        for (var (more, isFirst) = (true, true); more; isFirst = false)
        {
            var known = Math.Min(_file.LastSeq ?? _from, feed.LastSeq);
            if (ChangesSince(known) is not { } changes) return;
            more = changes.Count == BurstLimits.ChangesAtOnce;
            if (isFirst) TakeWaiting();
            // Of a quiet house only how far it was followed, now and then.
            if (changes.Count == 0 && _rows.Count == 0 && until - _markedAt < BurstLimits.MarkEvery) break;
            var link = policy.FallCancelWindow + BurstLimits.LinkSlack;
            _file.Save(_rows, [.. changes.Select(RungBy).OfType<RungRow>()], [.. changes.Where(IsOfPerson).Select(OutcomeOf)], (long)link.TotalMilliseconds,
                changes.Count > 0 ? changes[^1].Seq : known, more ? null : until.ToUnixTimeMilliseconds());
            _kept.Add(_rows.Count);
            _rows.Clear();
            _markedAt = until;
        }

        if (until - _prunedAt < BurstLimits.PruneEvery) return;
        _file.Prune(until.AddDays(-settings.BurstDays).ToUnixTimeMilliseconds(), settings.BurstBytes);
        _prunedAt = until;
    }

    /// <returns>Null: the alerts' own store cannot be read just now. That is its trouble, and no reason to think anything of the bursts.</returns>
    private List<AlertDocument>? ChangesSince(long known)
    {
        try
        {
            return feed.LastSeq > known ? [.. feed.Since(known).Take(BurstLimits.ChangesAtOnce)] : [];
        }
        catch (Exception away) when (away is SqliteException or IOException or StoreUnavailableException or InvalidDataException)
        {
            LogAway(away.Message);
            return null;
        }
    }

    private void TakeWaiting()
    {
        var today = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);
        if (today != _day) _today.Clear();
        _day = today;
        // What the disk did not take waits first, and no longer than the queue.
        while (_rows.Count < BurstLimits.Waiting && _waiting.Reader.TryRead(out var felt))
        {
            if (BurstCodec.Pack(felt.Motion) is not { } samples) continue;
            var saysFall = Math.Max(felt.Decides?.Value ?? 0, felt.OnTrial?.Value ?? 0) >= SiteBursts.SaysFall;
            var count = _today.GetValueOrDefault(felt.Device.Id.Value);
            if (!saysFall && count >= BurstLimits.OfDeviceADay)
            {
                _lost.Add();
                continue;
            }

            _today[felt.Device.Id.Value] = count + 1;
            _rows.Add(RowOf(felt, samples));
        }
    }

    private static BurstRow RowOf(Felt felt, byte[] samples) => new(
        felt.At.ToUnixTimeMilliseconds(), felt.Device.Id.Value, felt.Device.Model, felt.Device.ElderId?.Value, felt.Device.SiteId.Value, felt.Device.PlaceId.Value,
        SiteBursts.WordOf(felt.Device.WornAt!.Value), felt.Motion.Rate, samples, felt.Decides?.Value, felt.Decides?.ModelId, felt.OnTrial?.Value, felt.OnTrial?.ModelId);

    /// <summary>What may mean that somebody lies there.</summary>
    private static bool IsOfPerson(AlertDocument change) => change.Kind is AlertKind.Fall or AlertKind.Help or AlertKind.Inactivity or AlertKind.Vitals;

    private static RungRow? RungBy(AlertDocument change) =>
        IsOfPerson(change) && change.History is [.., { What: AlertStep.Raised or AlertStep.Repeated or AlertStep.Reopened } rang]
            ? new RungRow(change.Id, change.Kind is AlertKind.Fall, change.Device?.Id, change.Elder?.Id, change.PlaceId, change.SiteId, rang.At.ToUnixTimeMilliseconds(),
                rang.What is not AlertStep.Repeated)
            : null;

    private static OutcomeRow OutcomeOf(AlertDocument change) => new(change.Id, change.Outcome is { } outcome ? SiteBursts.WordOf(outcome) : null, change.Drill);

    private void Try(Action work)
    {
        try
        {
            lock (_gate) work();
        }
        catch (Exception wrong) when (wrong is SqliteException or IOException or UnauthorizedAccessException)
        {
            // What is packed stays for the next round; what comes meanwhile fills the queue, and is lost beyond it.
            _file.Dispose();
            LogAway(wrong.Message);
            var aside = wrong is SqliteException damage ? SetAside(damage) : null;
            if (_isTold) return;
            _isTold = true;
            health.Tell($"{BurstFile.Name}: {wrong.Message.ReplaceLineEndings(" ")}. " + (aside is null
                ? "What worn devices feel is not kept to learn from; alarms ring as ever"
                : $"It is kept as {aside}, and what worn devices feel is kept anew; alarms ring as ever"));
        }
    }

    private string? SetAside(SqliteException damage)
    {
        try
        {
            return _file.SetAsideIfDamaged(damage, time.GetUtcNow());
        }
        catch (Exception stuck) when (stuck is IOException or UnauthorizedAccessException)
        {
            LogAway(stuck.Message);
            return null;
        }
    }

    [LoggerMessage(1, LogLevel.Warning, "Bursts are not kept: {Why}")]
    private partial void LogAway(string why);
}
