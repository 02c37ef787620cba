using System.Diagnostics.Metrics;
using SmartCare.Domain.Decisions;
using SmartCare.Grains.Commit;
using SmartCare.Server.Operations;

namespace SmartCare.Server.Care;

/// <summary>What the decisions were, counted; and the bugs they met, logged. Called with every reading: it adds to numbers that are looked up when somebody asks.</summary>
internal sealed partial class DecisionCounters
{
    private readonly ILogger<DecisionCounters> _log;
    private readonly Counter _readings, _faults;
    private readonly Counter<long> _alertChanges;
    /// <summary>Of a start; what rings says the same for all.</summary>
    private const int MostUnheard = 100;

    private readonly Lock _hearing = new();
    private readonly List<GrainFaulted> _unheard = [];
    private Action<GrainFaulted>? _faulted;
    private readonly long[] _remarks = new long[Enum.GetValues<Remark>().Length];

    public DecisionCounters(Metrics metrics, ILogger<DecisionCounters> log)
    {
        _log = log;
        _readings = metrics.Counter("smartcare_readings_total", "Readings decided on and released.");
        _faults = metrics.Counter("smartcare_grain_faults_total", "Times that a grain met a bug, or could not be begun.");
        _alertChanges = metrics.Labelled("smartcare_alert_changes_total", "Changes of alerts.");
        metrics.Observe("smartcare_remarks_total", "Readings that were not plain news.", "counter", () => Enum.GetValues<Remark>()
            .Select(r => new Measurement<double>(Interlocked.Read(ref _remarks[(int)r]), new KeyValuePair<string, object?>("what", r.ToString()))));
    }

    /// <summary>Grains that threw and whose fault still has to reach the wall. A grain may wake before anybody listens: its fault is told to the first who does.</summary>
    public event Action<GrainFaulted>? Faulted
    {
        add
        {
            lock (_hearing)
            {
                _faulted += value;
                foreach (var fault in _unheard) value?.Invoke(fault);
                _unheard.Clear();
            }
        }
        remove
        {
            lock (_hearing) _faulted -= value;
        }
    }

    /// <summary>A device is there, or away.</summary>
    public event Action<DeviceStanding>? Stood;

    public void Count(GrainRecord record)
    {
        if (record.Heard is DeviceSpoke) _readings.Add();
        foreach (var effect in record.Effects)
        {
            if (effect is Remarked remarked)
                Interlocked.Increment(ref _remarks[(int)remarked.Remark]);
            else if (effect is DeviceStanding standing)
                Stood?.Invoke(standing);
            else if (effect is AlertChanged { Alert.Kind: var kind, Event.What: var step })
                _alertChanges.Add(1, new("kind", kind.ToString()), new("what", step.ToString()));
            else if (effect is GrainFaulted fault)
                Report(fault);
        }
    }

    /// <summary>A grain's fault that is known elsewhere than in a record: logged, counted, and brought to the wall.</summary>
    public void Report(GrainFaulted fault)
    {
        LogFault(fault.Grain, fault.Error);
        _faults.Add();
        lock (_hearing)
        {
            if (_faulted is { } hear) hear(fault);
            else if (_unheard.Count < MostUnheard) _unheard.Add(fault);
        }
    }

    [LoggerMessage(1, LogLevel.Error, "Grain {Grain} met a bug, and its state was kept: {Error}")]
    private partial void LogFault(string grain, string error);
}
