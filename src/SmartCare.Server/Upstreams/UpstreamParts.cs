namespace SmartCare.Server.Upstreams;

internal static class UpstreamParts
{
    public static void AddUpstreams(this IServiceCollection services)
    {
        services.AddSingleton<UpstreamWatch>();
        services.AddHostedService<OutwardTopics>();
        services.AddHostedService<UpstreamRunner>();
    }
}
