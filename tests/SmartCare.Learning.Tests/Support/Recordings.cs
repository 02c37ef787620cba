using Xunit.Abstractions;

namespace SmartCare.Learning.Tests.Support;

/// <summary>The public recordings beside the repository, where somebody has put them; what was seen on them is in docs/learning.md.</summary>
internal static class Recordings
{
    /// <returns>Null: there are none, and the test says that it was skipped.</returns>
    public static string? Folder(ITestOutputHelper output)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (Path.Combine(folder.FullName, "shared", "data") is var data && Directory.Exists(Path.Combine(data, "sisfall")))
                return data;
        output.WriteLine("skipped: there are no recordings beside the repository");
        return null;
    }
}
