namespace SmartCare.Server.District;

/// <summary>Wires what stands above sites: levels, sums, published months, service requests.</summary>
internal static class DistrictParts
{
    public static void AddDistrict(this IServiceCollection services)
    {
        services.AddSingleton<DistrictFile>();
        services.AddSingleton<LevelBook>();
        services.AddSingleton<DistrictSight>();
        services.AddSingleton<LevelApi>();
        services.AddSingleton<RequestBook>();
        services.AddSingleton<RequestSight>();
        services.AddSingleton<RequestDoor>();
        services.AddSingleton<RequestApi>();
        services.AddSingleton<RequestWatch>();
        services.AddHostedService(s => s.GetRequiredService<RequestWatch>());
        services.AddSingleton<RollUps>();
        services.AddSingleton<DistrictApi>();
        services.AddSingleton<EditionBook>();
        services.AddSingleton<EditionApi>();
    }

    public static void MapDistrict(this IEndpointRouteBuilder api)
    {
        LevelApi.Map(api);
        DistrictApi.Map(api);
        RequestApi.Map(api);
    }
}
