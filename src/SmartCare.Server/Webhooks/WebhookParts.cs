using SmartCare.Server.Hooks;
using SmartCare.Server.Operations;
using SmartCare.Storage;

namespace SmartCare.Server.Webhooks;

/// <summary>Wires webhooks: out to systems that subscribe, and in from cameras and watches.</summary>
internal static class WebhookParts
{
    public static void AddWebhooks(this IServiceCollection services)
    {
        services.AddSingleton(s => new WebhookFile(
            new ItemFile(s.GetRequiredService<DataFolder>().PathOf("webhooks.db")), s.GetRequiredService<StoreHealth>(), s.GetRequiredService<TimeProvider>()));
        services.AddSingleton<SubscriptionBook>();
        services.AddSingleton<WebhookPost>();
        services.AddSingleton<WebhookApi>();
        services.AddSingleton<Couriers>();
        services.AddHostedService(s => s.GetRequiredService<Couriers>());
        services.AddSingleton<HookBook>();
        services.AddSingleton<HookPace>();
        services.AddSingleton<HookIntake>();
        services.AddSingleton<HookDoor>();
        services.AddSingleton<HookApi>();
    }

    public static void MapWebhooks(this RouteGroupBuilder api, IEndpointRouteBuilder app)
    {
        WebhookApi.Map(api);
        HookApi.Map(api);
        HookDoor.Map(app);
    }
}
