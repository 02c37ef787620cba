using Microsoft.Extensions.DependencyInjection;
using SmartCare.Grains.Store;
using SmartCare.Storage;

namespace SmartCare.Server.Tests.Support;

/// <summary>The host's store behind a disk that can be made full.</summary>
internal sealed class FailingDisk(ICareStore disk) : WrappedStore(disk)
{
    public static void Put(IServiceCollection services)
    {
        services.AddSingleton(s => new FailingDisk(s.GetRequiredService<SqliteStore>()));
        services.AddSingleton<ICareStore>(s => s.GetRequiredService<FailingDisk>());
    }
}
