using SmartCare.Simulator.Devices;
using SmartCare.Simulator.Verdict;

namespace SmartCare.Simulator.Scenarios;

/// <summary>Writes a script line by line.</summary>
internal sealed class ScriptDraft
{
    private readonly List<Step> _steps = [];

    public ScriptDraft Say(double atS, SimDevice device, Func<long, byte[]> payloadAt, string did, string? wall = null) =>
        Add(atS, new Act.Say(device, payloadAt), did, wall);

    public ScriptDraft Note(double atS, string did, string? wall = null) => Add(atS, new Act.Nothing(), did, wall);

    public ScriptDraft Add(double atS, Act act, string did, string? wall = null)
    {
        _steps.Add(new Step(TimeSpan.FromSeconds(atS), did, wall, act));
        return this;
    }

    /// <summary>Of the step before.</summary>
    public ScriptDraft Expect(params IReadOnlyList<Expectation> expected)
    {
        _steps[^1] = _steps[^1] with { Expected = expected };
        return this;
    }

    public Script End(string title) =>
        new(title, [.. _steps.Select(s => s.Act).OfType<Act.Say>().Select(s => s.Device).Distinct()], [.. _steps.OrderBy(s => s.At)]);
}
