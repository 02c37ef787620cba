using System.Diagnostics;
using System.Text.Json;
using SmartCare.Domain.Registry;

namespace SmartCare.Domain.Tests.RealInputs;

/// <param name="Exposes">What of it may tell of a danger, a call or a fall.</param>
/// <param name="Offers">All that it publishes.</param>
public sealed record Definition(string Vendor, string Model, string Description, Expose[] Exposes, OfferedChannel[] Offers);

public sealed record Expose(string Property, string[] Values, bool IsBoolean);

/// <summary>zigbee2mqtt's device catalogue, read once by tests/foreign/catalogue.mjs.</summary>
internal static class Catalogue
{
    private static readonly Lazy<Definition[]> s_definitions = new(Read);

    public static Definition[] Definitions => s_definitions.Value;

    private static Definition[] Read()
    {
        var folder = Path.Combine(Repository(AppContext.BaseDirectory), "tests", "foreign");
        using var node = Process.Start(new ProcessStartInfo("node", [Path.Combine(folder, "catalogue.mjs")]) { RedirectStandardOutput = true, WorkingDirectory = folder })!;
        var json = node.StandardOutput.ReadToEnd();
        node.WaitForExit();
        Assert.True(node.ExitCode == 0, "The catalogue could not be read: run tests/install.sh.");
        return JsonSerializer.Deserialize<Definition[]>(json, JsonSerializerOptions.Web)!;
    }

    private static string Repository(string folder) => File.Exists(Path.Combine(folder, "SmartCare.sln")) ? folder : Repository(Path.GetDirectoryName(folder)!);
}
