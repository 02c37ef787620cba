using System.Diagnostics;
using SmartCare.Mqtt.Tests.Support;

namespace SmartCare.Mqtt.Tests.Foreign;

/// <summary>Programs that we did not write. tests/install.sh brings them.</summary>
internal static class ForeignProgram
{
    /// <summary>Where MQTT.js and its command are.</summary>
    public static readonly string Folder = Path.Combine(Repository(AppContext.BaseDirectory), "tests", "foreign");

    public static Process Start(params string[] command)
    {
        // stdbuf: its lines must come as they are said, not when a buffer is full.
        var start = new ProcessStartInfo("stdbuf", ["-oL", .. command])
        {
            RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true,
        };
        try
        {
            return Process.Start(start)!;
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            throw new InvalidOperationException("stdbuf (Debian coreutils) is missing", e);
        }
    }

    /// <summary>What it says until it ends by itself, without an error.</summary>
    public static async Task<string> RunAsync(params string[] command)
    {
        using var process = Start(command);
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync().WaitAsync(Patience.Max);
        Assert.True(process.ExitCode == 0,
            $"{string.Join(' ', command)}: exit {process.ExitCode} {await output} {await errors} (tests/install.sh)");
        return await output;
    }

    /// <summary>Its next line that starts so.</summary>
    public static async Task<string> LineAsync(Process process, string start)
    {
        while (await process.StandardOutput.ReadLineAsync().WaitAsync(Patience.Max) is { } line)
            if (line.StartsWith(start, StringComparison.Ordinal)) return line;
        Assert.Fail($"it ended without saying {start}: {await process.StandardError.ReadToEndAsync()}");
        return "";
    }

    private static string Repository(string folder) =>
        File.Exists(Path.Combine(folder, "SmartCare.sln")) ? folder : Repository(Path.GetDirectoryName(folder.TrimEnd('/'))!);
}
