using SmartCare.Server.Api;
using SmartCare.Server.Intake;
using SmartCare.Server.Operations;
using SmartCare.Storage;

namespace SmartCare.Server.Onboarding;

internal static class InboxParts
{
    public static void AddInbox(this IServiceCollection services)
    {
        services.AddSingleton<Inbox>();
        services.AddSingleton<Strangers>();
        services.AddSingleton<InboxSight>();
        services.AddSingleton<InboxApi>();
        services.AddSingleton(s => ActivatorUtilities.CreateInstance<InboxKeeper>(s, new ItemFile(s.GetRequiredService<DataFolder>().PathOf("inbox.db"))));
        services.AddSingleton<IGatewayNews>(s => s.GetRequiredService<InboxKeeper>());
        services.AddHostedService(s => s.GetRequiredService<InboxKeeper>());
    }
}
