using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace SmartCare.Server.Tests.Onboarding;

/// <summary>What zigbee2mqtt publishes on bridge/devices in a house with 380 devices, each of another definition of its catalogue, made by tests/foreign/catalogue.mjs.</summary>
internal static class ZigbeeNetwork
{
    private static readonly Lazy<JsonArray> s_devices = new(Read);

    /// <summary>The coordinator, and so many devices.</summary>
    public static byte[] Of(int count) => JsonSerializer.SerializeToUtf8Bytes(s_devices.Value.Take(count + 1));

    private static JsonArray Read()
    {
        var folder = Path.Combine(Repository(AppContext.BaseDirectory), "tests", "foreign");
        using var node = Process.Start(new ProcessStartInfo("node", [Path.Combine(folder, "catalogue.mjs"), "--network", "380"]) { RedirectStandardOutput = true, WorkingDirectory = folder })!;
        var json = node.StandardOutput.ReadToEnd();
        node.WaitForExit();
        Assert.True(node.ExitCode == 0, "The catalogue could not be read: run tests/install.sh.");
        return JsonNode.Parse(json)!.AsArray();
    }

    private static string Repository(string folder) => File.Exists(Path.Combine(folder, "SmartCare.sln")) ? folder : Repository(Path.GetDirectoryName(folder)!);
}
