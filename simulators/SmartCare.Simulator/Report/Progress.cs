using System.Globalization;
using Spectre.Console;

namespace SmartCare.Simulator.Report;

/// <summary>Shows a run while it lasts: a live table on a terminal, else a line now and then.</summary>
internal static class Progress
{
    private static readonly TimeSpan s_plainEvery = TimeSpan.FromSeconds(10);

    public static Task<T> ShowAsync<T>(bool plain, Func<Action<Snapshot>, Task<T>> run) =>
        plain || Console.IsOutputRedirected || !AnsiConsole.Profile.Capabilities.Interactive
            ? run(Lines())
            : AnsiConsole.Live(new Text("connecting ...")).AutoClear(true).StartAsync(context => run(look =>
            {
                context.UpdateTarget(TableOf(look));
                context.Refresh();
            }));

    private static Action<Snapshot> Lines()
    {
        Snapshot? last = null;
        return look =>
        {
            last ??= look;
            var seconds = (look.Elapsed - last.Elapsed).TotalSeconds;
            // A new phase of the run begins its own clock.
            if (seconds < 0) last = look;
            if (seconds < s_plainEvery.TotalSeconds) return;
            // Rates of the whole time since the last line, not of the last half second.
            Console.WriteLine(LineOf(look with
            {
                SentPerS = (look.Sent - last.Sent) / seconds, AcknowledgedPerS = (look.Acknowledged - last.Acknowledged) / seconds,
            }));
            last = look;
        };
    }

    public static string LineOf(Snapshot look) => string.Create(
        CultureInfo.InvariantCulture,
        $"{look.Elapsed:hh\\:mm\\:ss} connections={look.Connections}/{look.ConnectionsWanted} sent/s={look.SentPerS:0} "
        + $"acked/s={look.AcknowledgedPerS:0} unacknowledged={look.Unacknowledged} reconnects={look.Reconnects} "
        + $"p50_ms={look.P50Ms:0.0} p99_ms={look.P99Ms:0.0}{string.Concat(look.Notes.Select(n => $" {n.Name.Replace(' ', '_')}={n.Value}"))}");

    private static Table TableOf(Snapshot look)
    {
        var table = new Table().Border(TableBorder.Rounded).Title(Markup.Escape(look.Title)).AddColumn("").AddColumn(new TableColumn("").RightAligned());
        table.HideHeaders();
        void Row(string name, FormattableString value) =>
            table.AddRow(new Text(name), new Text(value.ToString(CultureInfo.InvariantCulture)));
        Row("running", $"{look.Elapsed:hh\\:mm\\:ss}");
        Row("connections", $"{look.Connections} of {look.ConnectionsWanted}");
        Row("sent", $"{look.Sent:N0}   {look.SentPerS:N0}/s");
        Row("acknowledged", $"{look.Acknowledged:N0}   {look.AcknowledgedPerS:N0}/s");
        Row("unacknowledged", $"{look.Unacknowledged:N0}");
        Row("reconnects", $"{look.Reconnects:N0}");
        Row("p50 / p99 ack", $"{look.P50Ms:0.0} / {look.P99Ms:0.0} ms");
        foreach (var (name, value) in look.Notes) Row(name, $"{value}");
        return table;
    }
}
