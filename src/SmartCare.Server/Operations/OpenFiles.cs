using System.Globalization;
using SmartCare.Mqtt.Server;

namespace SmartCare.Server.Operations;

/// <summary>
/// How the descriptors that the system allows this process are shared out. A connection takes one, and so do the store's files: whoever opens
/// connections without end must come to a limit of a port before the store comes to the system's.
/// </summary>
/// <param name="Allowed">What the system allows in all.</param>
internal sealed record OpenFiles(int Allowed)
{
    /// <summary>The store and its readers, logs, the series, senders of notices, the runtime.</summary>
    private const int Reserve = 256;

    private const int MostHttp = 8_192;

    /// <summary>With fewer a hall of devices is not let in; systemd and container engines give more than this of themselves.</summary>
    public const int Enough = 4_096;

    /// <summary>For walls, phones and programs: a third of what devices have, and no more than a district needs.</summary>
    public int Http => Math.Min(MostHttp, Math.Max(32, (Allowed - Reserve) / 4));

    /// <summary>Of one address that is no named proxy. An unnamed one is one address with all the walls behind it.</summary>
    public int HttpPerAddress => Http / 2;

    public int Mqtt => Math.Max(32, Allowed - Reserve - Http);

    public static OpenFiles OfThisProcess()
    {
        const string line = "Max open files";
        try
        {
            var limit = File.ReadLines("/proc/self/limits").First(l => l.StartsWith(line, StringComparison.Ordinal))[line.Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries)[0];
            return new OpenFiles(int.TryParse(limit, NumberStyles.None, CultureInfo.InvariantCulture, out var allowed) ? allowed : 1_000_000);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidOperationException)
        {
            // Not Linux: nothing of the kind is counted there.
            return new OpenFiles(1_000_000);
        }
    }

    public MqttOptions Bound(MqttOptions options)
    {
        // A quarter more are let in to be told that there is no room.
        options.ConnectionsMax = Math.Min(options.ConnectionsMax, Mqtt * 4 / 5);
        options.ConnectionsPerAddressMax = Math.Min(options.ConnectionsPerAddressMax, options.ConnectionsMax);
        return options;
    }
}
