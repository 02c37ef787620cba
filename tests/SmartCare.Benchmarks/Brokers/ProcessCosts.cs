using System.Globalization;

namespace SmartCare.Benchmarks.Brokers;

/// <summary>What the kernel says that a process has cost.</summary>
internal static class ProcessCosts
{
    // USER_HZ is 100 on every Linux that .NET runs on.
    private const double TicksPerSecond = 100;

    /// <summary>User and system time so far, of all its threads.</summary>
    public static double CpuSeconds(int process)
    {
        // The program's name, in parentheses, may hold spaces: utime and stime are fields 14 and 15.
        var fields = Fields(File.ReadAllText($"/proc/{process}/stat").Split(')')[^1]);
        return (Number(fields[11]) + Number(fields[12])) / TicksPerSecond;
    }

    /// <summary>What the cores have done so far for anybody, the kernel's own work (interrupts, the loopback) included.</summary>
    public static double MachineCpuSeconds()
    {
        // cpu user nice system idle iowait irq softirq steal ...
        var fields = Fields(File.ReadLines("/proc/stat").First());
        return new[] { 1, 2, 3, 6, 7 }.Sum(i => Number(fields[i])) / TicksPerSecond;
    }

    public static double ResidentKiB(int process) =>
        Number(Fields(File.ReadLines($"/proc/{process}/status").First(l => l.StartsWith("VmRSS:", StringComparison.Ordinal)))[1]);

    private static string[] Fields(string line) => line.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    private static double Number(string field) => double.Parse(field, CultureInfo.InvariantCulture);
}
