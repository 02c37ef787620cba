using SmartCare.Server.Notices.Channels;
using SmartCare.Server.Notices.Push;
using SmartCare.Server.Operations;
using SmartCare.Server.Registry;

namespace SmartCare.Server.Notices;

/// <summary>Wires what carries notices to people.</summary>
internal static class NoticeParts
{
    public static void AddNotices(this IServiceCollection services, Settings settings)
    {
        services.AddSingleton(settings.Notices);
        services.AddSingleton(settings.Notices.Outside);
        services.AddSingleton<NoticeOutbox>();
        services.AddSingleton<NoticeHealth>();
        services.AddSingleton<NoticeWays>();
        services.AddSingleton<NoticeWriter>();
        services.AddSingleton<NoticeCarrier>();
        services.AddSingleton(new NoticePace(new Random()));
        services.AddSingleton<NoticeHttp>();
        services.AddSingleton<INoticeChannel, WebhookChannel>();
        services.AddSingleton<INoticeChannel, RobotChannel>();
        services.AddSingleton<INoticeChannel>(s => new SmsChannel(
            s.GetRequiredService<NoticeHttp>(), settings.Notices, site => s.GetRequiredService<RegistryIndex>().Site(site.Value)?.Duty?.Sms));
        services.AddSingleton<INoticeChannel>(s => new VoiceChannel(
            s.GetRequiredService<NoticeHttp>(), settings.Notices, s.GetRequiredService<NoticeReceipts>(), site => s.GetRequiredService<RegistryIndex>().Site(site.Value)?.Duty?.Voice));
        services.AddSingleton<CallAnswer>();
        services.AddSingleton<INoticeChannel, MailChannel>();
        services.AddSingleton(s => new VapidKey(s.GetRequiredService<DataFolder>().PathOf(Path.Combine("keys", "push")), s.GetRequiredService<ILogger<VapidKey>>()));
        services.AddSingleton<PushSubscriptions>();
        services.AddSingleton<NoticeReceipts>();
        services.AddSingleton<PushPost>();
        services.AddSingleton<INoticeChannel, PushChannel>();
        services.AddSingleton<TestNotices>();
        // Stopped in the other order: the recorder writes down what the sender ended with.
        services.AddHostedService<NoticeRecorder>();
        services.AddHostedService<NoticeSender>();
    }
}
