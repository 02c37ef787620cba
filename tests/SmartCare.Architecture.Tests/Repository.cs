using System.Text.RegularExpressions;

namespace SmartCare.Architecture.Tests;

/// <summary>The files of this repository, as text.</summary>
internal static partial class Repository
{
    public static readonly string Root = FindRoot();

    /// <summary>Every file under a folder that a person wrote, by its path from the root.</summary>
    public static IEnumerable<(string Path, string Text)> Files(string folder, string pattern) =>
        Directory.EnumerateFiles(Path.Combine(Root, folder), pattern, SearchOption.AllDirectories)
            .Where(f => !Built().IsMatch(f)).Order(StringComparer.Ordinal)
            .Select(f => (Path.GetRelativePath(Root, f), File.ReadAllText(f)));

    public static string Read(string path) => File.ReadAllText(Path.Combine(Root, path));

    /// <summary>Source without comments and without the insides of strings and characters: what the compiler takes for names. Lines stay.</summary>
    public static string Bare(string source) =>
        NoCode().Replace(source, m => (m.Value[0] is '/' ? " " : "\"\"") + new string('\n', m.Value.Count(c => c == '\n')));

    /// <summary>The file and the line of every match.</summary>
    public static IEnumerable<string> Find(Regex what, IEnumerable<(string Path, string Text)> files) =>
        from file in files
        from match in what.Matches(file.Text)
        select $"{file.Path}:{file.Text.AsSpan(0, match.Index).Count('\n') + 1}: {match.Value}";

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "SmartCare.sln"))) folder = folder.Parent ?? throw new DirectoryNotFoundException("SmartCare.sln");
        return folder.FullName;
    }

    [GeneratedRegex("[/\\\\](bin|obj|node_modules|dist|wwwroot)[/\\\\]")]
    private static partial Regex Built();

    // Line comment, block comment, raw string, verbatim string, string, character.
    [GeneratedRegex("""""//[^\n]*|/\*.*?\*/|\$*"{3,}.*?"{3,}|\$?@\$?"(?:[^"]|"")*"|\$?"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)+'""""", RegexOptions.Singleline)]
    private static partial Regex NoCode();
}
