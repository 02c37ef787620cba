using Microsoft.Extensions.DependencyInjection;
using Orleans.TestingHost;
using SmartCare.Domain.Decisions;
using SmartCare.Domain.Readings;
using SmartCare.Domain.Registry;
using SmartCare.Domain.Rules;
using SmartCare.Domain.Words;
using SmartCare.GrainInterfaces;
using SmartCare.Grains.Commit;
using SmartCare.Grains.Core;
using SmartCare.Grains.Silo;
using SmartCare.Grains.Store;

namespace SmartCare.Cluster.Tests.Support;

/// <summary>Silos of care over one store in memory, in this process, each the writer of a stream of its own.</summary>
internal sealed class CareCluster : IAsyncDisposable
{
    private readonly Dictionary<string, MemoryCareStore.Writer> _writers = [];
    private InProcessTestCluster _cluster = null!;
    private ushort _packet;

    public MemoryCareStore Store { get; } = new();

    public Wall Wall { get; } = new();

    public IReadOnlyList<InProcessSiloHandle> Silos => _cluster.Silos;

    public static async Task<CareCluster> StartAsync(short silos)
    {
        var care = new CareCluster();
        var builder = new InProcessTestClusterBuilder(silos);
        builder.ConfigureSilo((options, silo) =>
        {
            silo.AddCareGrains();
            silo.Services.AddSingleton<ICareStore>(care.Writer(options.SiloName));
            silo.Services.AddSingleton<IRecordSink>(care.Wall);
            silo.Services.AddSingleton<IGrainRescue, NoRescue>();
            silo.Services.AddSingleton(GrainKinds.Default);
            silo.Services.AddSingleton(Policy.Default);
            silo.Services.AddSingleton(TimeProvider.System);
        });
        builder.ConfigureClient(client => client.Services.AddCareSerializer());
        care._cluster = builder.Build();
        await care._cluster.DeployAsync();
        return care;
    }

    public MemoryCareStore.Writer Writer(string silo)
    {
        lock (_writers)
        {
            if (!_writers.TryGetValue(silo, out var writer)) _writers.Add(silo, writer = Store.Open(_writers.Count + 1));
            return writer;
        }
    }

    public MemoryCareStore.Writer WriterOf(int silo) => Writer(Silos[silo].Name);

    public CareSilo Care(int silo) => Silos[silo].ServiceProvider.GetRequiredService<CareSilo>();

    public T Service<T>() where T : notnull => Silos[0].ServiceProvider.GetRequiredService<T>();

    public IGrainFactory Grains(int silo) => Silos[silo].ServiceProvider.GetRequiredService<IGrainFactory>();

    public IDeviceGrain Device(string id, int silo = 0) => Grains(silo).GetGrain<IDeviceGrain>(id);

    public ISiteGrain Site(string id, int silo = 0) => Grains(silo).GetGrain<ISiteGrain>(id);

    public Task DeactivateAsync(IAddressable grain) => _cluster.DeactivateAsync(grain);

    /// <summary>Afterwards the grain lives there. Moving one to where it is would never end.</summary>
    public Task MoveAsync(ICareGrain grain, Subject id, int silo) =>
        Care(silo).IsAwake(id) ? Task.CompletedTask : _cluster.MigrateAsync(grain, Silos[silo].SiloAddress).WaitAsync(TimeSpan.FromSeconds(60));

    public Task StopAsync(int silo) => _cluster.StopSiloAsync(Silos[silo]);

    public Task Register(Device device, int silo = 0) => Device(device.Id.Value, silo).Register(device);

    /// <summary>The device says something it has not said before.</summary>
    public Task Say(string device, int silo, params ChannelValue[] values) =>
        Device(device, silo).Report(new Reading(DeviceId.Of(device), null, ++_packet, false, _packet, values));

    public Task Press(string device, int silo = 0) => Say(device, silo, ChannelValue.Of("action", "emergency"));

    /// <summary>A grain's state as it is on disk.</summary>
    public T? OnDisk<T>(Subject id) where T : class => Store.Grains.FirstOrDefault(g => g.Id == id) is { State.IsEmpty: false } row ? CareJson.Read<T>(row.State.Span) : null;

    public async ValueTask DisposeAsync() => await _cluster.DisposeAsync();
}
