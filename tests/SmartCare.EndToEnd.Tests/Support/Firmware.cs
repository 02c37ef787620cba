namespace SmartCare.Testing;

/// <summary>One word of a device by mosquitto_pub. It is said once; the firmware sends the same message, with the same time, until it is acknowledged.</summary>
internal static class Firmware
{
    /// <param name="what">JSON without braces.</param>
    /// <returns>When it was said first, and when it was known to be acknowledged.</returns>
    public static async Task<(DateTimeOffset Said, DateTimeOffset Acknowledged)> SayAsync(SiloProcess silo, string device, string what, int qos)
    {
        var said = DateTimeOffset.UtcNow;
        var payload = $$"""{{{what}},"ts":{{said.ToUnixTimeMilliseconds()}}}""";
        var done = qos == 2 ? "PUBCOMP" : "PUBACK";
        for (var attempt = 0; attempt < 200; attempt++)
        {
            await silo.WhenUp;
            var (code, output) = await Tool.RunAsync("mosquitto_pub", "-p", $"{silo.MqttPort}", "-V", "5", "-q", $"{qos}", "-u", device, "-P", "demo", "-d",
                "-t", $"smartcare/{device}", "-m", payload);
            if (code == 0 && output.Contains(done, StringComparison.Ordinal)) return (said, DateTimeOffset.UtcNow);
        }

        throw new InvalidOperationException($"{device} never got through.");
    }
}
