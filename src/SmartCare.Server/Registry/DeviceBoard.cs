using System.Collections.Concurrent;
using SmartCare.Domain.Decisions;
using SmartCare.Domain.Readings;
using SmartCare.Domain.Words;
using SmartCare.Grains;

namespace SmartCare.Server.Registry;

/// <summary>How a device stands, as last released.</summary>
internal sealed record DeviceStand(DateTimeOffset? LastSeenAt, bool? Online, bool ClockWrong, ChannelValue[] Values)
{
    public static readonly DeviceStand Silent = new(null, null, false, []);
}

/// <summary>The last word of every device, for lists and the room view. In memory; made again at the start from the grains' states.</summary>
internal sealed class DeviceBoard
{
    private readonly ConcurrentDictionary<string, DeviceStand> _devices = new();

    public DeviceStand Of(string device) => _devices.GetValueOrDefault(device, DeviceStand.Silent);

    /// <summary>Takes over what the newest snapshots say; entries after them follow by replay.</summary>
    public void Load(IJournal journal)
    {
        for (var shard = 0; shard < journal.ShardCount; shard++)
        {
            foreach (var saved in journal.Saved(shard, (byte)SubjectKind.Device))
            {
                var state = CareJson.Read<DeviceState>(saved.State.Span)!;
                if (state.Record is not null)
                    _devices[saved.Id.Key] = new DeviceStand(state.LastSeenAt, state.Online, state.ClockWrong, state.Values);
            }
        }
    }

    public void Follow(Entry<CareMessage> entry, IReadOnlyList<CareEffect> effects)
    {
        if (entry.Message is DeviceSpoke { Reading: var reading } && reading.Find(Channels.Availability)?.Text != Channels.Offline)
            Change(reading.Device.Value, s => s with
            {
                LastSeenAt = DateTimeOffset.FromUnixTimeMilliseconds(entry.AtMs),
                Online = true,
                // What a test says is no state of the room.
                Values = reading.Find(Channels.Test) is { IsTrue: true } ? s.Values : LastValues.Merge(s.Values, reading.Values),
            });
        foreach (var effect in effects)
            if (effect is DeviceStanding standing)
                Change(standing.Device.Value, s => s with { Online = standing.Online, ClockWrong = standing.ClockWrong });
    }

    private void Change(string device, Func<DeviceStand, DeviceStand> change) =>
        _devices[device] = change(_devices.GetValueOrDefault(device, DeviceStand.Silent));
}
