using Microsoft.AspNetCore.Mvc;
using SmartCare.Domain.Registry;
using SmartCare.Server.Accounts;
using SmartCare.Server.Api.Description;
using SmartCare.Server.Operations;
using SmartCare.Server.Registry;
using SmartCare.Server.Registry.Fields;

namespace SmartCare.Server.Api;

/// <summary>The photo of an elder: for whoever comes and must know the face.</summary>
internal sealed class PhotoApi(RegistryIndex registry, RegistryEdit edit, DataFolder folder)
{
    /// <summary>A face at the size of a card is some 50 KiB.</summary>
    private const int MostBytes = 512 * 1024;

    private readonly PictureStore _photos = new(folder.PathOf("photos"));

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/elders/{id}/photo", (string id, HttpContext http, Viewer viewer, PhotoApi photo) => photo.Get(http, viewer, id))
            .Is("getPhoto", Who.Sees, "The photo of an elder").GivesBytes(PictureStore.Types);
        api.MapPut("/elders/{id}/photo", (string id, HttpContext http, Viewer viewer, PhotoApi photo) => photo.PutAsync(http, viewer, id))
            .WithMetadata(new RequestSizeLimitAttribute(MostBytes))
            .Is("putPhoto", Who.Director, "Sets the photo of an elder, 512 KiB at most").TakesBytes(PictureStore.Types).GivesNothing().Refuses(409);
        api.MapDelete("/elders/{id}/photo", (string id, Viewer viewer, PhotoApi photo) => photo.DeleteAsync(viewer, id))
            .Is("removePhoto", Who.Director, "Removes the photo of an elder").GivesNothing().Refuses(409);
    }

    private IResult Get(HttpContext http, Viewer viewer, string id) =>
        RegistryApi.Find(viewer, registry, ItemKind.Elders, id) is Elder elder
            ? PictureAnswers.Shown(http, _photos, elder.Ledger.Photo, "There is no photo.") : RegistryApi.Missing(ItemKind.Elders, id);

    private Task<IResult> PutAsync(HttpContext http, Viewer viewer, string id) => edit.ChangeAsync<Elder>(viewer, ItemKind.Elders, id, async elder =>
        elder.Archived ? Problems.Conflict("This elder is archived: POST .../restore brings it back.")
        : await PictureAnswers.TakenAsync(http, _photos, name => WriteAsync(viewer, elder, name)));

    private Task<IResult> DeleteAsync(Viewer viewer, string id) => edit.ChangeAsync<Elder>(viewer, ItemKind.Elders, id, elder =>
        elder.Archived ? Task.FromResult<IResult>(Problems.Conflict("This elder is archived: POST .../restore brings it back."))
        : elder.Ledger.Photo is null ? Task.FromResult<IResult>(Problems.NotFound("There is no photo."))
        : WriteAsync(viewer, elder, null));

    private async Task<IResult> WriteAsync(Viewer viewer, Elder elder, string? name)
    {
        var before = elder.Ledger.Photo;
        if (await edit.WriteAsync(viewer, elder with { Ledger = elder.Ledger with { Photo = name } }) is { } busy) return busy;
        if (before is not null && registry.Elders.All(e => e.Ledger.Photo != before)) _photos.Remove(before);
        return TypedResults.NoContent();
    }
}
