using SmartCare.Server.Operations;
using SmartCare.Storage;

namespace SmartCare.Server.Figures;

/// <summary>Wires the figures.</summary>
internal static class FigureParts
{
    public static void AddFigures(this IServiceCollection services)
    {
        services.AddSingleton(s => new FigureFile(s.GetRequiredService<DataFolder>().PathOf(FigureFile.Name)));
        services.AddSingleton<FigureBook>();
        services.AddSingleton<AvailabilityBook>();
        services.AddSingleton<RoundBook>();
        services.AddSingleton<Coverage>();
        services.AddSingleton<FigureViews>();
        services.AddHostedService<FigureKeeper>();
    }
}
