using SmartCare.Learning.Falls;
using SmartCare.Server.Accounts;
using SmartCare.Server.Api;
using SmartCare.Server.Api.Description;
using SmartCare.Server.Registry;

namespace SmartCare.Server.Learning;

/// <param name="OnAt">Ids of the viewer's sites that have turned it on.</param>
internal sealed record FallModelView(FallModelCard Model, IReadOnlyList<string> OnAt);

/// <summary>The learned fall models that this house has, and what each was seen to do on people it was not trained on.</summary>
internal static class FallModelApi
{
    public static void Map(IEndpointRouteBuilder api) => api.MapGet("/fall-models", List)
        .Is("listFallModels", Who.Director, "The learned fall models of this house, with what each was seen to do").Gives<Page<FallModelView>>();

    private static IResult List(Viewer viewer, FallModels models, RegistryIndex registry) => !viewer.MayWriteRegistry
        ? Problems.Forbidden("Only admin and directors choose models.")
        : TypedResults.Ok(new Page<FallModelView>([.. models.Cards.Select(card => new FallModelView(card, OnAt(viewer, registry, card.Id)))], null));

    private static string[] OnAt(Viewer viewer, RegistryIndex registry, string model) =>
        [.. registry.Sites.Where(s => s.FallModel == model && viewer.SeesSite(s.Id.Value)).Select(s => s.Id.Value)];
}
