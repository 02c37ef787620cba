using System.Collections.Concurrent;
using System.Threading.Channels;
using Microsoft.Data.Sqlite;
using SmartCare.Domain.Readings;
using SmartCare.Storage;

namespace SmartCare.Server.Intake;

/// <summary>
/// Which channels of its own each device has. What nobody here knows is kept as a series, so a device that makes up names makes series without end; it may have a
/// few new ones a day. What is known (<see cref="Channels.IsKnown"/>) is never counted: an alarm passes, whatever stands beside it.
/// </summary>
/// <remarks>In memory, and behind it in a file beside the journal, so that a restart gives nobody a new day. A file that cannot be read is put aside: then the
/// devices' channels are new once more.</remarks>
internal sealed partial class ChannelBook(ItemFile file, TimeProvider time, ILogger<ChannelBook> log) : BackgroundService
{
    /// <summary>Of one device in one UTC day: the richest device of zigbee2mqtt says some thirty values that the contract does not name.</summary>
    public const int NewPerDay = 32;

    /// <summary>Of one device for ever: eight firmwares that rename everything.</summary>
    public const int Most = 256;

    /// <summary>Names of a message that was cut which are told.</summary>
    private const int MostTold = 3;

    private static readonly TimeSpan s_again = TimeSpan.FromSeconds(5);
    private readonly ConcurrentDictionary<string, Own> _devices = new();
    private readonly List<StoredItem> _group = [];

    /// <summary>Never longer than the devices have channels of their own.</summary>
    private readonly Channel<StoredItem> _toSave = Channel.CreateUnbounded<StoredItem>(new() { SingleReader = true });

    /// <summary>What one device has. The set is never changed, but replaced: it is asked with every reading and grows a few times in a life.</summary>
    private sealed class Own
    {
        public volatile HashSet<string> Names = [];
        public int Day, NewToday;
    }

    public override Task StartAsync(CancellationToken cancellationToken)
    {
        Load();
        return base.StartAsync(cancellationToken);
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await TrySaveAsync();
    }

    /// <summary>Takes what may stay of a message's values.</summary>
    /// <param name="news">Channels that it never said before, for the quarantine; null: none.</param>
    /// <param name="trouble">What was set aside, for the quarantine; null: nothing was.</param>
    public ChannelValue[] Admit(string device, ChannelValue[] values, out string? news, out string? trouble)
    {
        var own = _devices.TryGetValue(device, out var known) ? known : _devices.GetOrAdd(device, static _ => new Own());
        news = trouble = null;
        return HasAll(own.Names, values) ? values : Sort(device, own, values, out news, out trouble);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (await _toSave.Reader.WaitToReadAsync(stoppingToken))
            while (!await TrySaveAsync())
                await Task.Delay(s_again, time, stoppingToken);
    }

    /// <summary>Of nearly every message, so without anything new on the heap.</summary>
    private static bool HasAll(HashSet<string> names, ChannelValue[] values)
    {
        foreach (var value in values)
            if (!Channels.IsKnown(value.Channel) && !names.Contains(value.Channel))
                return false;
        return true;
    }

    private ChannelValue[] Sort(string device, Own own, ChannelValue[] values, out string? news, out string? trouble)
    {
        var (added, aside) = (new List<string>(), new List<string>());
        var kept = Array.FindAll(values, v =>
        {
            if (Channels.IsKnown(v.Channel) || own.Names.Contains(v.Channel)) return true;
            var isTaken = TryAdd(device, own, v.Channel);
            (isTaken ? added : aside).Add(v.Channel);
            return isTaken;
        });
        news = added.Count == 0 ? null : $"not of the contract, kept as a series when it is a number: {string.Join(", ", added)}";
        trouble = aside.Count == 0 ? null
            : $"{aside.Count} more new channels than a device may have ({NewPerDay} a day, {Most} in all): {string.Join(", ", aside.Take(MostTold))}";
        return kept;
    }

    private bool TryAdd(string device, Own own, string channel)
    {
        lock (own)
        {
            if (own.Names.Contains(channel)) return true;
            var today = DayOf(time.GetUtcNow());
            if (own.Day != today) (own.Day, own.NewToday) = (today, 0);
            if (own.NewToday >= NewPerDay || own.Names.Count >= Most) return false;
            own.NewToday++;
            own.Names = [.. own.Names, channel];
            _toSave.Writer.TryWrite(new StoredItem(0, device, channel, BitConverter.GetBytes(today)));
            return true;
        }
    }

    private void Load()
    {
        var today = DayOf(time.GetUtcNow());
        var items = file.LoadOrSetAside(time.GetUtcNow(), out var trouble);
        if (trouble is not null) LogBroken(trouble);
        foreach (var device in items.GroupBy(i => i.Owner))
            _devices[device.Key] = new Own
            {
                Names = [.. device.Select(i => i.Name)], Day = today, NewToday = device.Count(i => i.Value is { Length: sizeof(int) } day && BitConverter.ToInt32(day) == today),
            };
    }

    /// <returns>False: the disk is away. What waits is lost in a crash, and new once more.</returns>
    private Task<bool> TrySaveAsync() => Task.Run(() =>
    {
        while (_toSave.Reader.TryRead(out var item)) _group.Add(item);
        if (_group.Count == 0) return true;
        try
        {
            file.Save(_group);
            _group.Clear();
            return true;
        }
        catch (Exception away) when (away is SqliteException or InvalidDataException)
        {
            LogAway(away.Message);
            return false;
        }
    });

    private static int DayOf(DateTimeOffset now) => (int)(now.ToUnixTimeSeconds() / 86_400);

    [LoggerMessage(1, LogLevel.Error, "The channels of devices are new once more: {Why}")]
    private partial void LogBroken(string why);

    [LoggerMessage(2, LogLevel.Warning, "New channels of devices wait for the disk: {Why}")]
    private partial void LogAway(string why);
}
