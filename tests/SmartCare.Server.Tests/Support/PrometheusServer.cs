using System.Diagnostics;
using System.Text.Json;

namespace SmartCare.Server.Tests.Support;

/// <summary>A real Prometheus (Debian package <c>prometheus</c>) that scrapes one address each second, in a folder of its own on a free loopback port; ended by its process id.</summary>
public sealed class PrometheusServer : IAsyncDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60), s_look = TimeSpan.FromMilliseconds(200);
    private readonly string _folder = Directory.CreateTempSubdirectory("smartcare-prometheus-").FullName;
    private readonly TaskCompletionSource<string> _listening = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly HttpClient _http = new();
    private readonly List<string> _log = [];
    private readonly Process _process;

    private PrometheusServer(Uri scraped, string rules)
    {
        var configuration = Path.Combine(_folder, "prometheus.yml");
        File.WriteAllText(configuration, $"""
            global: {"{"}scrape_interval: 1s, evaluation_interval: 1s{"}"}
            rule_files: ["{rules}"]
            scrape_configs:
              - job_name: smartcare
                static_configs: [{"{"}targets: ["{scraped.Authority}"]{"}"}]
            """);
        _process = new Process
        {
            StartInfo = new ProcessStartInfo("prometheus", [$"--config.file={configuration}", $"--storage.tsdb.path={_folder}/data", "--web.listen-address=127.0.0.1:0"])
            {
                RedirectStandardError = true, RedirectStandardOutput = true,
            },
            EnableRaisingEvents = true,
        };
        _process.ErrorDataReceived += (_, line) => See(line.Data);
        _process.OutputDataReceived += (_, line) => See(line.Data);
        _process.Exited += (_, _) => _listening.TrySetException(new InvalidOperationException("prometheus ended:\n" + Log));
        AppDomain.CurrentDomain.ProcessExit += KillWithUs;
    }

    private string Log
    {
        get { lock (_log) return string.Join('\n', _log); }
    }

    /// <param name="rules">Path of a file of rules.</param>
    public static async Task<PrometheusServer> StartAsync(Uri scraped, string rules)
    {
        var server = new PrometheusServer(scraped, rules);
        server._process.Start();
        server._process.BeginErrorReadLine();
        server._process.BeginOutputReadLine();
        server._http.BaseAddress = new Uri($"http://{await server._listening.Task.WaitAsync(s_patience)}");
        return server;
    }

    /// <summary>What a panel shows: the rows of an instant query that are numbers.</summary>
    public async Task<IReadOnlyList<double>> RowsAsync(string query)
    {
        var answer = await GetAsync($"/api/v1/query?query={Uri.EscapeDataString(query)}");
        Assert.True(answer.GetProperty("status").GetString() == "success", $"{query}: {answer}");
        return [.. answer.GetProperty("data").GetProperty("result").EnumerateArray()
            .Select(r => double.Parse(r.GetProperty("value")[1].GetString()!, System.Globalization.CultureInfo.InvariantCulture)).Where(double.IsFinite)];
    }

    /// <summary>What a variable offers.</summary>
    public async Task<IReadOnlyList<string>> LabelsAsync(string metric, string label) =>
        [.. (await GetAsync($"/api/v1/label/{label}/values?match[]={metric}")).GetProperty("data").EnumerateArray().Select(v => v.GetString()!)];

    /// <summary>Ends once it has scraped what makes this true. It is another program, which tells nobody: it is asked.</summary>
    public async Task UntilAsync(string query, Func<IReadOnlyList<double>, bool> isTrue)
    {
        using var patience = new CancellationTokenSource(s_patience);
        using var look = new PeriodicTimer(s_look);
        while (!isTrue(await RowsAsync(query))) await look.WaitForNextTickAsync(patience.Token);
    }

    public async ValueTask DisposeAsync()
    {
        AppDomain.CurrentDomain.ProcessExit -= KillWithUs;
        if (!_process.HasExited) _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        _http.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task<JsonElement> GetAsync(string path)
    {
        using var answer = await _http.GetAsync(path);
        return JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement;
    }

    private void See(string? line)
    {
        if (line is null) return;
        lock (_log) _log.Add(line);
        // msg="Listening on" address=127.0.0.1:38165
        if (line.Contains("msg=\"Listening on\"", StringComparison.Ordinal)) _listening.TrySetResult(line.Split("address=")[1].Split(' ')[0]);
    }

    private void KillWithUs(object? sender, EventArgs e) => _process.Kill();
}
