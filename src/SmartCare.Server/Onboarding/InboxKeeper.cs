using System.Text.Json;
using System.Threading.Channels;
using Microsoft.Data.Sqlite;
using Orleans.Runtime;
using SmartCare.Domain.Registry;
using SmartCare.Domain.Words;
using SmartCare.GrainInterfaces;
using SmartCare.Server.Intake;
using SmartCare.Server.Operations;
using SmartCare.Server.Registry;
using SmartCare.Storage;

namespace SmartCare.Server.Onboarding;

/// <summary>
/// Reads what gateways say of their devices, away from their connections; follows devices that are renamed there; ends the alerts of what is known by now; and keeps
/// the inbox in a file beside the journal.
/// </summary>
internal sealed partial class InboxKeeper(
    Inbox inbox, Strangers strangers, RegistryIndex registry, GrainRegistry grains, ItemFile file, TimeProvider time, Metrics metrics, ILogger<InboxKeeper> log) : BackgroundService, IGatewayNews
{
    private const string Devices = "zigbee2mqtt/bridge/devices", Event = "zigbee2mqtt/bridge/event", Renamed = "zigbee2mqtt/bridge/response/device/rename", Discovery = "homeassistant/";

    private static readonly TimeSpan s_again = TimeSpan.FromSeconds(5);

    /// <summary>Whoever looks waits so long for what was said before: reading takes milliseconds, a store that hangs takes longer.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(1);

    /// <param name="Read">To be told when all that came before is read.</param>
    private readonly record struct News(string Gateway, string Topic, byte[] Payload, TaskCompletionSource? Read = null);

    /// <summary>A device of the house has another name at its gateway by now.</summary>
    private readonly record struct Rename(string Device, string Gateway, string Name);

    private readonly Channel<News> _news = Channel.CreateBounded<News>(new BoundedChannelOptions(InboxLimits.Waiting) { FullMode = BoundedChannelFullMode.Wait, SingleReader = true });
    private readonly List<Rename> _renames = [];
    private readonly Dictionary<string, Newcomer?> _toSave = new(StringComparer.Ordinal);
    private readonly Counter _dropped = metrics.Counter("smartcare_inbox_dropped_total", "Messages of gateways about their devices that found no room to wait in.");
    private long _waitingBytes;

    /// <inheritdoc/>
    public void Heard(string gateway, string topic, ReadOnlySpan<byte> payload)
    {
        if (topic is not (Devices or Event or Renamed) && !(topic.StartsWith(Discovery, StringComparison.Ordinal) && topic.EndsWith("/config", StringComparison.Ordinal))) return;
        // What comes next may be a press under the new name.
        if (topic == Renamed && BridgeReader.Rename(payload.ToArray()) is var (from, to) && registry.Spoken(gateway, from) is { } device) registry.NamesAt(gateway).Bind(to, device.Id.Value);
        if (Volatile.Read(ref _waitingBytes) + payload.Length <= InboxLimits.WaitingBytes && _news.Writer.TryWrite(new News(gateway, topic, payload.ToArray()))) Interlocked.Add(ref _waitingBytes, payload.Length);
        else _dropped.Add();
    }

    public override Task StartAsync(CancellationToken cancellationToken)
    {
        var items = file.LoadOrSetAside(time.GetUtcNow(), out var trouble);
        if (trouble is not null) LogBroken(trouble);
        inbox.Load(items.Select(Read).OfType<Newcomer>());
        strangers.Stirred += Wake;
        registry.DeviceTaken += WakeFor;
        return base.StartAsync(cancellationToken);
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        registry.DeviceTaken -= WakeFor;
        strangers.Stirred -= Wake;
        await base.StopAsync(cancellationToken);
        await TrySaveAsync(all: true);
    }

    /// <summary>What was acknowledged before is in the inbox when this ends, and renames are followed; or the patience is over.</summary>
    public async Task CatchUpAsync()
    {
        var read = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        if (_news.Writer.TryWrite(new News("", "", [], read))) await Task.WhenAny(read.Task, Task.Delay(s_patience, time));
    }

    /// <summary>Something has to be saved, or settled.</summary>
    public void Wake() => _news.Writer.TryWrite(new News("", "", []));

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var coming = Task.CompletedTask;
        while (!stoppingToken.IsCancellationRequested)
        {
            if (coming.IsCompleted) coming = _news.Reader.WaitToReadAsync(stoppingToken).AsTask();
            // What the store did not take is tried again, also when nothing comes.
            await (_renames.Count + _toSave.Count > 0 ? Task.WhenAny(coming, Task.Delay(s_again, time, stoppingToken)) : coming);
            var looking = new List<TaskCompletionSource>();
            while (_news.Reader.TryRead(out var news))
            {
                Interlocked.Add(ref _waitingBytes, -news.Payload.Length);
                Take(news);
                if (news.Read is not null) looking.Add(news.Read);
            }

            await FollowAsync();
            foreach (var (part, name) in inbox.TakeSettled()) strangers.End(part, Phrase.Of("strangerKnown", ("name", name)));
            looking.ForEach(l => l.TrySetResult());
            await TrySaveAsync(all: false);
        }
    }

    private void WakeFor(Device device) => Wake();

    private void Take(News news)
    {
        switch (news.Topic)
        {
            case Devices when BridgeReader.Devices(news.Payload) is { } devices:
                // All of them first: two may have changed their names with each other.
                _renames.AddRange(devices.ConvertAll(d => RenameOf(news.Gateway, d)).OfType<Rename>());
                inbox.Keep(news.Gateway, devices.Select(d => d.Identity).ToHashSet());
                break;
            case Event when BridgeReader.Event(news.Payload) is var (device, hasLeft):
                if (hasLeft) inbox.Leave(news.Gateway, device.Identity);
                else if (RenameOf(news.Gateway, device) is { } renamed) _renames.Add(renamed);
                break;
            case Renamed when BridgeReader.Rename(news.Payload) is var (from, to):
                if (registry.Spoken(news.Gateway, from) is { } bound) _renames.Add(new Rename(bound.Id.Value, news.Gateway, to));
                inbox.Rename(news.Gateway, from, to);
                break;
            case var topic when topic.StartsWith(Discovery, StringComparison.Ordinal) && DiscoveryReader.Read(topic, news.Payload) is { } introduction:
                inbox.Introduce(news.Gateway, introduction);
                break;
        }
    }

    private Rename? RenameOf(string gateway, Introduction device) =>
        inbox.Introduce(gateway, device) is { } former && registry.Spoken(gateway, former) is { } bound ? new Rename(bound.Id.Value, gateway, device.Name!) : null;

    private async Task FollowAsync()
    {
        foreach (var rename in _renames.ToList())
        {
            try
            {
                if (registry.Device(rename.Device) is { } device && (device.Via?.Value, device.Alias) != (rename.Gateway, rename.Name))
                {
                    await grains.RegisterAsync(device with { Via = DeviceId.Of(rename.Gateway), Alias = rename.Name });
                    LogRenamed(rename.Device, rename.Gateway, rename.Name);
                }

                _renames.Remove(rename);
            }
            catch (Exception away) when (away is TryAgainException or TimeoutException or OrleansException)
            {
                // With the next try; the later name of the same device comes after it.
                return;
            }
        }
    }

    /// <summary>What the disk does not take waits; a crash loses it, and its gateway tells it again.</summary>
    private Task TrySaveAsync(bool all) => Task.Run(() =>
    {
        foreach (var (key, newcomer) in inbox.TakeUnsaved(all)) _toSave[key] = newcomer;
        if (_toSave.Count == 0) return;
        try
        {
            file.Save(_toSave.Select(n => new StoredItem(0, "", n.Key, n.Value is null ? null : JsonSerializer.SerializeToUtf8Bytes(n.Value))));
            _toSave.Clear();
        }
        catch (Exception away) when (away is SqliteException or InvalidDataException)
        {
            LogAway(away.Message);
        }
    });

    private static Newcomer? Read(StoredItem item)
    {
        try
        {
            return JsonSerializer.Deserialize<Newcomer>(item.Value);
        }
        catch (JsonException)
        {
            // Another version's. It will be told again.
            return null;
        }
    }

    [LoggerMessage(1, LogLevel.Warning, "The inbox of unknown devices begins anew: {Why}")]
    private partial void LogBroken(string why);

    [LoggerMessage(2, LogLevel.Warning, "The inbox of unknown devices waits for the disk: {Why}")]
    private partial void LogAway(string why);

    [LoggerMessage(3, LogLevel.Information, "Device {Device} is called {Name} at gateway {Gateway} from here on")]
    private partial void LogRenamed(string device, string gateway, string name);
}
