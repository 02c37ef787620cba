using System.Collections.Concurrent;
using System.Text;
using SmartCare.Domain.Registry;
using SmartCare.Domain.Rules;
using SmartCare.Mqtt.Packets;
using SmartCare.Mqtt.Server;
using SmartCare.Server.Intake;
using SmartCare.Server.Registry;

namespace SmartCare.Server.Hooks;

internal enum HookVerdict
{
    /// <summary>On disk, and what it led to will happen.</summary>
    Taken,

    /// <summary>Nobody registered the device: it stands in the inbox, and an alarm of it has rung.</summary>
    Unknown,

    /// <summary>The device is another site's.</summary>
    Foreign,

    /// <summary>Nothing in it can be read.</summary>
    Unreadable,

    /// <summary>Too much waits for the disk; to be sent again.</summary>
    Busy,
}

/// <param name="Device">Which it was about.</param>
internal readonly record struct HookOutcome(HookVerdict Verdict, string Device);

/// <summary>Hands what a signed call said to the grain of its device, by the way of every MQTT message. The same message twice is one.</summary>
internal sealed class HookIntake(HookBook hooks, RegistryIndex registry, IngestPipeline intake, GatewayWatch gateways, RefusedTopics refused, TimeProvider time)
{
    private readonly ConcurrentDictionary<(string Hook, string Message), Lazy<Task<HookOutcome>>> _had = new();
    private readonly ConcurrentQueue<((string, string) Key, DateTimeOffset At)> _order = new();

    /// <param name="message">The webhook-id.</param>
    /// <returns>Ends when it is on disk. A repetition has the answer of the first, without being another event.</returns>
    public async Task<(HookOutcome Outcome, bool IsRepeated)> TakeAsync(Hook hook, string message, byte[] body)
    {
        var key = (hook.Id, message);
        var mine = new Lazy<Task<HookOutcome>>(() => HandInAsync(hook, message, body));
        var had = Remember(key, mine);
        var isTaken = false;
        try
        {
            var outcome = await had.Value;
            isTaken = outcome.Verdict is not HookVerdict.Busy;
            return (outcome, !ReferenceEquals(had, mine));
        }
        finally
        {
            // What was not taken may be sent again under its own id.
            if (!isTaken) _had.TryRemove(KeyValuePair.Create(key, had));
        }
    }

    private Lazy<Task<HookOutcome>> Remember((string, string) key, Lazy<Task<HookOutcome>> mine)
    {
        var now = time.GetUtcNow();
        while (_order.TryPeek(out var oldest) && (now - oldest.At >= HookLimits.RememberedFor || _order.Count > HookLimits.Remembered))
            if (_order.TryDequeue(out oldest)) _had.TryRemove(oldest.Key, out _);
        var had = _had.GetOrAdd(key, mine);
        if (ReferenceEquals(had, mine)) _order.Enqueue((key, now));
        return had;
    }

    private async Task<HookOutcome> HandInAsync(Hook hook, string message, byte[] body)
    {
        var receipt = new Receipt();
        var (verdict, device) = HandIn(hook, message, HookBody.Read(body), receipt);
        if (verdict is HookVerdict.Taken) await receipt.Safe;
        return new HookOutcome(verdict, device);
    }

    private (HookVerdict Verdict, string Device) HandIn(Hook hook, string message, HookBody body, Receipt receipt)
    {
        var own = registry.Device(hook.DeviceId);
        var speaksForOthers = own is not null && Models.All[own.Model].Class is DeviceClass.Gateway;
        var route = new TopicRoute(RouteKind.Reading, speaksForOthers && body.Device is { } name ? name : hook.DeviceId);
        if (speaksForOthers) route = route.Through(registry.NamesAt(hook.DeviceId));
        var device = registry.Device(route.Device);
        var (kind, payload) = body.For(device is null ? StrangerRule.Anything : Models.All[device.Model]);
        var topic = $"hook/{route.Named}";
        if (speaksForOthers && device is not null && device.SiteId != own!.SiteId)
        {
            refused.Tell(hook.DeviceId, topic, payload);
            return (HookVerdict.Foreign, route.Device);
        }

        if (speaksForOthers && hooks.UseOf(hook).TellsThere(time.GetUtcNow())) intake.Tell(own!, isThere: true);
        var touched = new List<DeviceLane>(1);
        // Without a time of its own it is this message by its id, also after a restart: a redelivery as by MQTT's DUP.
        var publish = new MqttInboundPublish { Topic = topic, Payload = payload, Qos = 1, Dup = !body.HasTime };
        var verdict = intake.Take(hook.DeviceId, route with { Kind = kind }, publish, new MqttReceipt(receipt, 0), touched, body.HasTime ? default : Encoding.UTF8.GetBytes(message));
        foreach (var lane in touched) lane.Flush();
        if (verdict == MqttVerdict.Pending && speaksForOthers && route.Device != hook.DeviceId) gateways.SpeaksFor(gateways.LineOf(hook.DeviceId), route.Device);
        return (VerdictOf(verdict), route.Named);
    }

    private static HookVerdict VerdictOf(MqttVerdict verdict) =>
        verdict == MqttVerdict.Pending ? HookVerdict.Taken
        : verdict == MqttVerdict.Busy ? HookVerdict.Busy
        : verdict == MqttVerdict.Refused(MqttReason.TopicNameInvalid) ? HookVerdict.Unknown
        : HookVerdict.Unreadable;

    private sealed class Receipt : IMqttReceiptSink
    {
        private readonly TaskCompletionSource _safe = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Safe => _safe.Task;

        public void Complete(long sequence, MqttReason reason) => _safe.TrySetResult();
    }
}
