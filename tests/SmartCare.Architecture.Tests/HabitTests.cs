using System.Text.RegularExpressions;
using Xunit.Abstractions;

namespace SmartCare.Architecture.Tests;

/// <summary>House style that a machine can see.</summary>
public sealed class HabitTests(ITestOutputHelper output)
{
    private const int LongestFile = 400, LongestFunction = 60;

    private static IEnumerable<(string Path, string Text)> Product => Repository.Files("src", "*.cs").Concat(Repository.Files("simulators", "*.cs"));

    private static IEnumerable<(string Path, string Text)> Tests =>
        Repository.Files("tests", "*.cs").Where(f => !f.Path.Contains("Architecture.Tests")).Select(f => (f.Path, Repository.Bare(f.Text)));

    [Fact] public void No_file_is_longer_than_400_lines() =>
        Assert.Empty(Product.Select(f => (f.Path, Lines: f.Text.Count('\n'))).Where(f => f.Lines > LongestFile).Select(f => $"{f.Path}: {f.Lines} lines"));

    [Fact] public void No_test_is_skipped() => Assert.Empty(Repository.Find(new Regex(@"\bSkip\s*=(?!=)"), Tests));

    /// <summary>A benchmark may: it measures over stretches of real time.</summary>
    [Fact] public void No_test_sleeps() => Assert.Empty(Repository.Find(
        new Regex(@"\bThread\s*\.\s*(Sleep|SpinWait|Yield)\b|\bTask\s*\.\s*Delay\b|\bSpinWait\b"), Tests.Where(f => !f.Path.Contains("Benchmarks"))));

    [Fact] public void No_warning_is_waved_through() =>
        Assert.Empty(Repository.Find(new Regex(@"#pragma\s+warning\s+disable|#nullable\s+disable"), Product.Concat(Tests)));

    [Fact] public void Every_source_ends_with_a_line_and_has_unix_lines() =>
        Assert.Empty(Product.Where(f => f.Text.Contains('\r') || !f.Text.EndsWith('\n')).Select(f => f.Path));

    /// <summary>For information: a long function is looked at, not refused.</summary>
    [Fact] public void Long_functions_are_listed()
    {
        foreach (var (path, text) in Product)
        {
            var lines = text.Split('\n');
            for (var start = 0; start < lines.Length; start++)
            {
                // A member's body: a brace at four or eight columns, up to its partner at the same column.
                if (lines[start] is not ("    {" or "        {")) continue;
                var end = Array.IndexOf(lines, lines[start].Replace('{', '}'), start);
                if (end - start > LongestFunction && start > 0 && lines[start - 1].TrimEnd().EndsWith(')')) output.WriteLine($"{path}:{start}: {end - start} lines");
            }
        }
    }
}
