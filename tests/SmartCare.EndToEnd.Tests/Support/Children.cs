using System.Diagnostics;
using System.Threading.Channels;

namespace SmartCare.Testing;

/// <summary>A process that a test started: its lines as they come, and an end by its own id.</summary>
internal sealed class Child : IAsyncDisposable
{
    private readonly Process _process;
    private readonly Channel<string> _lines = Channel.CreateUnbounded<string>();
    private readonly List<string> _all = [];

    public Child(string file, IEnumerable<string> arguments, string? folder = null)
    {
        var start = new ProcessStartInfo(file, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            WorkingDirectory = folder ?? "",
        };
        start.Environment["DOTNET_ENVIRONMENT"] = "Production";
        _process = new Process { StartInfo = start };
        _process.OutputDataReceived += (_, e) => Take(e.Data);
        _process.ErrorDataReceived += (_, e) => Take(e.Data);
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public int Id => _process.Id;

    public bool HasExited => _process.HasExited;

    /// <summary>Everything it has said.</summary>
    public string Output
    {
        get { lock (_all) return string.Join('\n', _all); }
    }

    /// <summary>The next line that satisfies, from where the last call stopped.</summary>
    public async Task<string> LineAsync(Func<string, bool> wanted, TimeSpan timeout)
    {
        using var patience = new CancellationTokenSource(timeout);
        try
        {
            await foreach (var line in _lines.Reader.ReadAllAsync(patience.Token))
                if (wanted(line))
                    return line;
        }
        catch (OperationCanceledException)
        {
        }

        throw new InvalidOperationException($"{_process.StartInfo.FileName} did not say what was awaited. It said:\n{Output}");
    }

    public Task WriteLineAsync(string line) => _process.StandardInput.WriteLineAsync(line);

    /// <summary>SIGKILL: no handler runs, nothing is flushed.</summary>
    public async Task KillAsync()
    {
        if (!_process.HasExited) _process.Kill();
        await _process.WaitForExitAsync();
    }

    /// <summary>SIGTERM, then its exit code.</summary>
    public async Task<int> StopAsync(TimeSpan timeout)
    {
        if (!_process.HasExited) Process.Start("kill", ["-TERM", $"{_process.Id}"]).WaitForExit();
        return await ExitAsync(timeout);
    }

    public async Task<int> ExitAsync(TimeSpan timeout)
    {
        await _process.WaitForExitAsync(new CancellationTokenSource(timeout).Token);
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        _process.Dispose();
    }

    private void Take(string? line)
    {
        if (line is null) return;
        lock (_all) _all.Add(line);
        _lines.Writer.TryWrite(line);
    }
}

/// <summary>Foreign programs, run to their end.</summary>
internal static class Tool
{
    /// <summary>How long a test waits for what must happen before it says that it did not: far more than a machine full of other work needs.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>mosquitto_pub with these arguments; its exit code and everything it said.</summary>
    public static async Task<(int Code, string Output)> RunAsync(string file, params string[] arguments)
    {
        await using var child = new Child(file, arguments);
        var code = await child.ExitAsync(Patience);
        return (code, child.Output);
    }
}
