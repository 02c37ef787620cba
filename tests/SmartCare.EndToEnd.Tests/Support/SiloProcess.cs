using System.Diagnostics;
using System.Text.RegularExpressions;

namespace SmartCare.Testing;

/// <summary>The silo as a user runs it: a process of its own, killed and started again on the same data folder and ports.</summary>
internal sealed partial class SiloProcess : IAsyncDisposable
{
    private readonly string[] _options;
    private readonly bool _isDemo;
    private TaskCompletionSource _up = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Child? _child;

    private SiloProcess(string dataPath, bool isDemo, string[] options) => (DataPath, _isDemo, _options) = (dataPath, isDemo, options);

    public string DataPath { get; }

    public Uri Http { get; private set; } = null!;

    public int MqttPort { get; private set; }

    public Child Child => _child!;

    /// <summary>Its ports are open. After a kill: of the next start.</summary>
    public Task WhenUp => _up.Task;

    /// <summary>From each kill to the open ports of the next start.</summary>
    public Outages Outages { get; } = new();

    /// <summary>How long the last start took, from the process to open ports.</summary>
    public TimeSpan StartTook { get; private set; }

    /// <summary>A demo silo on free ports with a data folder of its own.</summary>
    public static Task<SiloProcess> StartAsync(params string[] options) => StartAsync(isDemo: true, options);

    /// <summary>A silo in which there is nobody but its first administrator.</summary>
    public static Task<SiloProcess> StartEmptyAsync() => StartAsync(isDemo: false, []);

    private static async Task<SiloProcess> StartAsync(bool isDemo, string[] options)
    {
        var silo = new SiloProcess(Directory.CreateTempSubdirectory("smartcare-e2e-").FullName, isDemo, options);
        await silo.StartAgainAsync();
        return silo;
    }

    /// <summary>On the same data, and from the second time on on the same ports: its clients find it again.</summary>
    public async Task StartAgainAsync()
    {
        var clock = Stopwatch.StartNew();
        _child = new Child("dotnet",
        [
            Path.Combine(AppContext.BaseDirectory, "SmartCare.Server.dll"), $"--Demo={_isDemo}", $"--Data:Path={DataPath}", $"--Http:Port={Http?.Port ?? 0}",
            $"--Mqtt:Port={MqttPort}", .. _options,
        ]);
        var line = Up().Match(await _child.LineAsync(l => Up().IsMatch(l), Tool.Patience));
        Http = new Uri(line.Groups["http"].Value);
        MqttPort = int.Parse(line.Groups["mqtt"].Value, System.Globalization.CultureInfo.InvariantCulture);
        StartTook = clock.Elapsed;
        Outages.End(DateTimeOffset.UtcNow);
        _up.TrySetResult();
    }

    public Task KillAsync()
    {
        Outages.Begin(DateTimeOffset.UtcNow);
        _up = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        return Child.KillAsync();
    }

    public Task<int> StopAsync() => Child.StopAsync(Tool.Patience);

    public async ValueTask DisposeAsync()
    {
        if (_child is not null) await _child.DisposeAsync();
        Directory.Delete(DataPath, recursive: true);
    }

    [GeneratedRegex(@"SmartCare is up\. Wall: (?<http>\S+)  MQTT: mqtt://[^:]+:(?<mqtt>\d+)")]
    private static partial Regex Up();
}
