using System.Diagnostics;
using System.Globalization;
using SmartCare.Simulator.Devices;
using SmartCare.Simulator.Fleet;
using SmartCare.Simulator.Verdict;

namespace SmartCare.Simulator.Scenarios;

/// <summary>Plays a script and says, step by step, what happens and what should be seen.</summary>
internal sealed class ScriptWorkload(Script script, IReadOnlyDictionary<SimDevice, DeviceLink> links, TextWriter output) : IWorkload
{
    private readonly List<(Expectation What, long PlayedAt)> _expected = [];
    private int _next;

    /// <summary>Of the steps so far.</summary>
    public IReadOnlyList<(Expectation What, long PlayedAt)> Expected => _expected;

    public IReadOnlyList<(string Name, string Value)> Notes =>
        [("steps", string.Create(CultureInfo.InvariantCulture, $"{_next} of {script.Steps.Count}"))];

    public void Step(Moment now)
    {
        while (_next < script.Steps.Count && script.Steps[_next].At <= now.Elapsed) Play(script.Steps[_next++], now);
    }

    private void Play(Step step, Moment now)
    {
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{step.At.TotalSeconds,5:0.0} s  {step.Did}"));
        foreach (var what in step.Expected) _expected.Add((what, Stopwatch.GetTimestamp()));
        if (step.Wall is not null) output.WriteLine($"         wall: {step.Wall}");
        switch (step.Act)
        {
            case Act.Say say:
                links[say.Device].Send(new Outgoing(say.Device.Topic, say.PayloadAt(now.UnixMs)));
                break;
            case Act.PowerOff:
                foreach (var link in links.Values) link.PowerOff();
                break;
            case Act.PowerOn:
                foreach (var link in links.Values) link.PowerOn();
                break;
        }
    }
}
