namespace SmartCare.Server.Upkeep;

/// <summary>Wires what a house owes by a day.</summary>
internal static class UpkeepParts
{
    public static void AddUpkeep(this IServiceCollection services)
    {
        services.AddSingleton<UpkeepBook>();
        services.AddSingleton<UpkeepViews>();
        services.AddSingleton<UpkeepFields>();
        services.AddSingleton<UpkeepApi>();
        services.AddSingleton<UpkeepWatch>();
        services.AddHostedService(s => s.GetRequiredService<UpkeepWatch>());
    }
}
