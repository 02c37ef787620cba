using System.Runtime.CompilerServices;

namespace SmartCare.Server.Tests.Contract;

/// <summary>docs/contract/openapi.json: clients are generated from it, so it stands in the repository and is what the silo serves.</summary>
public static class OpenApiFile
{
    private const string Write = "SMARTCARE_WRITE_CONTRACT";

    /// <summary>The file is the same text; with SMARTCARE_WRITE_CONTRACT=1 it is written instead.</summary>
    public static void Holds(string served)
    {
        var path = PathOf();
        var text = served.ReplaceLineEndings("\n").TrimEnd() + "\n";
        if (Environment.GetEnvironmentVariable(Write) == "1") File.WriteAllText(path, text);
        Assert.True(File.Exists(path) && File.ReadAllText(path) == text, $"docs/contract/openapi.json is not what the silo serves: run this test once with {Write}=1, and look at what changed.");
    }

    private static string PathOf([CallerFilePath] string here = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "../../../docs/contract/openapi.json"));
}
