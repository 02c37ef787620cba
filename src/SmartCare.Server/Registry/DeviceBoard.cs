using System.Collections.Concurrent;
using SmartCare.Domain.Decisions;
using SmartCare.Domain.Readings;
using SmartCare.Domain.Words;
using SmartCare.Grains;

namespace SmartCare.Server.Registry;

/// <summary>How a device stands, as last released.</summary>
internal sealed record DeviceStand(DateTimeOffset? LastSeenAt, bool? Online, bool ClockWrong, DateTimeOffset? LastTestAt, ChannelValue[] Values)
{
    public static readonly DeviceStand Silent = new(null, null, false, null, []);
}

/// <summary>The last word of every device, for lists and the room view; what it follows, the elders' board follows too. In memory; made again at the start from the grains' states.</summary>
internal sealed class DeviceBoard(ElderBoard elders)
{
    /// <summary>A place for each device, in which its stand is replaced: half of what replacing it in the dictionary costs.</summary>
    private sealed class Cell
    {
        public volatile DeviceStand Stand = DeviceStand.Silent;
    }

    private readonly ConcurrentDictionary<string, Cell> _devices = new();

    public DeviceStand Of(string device) => _devices.GetValueOrDefault(device)?.Stand ?? DeviceStand.Silent;

    /// <summary>Takes over what the newest snapshots say; entries after them follow by replay.</summary>
    public void Load(IJournal journal)
    {
        elders.Load(journal);
        for (var shard = 0; shard < journal.ShardCount; shard++)
        {
            foreach (var saved in journal.Saved(shard, (byte)SubjectKind.Device))
            {
                var state = CareJson.Read<DeviceState>(saved.State.Span)!;
                if (state.Record is not null)
                    CellOf(saved.Id.Key).Stand = new DeviceStand(state.LastSeenAt, state.Online, state.ClockWrong, state.Upkeep.LastTestAt, state.Values);
            }
        }
    }

    public void Follow(Entry<CareMessage> entry, IReadOnlyList<CareEffect> effects)
    {
        if (entry.Message is DeviceSpoke { Reading: var reading } && reading.Find(Channels.Availability)?.Text != Channels.Offline)
        {
            var cell = CellOf(reading.Device.Value);
            var stand = cell.Stand;
            cell.Stand = stand with
            {
                LastSeenAt = DateTimeOffset.FromUnixTimeMilliseconds(entry.AtMs),
                Online = true,
                // What a test says is no state of the room.
                Values = reading.Find(Channels.Test) is { IsTrue: true } ? stand.Values : LastValues.Merge(stand.Values, reading.Values),
            };
        }

        elders.Follow(effects);
        foreach (var effect in effects)
        {
            if (effect is DeviceStanding standing && CellOf(standing.Device.Value) is var cell)
                cell.Stand = cell.Stand with { Online = standing.Online, ClockWrong = standing.ClockWrong };
            if (effect is Remarked { Remark: Remark.Tested } tested && CellOf(tested.About) is var one)
                one.Stand = one.Stand with { LastTestAt = DateTimeOffset.FromUnixTimeMilliseconds(entry.AtMs) };
        }
    }

    // One writer at a time: under the committer's lock, or before the start.
    private Cell CellOf(string device) => _devices.GetOrAdd(device, static _ => new Cell());
}
