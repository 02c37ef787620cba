using SmartCare.Domain.Decisions;
using SmartCare.Grains.Commit;
using SmartCare.Server.Operations;

namespace SmartCare.Server.Care;

/// <summary>What the decisions were, counted; and the bugs they met, logged.</summary>
internal sealed partial class DecisionCounters(Metrics metrics, ILogger<DecisionCounters> log)
{
    private readonly Counter _readings = metrics.Counter("smartcare_readings_total", "Readings decided on and released.");

    /// <summary>Grains that threw and whose fault still has to reach the wall.</summary>
    public event Action<GrainFaulted>? Faulted;

    public void Count(GrainRecord record)
    {
        if (record.Heard is DeviceSpoke) _readings.Add();
        foreach (var effect in record.Effects)
        {
            if (effect is Remarked remarked)
                metrics.Counter("smartcare_remarks_total", "Readings that were not plain news.", ("what", remarked.Remark.ToString())).Add();
            else if (effect is AlertChanged { Alert.Kind: var kind, Event.What: var step })
                metrics.Counter("smartcare_alert_changes_total", "Changes of alerts.", ("kind", kind.ToString()), ("what", step.ToString())).Add();
            else if (effect is GrainFaulted fault)
                Report(fault);
        }
    }

    /// <summary>A grain's fault that is known elsewhere than in a record: logged, counted, and brought to the wall.</summary>
    public void Report(GrainFaulted fault)
    {
        LogFault(fault.Grain, fault.Error);
        metrics.Counter("smartcare_grain_faults_total", "Times that a grain met a bug, or could not be begun.").Add();
        Faulted?.Invoke(fault);
    }

    [LoggerMessage(1, LogLevel.Error, "Grain {Grain} met a bug, and its state was kept: {Error}")]
    private partial void LogFault(string grain, string error);
}
