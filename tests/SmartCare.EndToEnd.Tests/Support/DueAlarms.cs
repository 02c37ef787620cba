using System.Text.Json;

namespace SmartCare.Testing;

/// <summary>
/// What must happen in a demo home whose silo is killed: a press becomes one alert, a suspected fall that nobody takes back becomes one, and a
/// help call that nobody acknowledges is escalated. Knows what was asked for, and judges whether it came, once, and how late.
/// </summary>
internal sealed class DueAlarms(SiloProcess silo)
{
    /// <summary>By the default policy.</summary>
    private static readonly TimeSpan s_fallWindow = TimeSpan.FromSeconds(30), s_escalation = TimeSpan.FromSeconds(60);

    private readonly Dictionary<string, DateTimeOffset> _falls = [];
    private readonly List<string> _takenBack = [];
    private readonly List<DateTimeOffset> _escalations = [];
    private readonly List<(string Bed, Task<(DateTimeOffset Said, DateTimeOffset Acknowledged)> Press)> _presses = [];

    /// <param name="Late">How long the silo was up and had not done it.</param>
    /// <param name="WhileDown">It fell due while the silo was down.</param>
    /// <param name="Course">How it came, counted from when it was due.</param>
    public readonly record struct Verdict(string What, TimeSpan Late, bool WhileDown, string Course);

    public int TakenBack => _takenBack.Count;

    /// <summary>Nothing that was asked for falls due later; null: nothing was.</summary>
    public DateTimeOffset? Last => All.Max();

    private IEnumerable<DateTimeOffset?> All => _falls.Values.Concat(_escalations).Select(d => (DateTimeOffset?)d);

    /// <summary>The radar suspects a fall. It is acknowledged when this returns.</summary>
    public async Task SuspectAsync(string place, int qos) =>
        _falls.Add(place, (await Firmware.SayAsync(silo, $"fall-{place}", "\"fall\":\"suspected\"", qos)).Said + s_fallWindow);

    /// <summary>Who fell has got up inside the window.</summary>
    public async Task TakeBackAsync(string place, int qos)
    {
        var due = _falls[place];
        await Firmware.SayAsync(silo, $"fall-{place}", "\"fall\":\"none\"", qos);
        // Later it would be a fall that rang and is over: not what is asked here.
        Assert.True(DateTimeOffset.UtcNow < due, $"The machine is too slow: the window of {place} is over.");
        _falls.Remove(place);
        _takenBack.Add(place);
    }

    /// <summary>The button of a bed is pressed, once.</summary>
    public Task PressAsync(string bed, int qos)
    {
        var press = Firmware.SayAsync(silo, $"call-{bed}", "\"action\":\"emergency\"", qos);
        _presses.Add((bed, press));
        return press;
    }

    /// <summary>The same, and its escalation counts among what falls due.</summary>
    public async Task CallAsync(string bed, int qos)
    {
        await PressAsync(bed, qos);
        _escalations.Add((await _presses[^1].Press).Said + s_escalation);
    }

    /// <summary>The last of what falls due within this time.</summary>
    public DateTimeOffset? Within(TimeSpan time)
    {
        var now = DateTimeOffset.UtcNow;
        return All.Where(d => d > now && d < now + time).Max();
    }

    /// <summary>Asks the silo for the falls that must have rung, until they have or it is clear that they will not.</summary>
    public async Task<List<Verdict>> FallsAsync(Api api)
    {
        var falls = await Until.TrueAsync(async () => Of(await api.AlertsAsync("all"), "fall"), f => f.Count >= _falls.Count, Tool.Patience);
        var places = falls.ToLookup(a => a.GetProperty("place").GetString()!);
        Assert.All(_takenBack, p => Assert.Empty(places[p]));
        Assert.Equal(_falls.Count, falls.Count);
        return [.. _falls.Select(f =>
        {
            var alert = Assert.Single(places[f.Key]);
            Assert.Equal(1, alert.GetProperty("occurrences").GetInt32());
            return Judge($"fall in {f.Key}", f.Value, alert.GetProperty("raisedAt").GetDateTimeOffset());
        })];
    }

    /// <summary>Every button that was pressed has one alert of one occurrence.</summary>
    public async Task<List<Verdict>> PressesAsync(Api api)
    {
        foreach (var (_, press) in _presses) await press;
        var calls = await Until.TrueAsync(async () => Of(await api.AlertsAsync("all"), "help"), h => h.Count >= _presses.Count, Tool.Patience);
        Assert.Equal(_presses.Count, calls.Count);
        var elders = calls.ToLookup(a => a.GetProperty("elder").GetProperty("id").GetString()!);
        var verdicts = new List<Verdict>();
        foreach (var (bed, press) in _presses)
        {
            var alert = Assert.Single(elders[$"elder-{bed}"]);
            Assert.Equal(1, alert.GetProperty("occurrences").GetInt32());
            var (said, acknowledged) = await press;
            var raisedAt = alert.GetProperty("raisedAt").GetDateTimeOffset();
            Assert.True(raisedAt >= said, $"{bed} was pressed at {said:O} and rang at {raisedAt:O}.");
            verdicts.Add(VerdictOf($"press at {bed}", acknowledged, raisedAt));
        }

        return verdicts;
    }

    /// <summary>Every help call that was due by now: those that were counted on, and those of whoever else pressed long enough ago.</summary>
    public async Task<List<Verdict>> EscalationsAsync(Api api)
    {
        var calls = await Until.TrueAsync(async () => Of(await api.AlertsAsync("all"), "help"),
            c => c.Count(a => EscalatedAt(a) is not null) >= _escalations.Count, Tool.Patience);
        var now = DateTimeOffset.UtcNow;
        return [.. calls.Select(a => (Alert: a, Due: a.GetProperty("raisedAt").GetDateTimeOffset() + s_escalation)).Where(c => c.Due < now)
            .Select(c => Judge($"help in {c.Alert.GetProperty("place").GetString()}", c.Due, EscalatedAt(c.Alert) ?? now))];
    }

    private Verdict Judge(string what, DateTimeOffset due, DateTimeOffset done)
    {
        Assert.True(done >= due, $"{what} was due at {due:O} and came at {done:O}.");
        return VerdictOf(what, due, done);
    }

    private Verdict VerdictOf(string what, DateTimeOffset due, DateTimeOffset done) => new(
        what, silo.Outages.Late(due, done), silo.Outages.Covers(due), $"done after {(done - due).TotalSeconds:0.0} s; {silo.Outages.Between(due, done)}");

    private static List<JsonElement> Of(List<JsonElement> alerts, string kind) => [.. alerts.Where(a => a.GetProperty("kind").GetString() == kind)];

    private static DateTimeOffset? EscalatedAt(JsonElement alert)
    {
        foreach (var step in alert.GetProperty("history").EnumerateArray())
            if (step.GetProperty("what").GetString() == "escalated")
                return step.GetProperty("at").GetDateTimeOffset();
        return null;
    }
}
