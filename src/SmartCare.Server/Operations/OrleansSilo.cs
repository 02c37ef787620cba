using System.Net;
using System.Net.Sockets;
using Orleans.Configuration;
using Orleans.Dashboard;
using SmartCare.Grains.Silo;

namespace SmartCare.Server.Operations;

/// <summary>The Orleans silo that lives in this process: alone, on the loopback, as long as no cluster is named.</summary>
internal static class OrleansSilo
{
    private const string Name = "smartcare";

    /// <summary>An answer waits for the disk, however long that takes: what was heard and not acknowledged must not be heard twice.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromDays(1);

    /// <summary>A grain that nobody speaks to for so long leaves memory. More than <see cref="Intake.DeviceLane"/> takes for surely awake.</summary>
    private static readonly TimeSpan s_idle = TimeSpan.FromMinutes(15);

    public static void Configure(ISiloBuilder silo, Settings settings)
    {
        silo.UseLocalhostClustering(FreePort(), gatewayPort: 0, primarySiloEndpoint: null, Name, Name);
        // Alone it has nobody to judge it, and a clock that steps must not make it think itself dead.
        silo.Configure<ClusterMembershipOptions>(o => o.LivenessEnabled = false);
        silo.Configure<SiloMessagingOptions>(o => o.ResponseTimeout = o.SystemResponseTimeout = s_patience);
        silo.Configure<ClientMessagingOptions>(o => o.ResponseTimeout = s_patience);
        silo.Configure<GrainCollectionOptions>(o => o.CollectionAge = s_idle);
        silo.AddCareGrains();
        if (settings.Dashboard) silo.AddDashboard();
    }

    /// <summary>Nobody else connects to it, so any port will do.</summary>
    private static int FreePort()
    {
        using var probe = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        probe.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)probe.LocalEndPoint!).Port;
    }
}
