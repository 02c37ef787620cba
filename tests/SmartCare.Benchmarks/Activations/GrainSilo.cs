using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using SmartCare.Domain.Readings;
using SmartCare.Domain.Registry;
using SmartCare.Domain.Words;
using SmartCare.GrainInterfaces;
using SmartCare.Grains.Silo;
using SmartCare.Server;
using SmartCare.Server.Registry;

namespace SmartCare.Benchmarks.Activations;

/// <summary>The host as it ships, in this process, whose device grains are called as the intake calls them.</summary>
internal sealed class GrainSilo : IAsyncDisposable
{
    private const int CallsAtOnce = 2_000, DevicesOfHome = 4, HomesOfSite = 25;
    private readonly WebApplication _host;
    private readonly IGrainFactory _grains;

    private GrainSilo(WebApplication host) => (_host, _grains) = (host, host.Services.GetRequiredService<IGrainFactory>());

    public int Awake => _host.Services.GetRequiredService<CareSilo>().Awake;

    public static async Task<GrainSilo> StartAsync(string folder)
    {
        // The demo has accounts already, so that no first administrator is made.
        var host = CareHost.Build(["--demo", $"--Data:Path={folder}", "--Http:Port=0", "--Mqtt:Port=0", "--Logging:LogLevel:Default=None"]);
        await CareHost.StartAsync(host);
        return new GrainSilo(host);
    }

    /// <summary>Doors of homes, four a home.</summary>
    public async Task RegisterAsync(int devices, CancellationToken cancellation)
    {
        var registry = _host.Services.GetRequiredService<GrainRegistry>();
        var homes = (devices + DevicesOfHome - 1) / DevicesOfHome;
        await EachAsync((homes + HomesOfSite - 1) / HomesOfSite, i => registry.RegisterAsync(new Site(SiteOf(i), $"{i}", $"{i}", "Asia/Shanghai")), cancellation);
        await EachAsync(homes, i => registry.RegisterAsync(new Place(PlaceOf(i), SiteOf(i / HomesOfSite), $"{i}", PlaceKind.Home)), cancellation);
        await EachAsync(devices, i => registry.RegisterAsync(new Device(
            DeviceId.Of(NameOf(i)), SiteOf(i / DevicesOfHome / HomesOfSite), PlaceOf(i / DevicesOfHome), null, "door-zigbee", NameOf(i))), cancellation);
    }

    /// <summary>Every device says that nothing is the matter. Ends when the last reading is on disk.</summary>
    /// <param name="turn">Another one, other values.</param>
    public Task ReportAsync(int devices, int turn, CancellationToken cancellation)
    {
        var payload = Encoding.UTF8.GetBytes($$"""{"contact":true,"tamper":false,"battery":87,"voltage":{{2900 + turn}},"linkquality":{{100 + turn}},"temperature":21.5}""");
        // Decoded for each device anew: its grain keeps the values.
        return EachAsync(devices, i => _grains.GetGrain<IDeviceGrain>(NameOf(i)).Report(
            new Reading(DeviceId.Of(NameOf(i)), null, (ulong)turn, false, (ushort)turn, PayloadDecoder.Decode(payload).Values)), cancellation);
    }

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        await _host.DisposeAsync();
    }

    private static string NameOf(int device) => string.Create(CultureInfo.InvariantCulture, $"door-{device:0000000}");

    private static PlaceId PlaceOf(int home) => PlaceId.Of($"p{home}");

    private static SiteId SiteOf(int site) => SiteId.Of($"s{site}");

    private static Task EachAsync(int count, Func<int, Task> call, CancellationToken cancellation) => Parallel.ForEachAsync(
        Enumerable.Range(0, count), new ParallelOptions { MaxDegreeOfParallelism = CallsAtOnce, CancellationToken = cancellation }, async (i, _) => await call(i));
}
