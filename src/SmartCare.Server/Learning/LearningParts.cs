using SmartCare.Domain.Rules;
using SmartCare.Learning.Falls;
using SmartCare.Server.Learning.Bursts;
using SmartCare.Server.Operations;
using SmartCare.Server.Registry;

namespace SmartCare.Server.Learning;

internal static class LearningParts
{
    /// <summary>The models are read once, when the host starts: what cannot be used is told and rings, and the threshold rule decides in its place.</summary>
    public static void AddLearning(this IServiceCollection services, Settings settings)
    {
        services.AddSingleton(s => FallModels.Open(settings.ModelsPath ?? s.GetRequiredService<DataFolder>().PathOf("models")));
        services.AddSingleton<IFallModel>(s => s.GetRequiredService<FallModels>());
        services.AddHostedService<ModelCheck>();
        services.AddSingleton<BurstKeeper>();
        services.AddSingleton<DriftWatch>();
        services.AddHostedService(s => s.GetRequiredService<DriftWatch>());
        services.AddHostedService(s => s.GetRequiredService<BurstKeeper>());
    }

    /// <summary>Tells of models that are damaged, and of sites whose model is not there.</summary>
    private sealed class ModelCheck(FallModels models, RegistryIndex registry, StoreHealth health) : IHostedService
    {
        public Task StartAsync(CancellationToken cancel)
        {
            foreach (var trouble in models.Troubles) health.Tell(trouble);
            foreach (var site in registry.Sites)
                if (site is { FallModel: { } model, Archived: false } && !models.Has(model))
                    health.Tell($"models: {model}, which {site.Id} has turned on, is not there; falls are judged by the threshold rule");
            return Task.CompletedTask;
        }

        public Task StopAsync(CancellationToken cancel) => Task.CompletedTask;
    }
}
