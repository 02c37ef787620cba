using System.Collections.Concurrent;
using System.Diagnostics;
using SmartCare.Grains.Silo;
using SmartCare.Server.Tests.Support;
using SmartCare.Testing;

namespace SmartCare.Server.Tests.Operations;

/// <summary>The way of one press, from its PUBLISH to the wall, is one trace.</summary>
[Collection(InTheHouse.Name)]
public sealed class TraceTests(House house)
{
    [Fact]
    public async Task A_press_is_one_trace_from_the_publish_to_the_hub()
    {
        var button = $"call-{house.Bed()}";
        using var traces = new Traces(button);
        await using var wall = await house.Host.WallAsync();
        await house.Host.SayAsync(button, """{"action":"emergency"}""");
        await wall.AlertAsync(a => a.Kind == "help" && a.Alert.GetProperty("device").GetProperty("id").GetString() == button);

        var steps = await traces.UntilAsync("hub", "decide site");
        var publish = steps.Single(s => s.OperationName == "publish");
        var device = steps.Single(s => s.OperationName == "decide device");
        var site = steps.Single(s => s.OperationName == "decide site");
        var letter = steps.Single(s => s.SpanId == site.ParentSpanId);
        Assert.Equal(default, publish.ParentSpanId);
        Assert.Equal(("letter", device.SpanId), (letter.OperationName, letter.ParentSpanId));
        Assert.Equal(publish.SpanId, device.ParentSpanId);
        Assert.Equal(publish.SpanId, steps.Single(s => s.OperationName == "decode").ParentSpanId);
        Assert.All(steps.Where(s => s.OperationName == "hub"), s => Assert.Equal(site.SpanId, s.ParentSpanId));
        foreach (var decision in steps.Where(IsDecision)) Assert.Single(steps, s => s.OperationName == "commit" && s.ParentSpanId == decision.SpanId);
        Assert.All(steps, s => Assert.True(s.TraceId == publish.TraceId && s.StartTimeUtc >= publish.StartTimeUtc, s.OperationName));
    }

    [Fact]
    public async Task What_cannot_be_an_alarm_is_not_traced()
    {
        var room = house.Room();
        using var traces = new Traces($"call-{room}-1");
        using var ordinary = new Traces($"smoke-{room}");
        await using var wall = await house.Host.WallAsync();
        await house.Host.SayAsync($"smoke-{room}", """{"battery":80,"temperature":21}""");
        await house.Host.SayAsync($"call-{room}-1", """{"action":"emergency"}""");
        await traces.UntilAsync("hub");
        Assert.Empty(ordinary.Ended);
    }

    private static bool IsDecision(Activity step) => step.OperationName.StartsWith("decide", StringComparison.Ordinal);

    /// <summary>The steps that end of traces that began with one device.</summary>
    private sealed class Traces : IDisposable
    {
        private readonly ConcurrentDictionary<ActivityTraceId, bool> _mine = new();
        private readonly ConcurrentQueue<Activity> _ended = new();
        private readonly SemaphoreSlim _more = new(0);
        private readonly ActivityListener _listener;

        public Traces(string device)
        {
            _listener = new ActivityListener
            {
                ShouldListenTo = source => source.Name == AlarmTrace.SourceName,
                Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
                ActivityStopped = step =>
                {
                    // The first step ends before what it leads to does, but after decoding.
                    if (step.GetTagItem("smartcare.device") as string == device) _mine[step.TraceId] = true;
                    _ended.Enqueue(step);
                    _more.Release();
                },
            };
            ActivitySource.AddActivityListener(_listener);
        }

        public IReadOnlyList<Activity> Ended => [.. _ended.Where(s => _mine.ContainsKey(s.TraceId))];

        /// <returns>All of them, once steps of these names have ended, and each decision's commit and each letter.</returns>
        public async Task<IReadOnlyList<Activity>> UntilAsync(params string[] names)
        {
            while (true)
            {
                var steps = Ended;
                int Of(string name) => steps.Count(s => s.OperationName == name);
                if (names.All(n => Of(n) > 0) && Of("commit") == steps.Count(IsDecision) && Of("letter") == steps.Count(IsDecision) - 1) return steps;
                Assert.True(await _more.WaitAsync(HubClient.Patience), $"ended: {string.Join(", ", steps.Select(s => s.OperationName))}");
            }
        }

        public void Dispose() => _listener.Dispose();
    }
}
