using System.Threading.Channels;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;
using Microsoft.Extensions.Options;
using SmartCare.Server.Operations;
using SmartCare.Server.Tests.Support;
using SmartCare.Testing;

namespace SmartCare.Server.Tests.Operations;

/// <summary>What happens is a line of the log: with ids, without names, words and payloads; and nobody fills a disk with it.</summary>
public sealed class EventLogTests : IAsyncLifetime
{
    private const string Unusable = """{"battery":"full","temperature":21}""";

    private readonly ShiftedTime _time = new();
    private readonly Lines _lines = new();
    private TestHost _host = null!;

    public async Task InitializeAsync() => _host = await TestHost.StartAsync(
        s => s.AddSingleton<TimeProvider>(_time).AddSingleton<ILoggerProvider>(_lines), [$"--Logging:LogLevel:{typeof(EventLog).FullName}=Information"]);

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    public async Task Each_change_of_an_alert_is_a_line_and_so_is_that_nobody_came()
    {
        await using var wall = await _host.WallAsync();
        await _host.SayAsync("call-102-1", """{"action":"emergency"}""");
        var alert = await wall.AlertAsync(a => a.Kind == "help");
        var raised = await _lines.NextAsync($"Alert {alert.Id}");
        Assert.StartsWith($"Alert {alert.Id} seq {alert.Alert.GetProperty("seq").GetInt64()} at sunshine: Help High Raised, now Open; place 102, elder elder-102-1, device call-102-1, by ", raised.Text, StringComparison.Ordinal);
        Assert.Equal(("sunshine", alert.Id), (raised.Values["Site"], raised.Values["Alert"]));

        _time.Advance(TimeSpan.FromSeconds(61));
        await _host.SayAsync("door-102", """{"contact":true}""");
        var escalated = await _lines.NextAsync($"Alert {alert.Id}");
        Assert.Equal((LogLevel.Warning, "2"), (escalated.Level, escalated.Values["Tier"]?.ToString()));

        await wall.InvokeAsync("Acknowledge", alert.Id);
        Assert.Contains("Acknowledged, now Acknowledged", (await _lines.NextAsync($"Alert {alert.Id}")).Text, StringComparison.Ordinal);
        var name = alert.Alert.GetProperty("elder").GetProperty("name").GetString()!;
        Assert.DoesNotContain(_lines.All, l => l.Text.Contains(name, StringComparison.Ordinal) || l.Text.Contains("emergency", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Sign_ins_and_what_went_into_the_quarantine_are_lines_without_what_was_typed()
    {
        await _host.PersonAsync("duty");
        Assert.StartsWith("duty signed in by password from 127.0.0.1", (await _lines.NextAsync("duty signed")).Text, StringComparison.Ordinal);
        using var stranger = Person.Nobody(_host.Http);
        await stranger.SignInAsync("my-secret-word", "wrong");
        Assert.Equal("A sign-in by password from 127.0.0.1 was refused with 401", (await _lines.NextAsync("A sign-in")).Text);
        await _host.SayAsync("smoke-103", Unusable);
        Assert.Equal("Something that smoke-103 sent went into the quarantine: bad_channel", (await _lines.NextAsync("Something")).Text);
        Assert.DoesNotContain(_lines.All, l => l.Text.Contains("my-secret-word", StringComparison.Ordinal) || l.Text.Contains("full", StringComparison.Ordinal));
    }

    [Fact]
    public void Beyond_sixty_a_minute_lines_are_left_out_and_that_is_told_once()
    {
        var time = new SetTime();
        var pace = new LinePace(time);
        Assert.All(Enumerable.Range(0, LinePace.PerMinute), _ => Assert.True(pace.MayWrite(out var leftOut) && leftOut == 0));
        Assert.False(pace.MayWrite(out _));
        Assert.False(pace.MayWrite(out _));
        time.Advance(TimeSpan.FromMinutes(1));
        Assert.True(pace.MayWrite(out var told));
        Assert.Equal(2, told);
        Assert.True(pace.MayWrite(out told));
        Assert.Equal(0, told);
    }

    /// <summary>A line may be written by the thread that commits: a log that nobody takes away must not hold up an alarm.</summary>
    [Fact]
    public void The_console_has_times_in_UTC_drops_what_nobody_reads_and_speaks_JSON_when_asked()
    {
        var console = _host.Services.GetRequiredService<IOptions<ConsoleLoggerOptions>>().Value;
        Assert.Equal((ConsoleLoggerQueueFullMode.DropWrite, ConsoleFormatterNames.Simple), (console.QueueFullMode, console.FormatterName));
        var simple = _host.Services.GetRequiredService<IOptionsMonitor<SimpleConsoleFormatterOptions>>().CurrentValue;
        Assert.Equal((true, true), (simple.SingleLine, simple.UseUtcTimestamp));
        Assert.Equal("2026-11-26T22:00:00.000Z ", new DateTime(2026, 11, 26, 22, 0, 0, DateTimeKind.Utc).ToString(simple.TimestampFormat, System.Globalization.CultureInfo.InvariantCulture));
        using var asked = CareHost.Build(["--demo", $"--Data:Path={TestHost.NewFolder()}", "--Logging:Console:FormatterName=json"]);
        Assert.Equal(ConsoleFormatterNames.Json, asked.Services.GetRequiredService<IOptions<ConsoleLoggerOptions>>().Value.FormatterName);
    }

    private sealed record Line(LogLevel Level, string Text, IReadOnlyDictionary<string, object?> Values);

    /// <summary>What this host logs.</summary>
    private sealed class Lines : ILoggerProvider, ILogger
    {
        private readonly Channel<Line> _lines = Channel.CreateUnbounded<Line>();
        private readonly List<Line> _all = [];

        public IReadOnlyList<Line> All
        {
            get { lock (_all) return [.. _all]; }
        }

        /// <summary>The next that begins so; others are passed over.</summary>
        public async Task<Line> NextAsync(string beginning)
        {
            using var patience = new CancellationTokenSource(HubClient.Patience);
            while (true)
                if (await _lines.Reader.ReadAsync(patience.Token) is var line && line.Text.StartsWith(beginning, StringComparison.Ordinal))
                    return line;
        }

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            var line = new Line(logLevel, formatter(state, exception), state is IReadOnlyList<KeyValuePair<string, object?>> values ? values.ToDictionary() : new Dictionary<string, object?>());
            lock (_all) _all.Add(line);
            _lines.Writer.TryWrite(line);
        }

        public void Dispose() { }
    }
}
