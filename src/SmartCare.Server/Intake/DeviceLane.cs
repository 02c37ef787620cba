using SmartCare.Domain.Readings;
using SmartCare.Domain.Words;
using SmartCare.GrainInterfaces;
using SmartCare.Grains.Silo;
using SmartCare.Mqtt.Server;

namespace SmartCare.Server.Intake;

/// <summary>
/// The readings of one device on their way to its grain, in the order in which they came. What came together goes in one call; while the grain
/// is in memory calls follow each other without waiting. The first to a grain that has to be found or woken goes alone until it is: messages that
/// look for their grain may overtake each other, and a button that was pressed and let go must not be let go first.
/// </summary>
/// <param name="clock">What is known of the device's.</param>
/// <param name="failed">Told of each call that failed and will be made again, and how often that has been in a row.</param>
internal sealed class DeviceLane(DeviceId device, IDeviceGrain grain, CareSilo silo, DeviceClock clock, Action<DeviceId, int, Exception> failed)
{
    /// <summary>Less than after how long an idle grain leaves memory, here or in another silo.</summary>
    private const long SurelyAwakeMs = 10 * 60_000;

    /// <summary>zigbee2mqtt sends a message and its parts in one go.</summary>
    private const long PartsFollowMs = 2_000;

    private sealed record Whole(ChannelValue[] Values, long AtMs);

    private volatile Whole? _whole;
    private static readonly TimeSpan s_again = TimeSpan.FromMilliseconds(500);
    private readonly Subject _subject = Subject.Of(device);
    private readonly Lock _gate = new();
    private List<Reading> _readings = [];
    private List<MqttReceipt> _receipts = [];
    private long _answeredMs = long.MinValue / 2;
    private bool _oneGoesAlone;

    public DeviceClock Clock => clock;

    /// <summary>The whole of a message whose values may come once more, each on a topic of its own.</summary>
    public void RememberWhole(ChannelValue[] values) => _whole = new Whole(values, silo.NowMs);

    /// <summary>Nothing is in these values but what the whole said a moment ago; null and that it is there tell nothing.</summary>
    public bool HasJustSaid(ChannelValue[] values) =>
        _whole is { } whole && silo.NowMs - whole.AtMs < PartsFollowMs && Array.TrueForAll(values, v => v.Channel == Channels.Availability || Array.IndexOf(whole.Values, v) >= 0);

    /// <summary>Takes a reading; it goes on its way with <see cref="Flush"/>.</summary>
    public void Add(Reading reading, MqttReceipt receipt)
    {
        lock (_gate)
        {
            _readings.Add(reading);
            _receipts.Add(receipt);
        }
    }

    public void Flush()
    {
        lock (_gate)
        {
            if (_readings.Count == 0 || _oneGoesAlone) return;
            _oneGoesAlone = !silo.IsAwake(_subject) && silo.NowMs - _answeredMs > SurelyAwakeMs;
            var report = Send();
            if (_oneGoesAlone) _ = LetOthersGoAsync(report);
        }
    }

    /// <summary>Everything that waits, in one call.</summary>
    private Task Send()
    {
        var (readings, receipts) = (_readings.ToArray(), _receipts);
        _readings.Clear();
        _receipts = new List<MqttReceipt>(readings.Length);
        var report = Report(readings);
        _ = FinishAsync(report, readings, receipts);
        return report;
    }

    private Task Report(Reading[] readings) => readings.Length == 1 ? grain.Report(readings[0]) : grain.ReportAll(readings);

    private async Task LetOthersGoAsync(Task first)
    {
        await Task.WhenAny(first, silo.WhenAwake(_subject));
        lock (_gate)
        {
            _oneGoesAlone = false;
            if (_readings.Count > 0) Send();
        }
    }

    /// <summary>Acknowledged means safe: nothing leaves before the readings are on disk.</summary>
    private async Task FinishAsync(Task report, Reading[] readings, List<MqttReceipt> receipts)
    {
        for (var tries = 1; ; tries++)
        {
            try
            {
                await report;
                break;
            }
            catch (Exception error)
            {
                // Its silo died, or may not write any more. Nobody knows whether they were heard, so it is another delivery of the same.
                failed(device, tries, error);
                readings = Array.ConvertAll(readings, r => r with { Redelivered = true });
                await Task.Delay(s_again);
                report = Report(readings);
            }
        }

        foreach (var receipt in receipts) receipt.Complete();
        // Only another silo's grains are asked for it, and half the time is soon enough.
        if (!silo.IsAwake(_subject) && silo.NowMs - Volatile.Read(ref _answeredMs) > SurelyAwakeMs / 2) Volatile.Write(ref _answeredMs, silo.NowMs);
    }
}
