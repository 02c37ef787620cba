using Microsoft.AspNetCore.Mvc;
using SmartCare.Domain.Registry;
using SmartCare.Server.Accounts;
using SmartCare.Server.Api.Description;
using SmartCare.Server.Registry;
using SmartCare.Server.Registry.Fields;

namespace SmartCare.Server.Api;

/// <summary>The photo of an elder: for whoever comes and must know the face.</summary>
internal sealed class PhotoApi(RegistryIndex registry, RegistryEdit edit, PhotoStore photos)
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/elders/{id}/photo", (string id, HttpContext http, Viewer viewer, PhotoApi photo) => photo.Get(http, viewer, id))
            .Is("getPhoto", Who.Sees, "The photo of an elder").GivesBytes("image/jpeg", "image/png", "image/webp");
        api.MapPut("/elders/{id}/photo", (string id, HttpContext http, Viewer viewer, PhotoApi photo) => photo.PutAsync(http, viewer, id))
            .WithMetadata(new RequestSizeLimitAttribute(PhotoStore.MostBytes))
            .Is("putPhoto", Who.Director, "Sets the photo of an elder, 512 KiB at most").TakesBytes("image/jpeg", "image/png", "image/webp").GivesNothing().Refuses(409);
        api.MapDelete("/elders/{id}/photo", (string id, Viewer viewer, PhotoApi photo) => photo.DeleteAsync(viewer, id))
            .Is("removePhoto", Who.Director, "Removes the photo of an elder").GivesNothing().Refuses(409);
    }

    private IResult Get(HttpContext http, Viewer viewer, string id)
    {
        if (RegistryApi.Find(viewer, registry, ItemKind.Elders, id) is not Elder elder) return RegistryApi.Missing(ItemKind.Elders, id);
        if (elder.Ledger.Photo is not { } name || photos.Open(name) is not { } file) return Problems.NotFound("There is no photo.");
        // Opened by itself it is a picture and nothing else.
        http.Response.Headers.ContentSecurityPolicy = "default-src 'none'; sandbox; frame-ancestors 'none'";
        return Results.Stream(file, PhotoStore.TypeOf(name));
    }

    private Task<IResult> PutAsync(HttpContext http, Viewer viewer, string id) => edit.ChangeAsync<Elder>(viewer, ItemKind.Elders, id, async elder =>
    {
        if (elder.Archived) return Problems.Conflict("This elder is archived: POST .../restore brings it back.");
        var photo = new MemoryStream();
        await http.Request.Body.CopyToAsync(photo);
        ReadOnlyMemory<byte> bytes = photo.ToArray();
        if (PhotoStore.TypeOf(bytes) is not { } type || http.Request.ContentType != type)
            return Problems.Invalid("A photo is image/jpeg, image/png or image/webp, by its Content-Type and by its first bytes.");
        try
        {
            return await WriteAsync(viewer, elder, await photos.KeepAsync(bytes, type));
        }
        catch (Exception full) when (full is IOException or UnauthorizedAccessException)
        {
            return Problems.Unavailable($"The photo could not be written: {full.Message}");
        }
    });

    private Task<IResult> DeleteAsync(Viewer viewer, string id) => edit.ChangeAsync<Elder>(viewer, ItemKind.Elders, id, elder =>
        elder.Archived ? Task.FromResult<IResult>(Problems.Conflict("This elder is archived: POST .../restore brings it back."))
        : elder.Ledger.Photo is null ? Task.FromResult<IResult>(Problems.NotFound("There is no photo."))
        : WriteAsync(viewer, elder, null));

    private async Task<IResult> WriteAsync(Viewer viewer, Elder elder, string? name)
    {
        var before = elder.Ledger.Photo;
        if (await edit.WriteAsync(viewer, elder with { Ledger = elder.Ledger with { Photo = name } }) is { } busy) return busy;
        if (before is not null && registry.Elders.All(e => e.Ledger.Photo != before)) photos.Remove(before);
        return TypedResults.NoContent();
    }
}
