using Microsoft.AspNetCore.Mvc;
using SmartCare.Server.Accounts;
using SmartCare.Server.Api;
using SmartCare.Server.Api.Description;
using SmartCare.Server.Registry;

namespace SmartCare.Server.Floors;

/// <param name="Spots">All of them: who is not named is on the picture no more.</param>
internal sealed record FloorInput(IReadOnlyList<Spot>? Spots);

/// <param name="Picture">Below this host's address; another one after each new picture.</param>
internal sealed record FloorView(string Floor, string Picture, IReadOnlyList<Spot> Spots);

/// <summary>Floor plans of a site: staff see them, its director and admin draw them. To others they do not exist.</summary>
internal sealed class FloorApi(FloorBook book, RegistryIndex registry)
{
    /// <summary>A drawing of A3 at screen size is some hundred KiB; a photograph of the escape plan in the corridor some MiB.</summary>
    private const int MostBytes = 4 * 1024 * 1024;

    private const int LongestName = 40;

    public static void Map(IEndpointRouteBuilder api)
    {
        var floors = api.MapGroup("/sites/{id}/floors");
        floors.MapGet("", (string id, Viewer viewer, FloorApi it) => DutyApi.Staff(viewer, it.Registry, id, _ => TypedResults.Ok(new Page<FloorView>([.. it.Book.Of(id).Select(it.Show)], null))))
            .Is("listFloors", Who.Staff, "Floor plans of a site").Gives<Page<FloorView>>();
        floors.MapPut("/{floor}", (string id, string floor, FloorInput input, Viewer viewer, FloorApi it) => it.Put(viewer, id, floor, input))
            .Is("putFloor", Who.Director, "Says where rooms are on the picture of a floor").Gives<FloorView>();
        floors.MapDelete("/{floor}", (string id, string floor, Viewer viewer, FloorApi it) => it.Remove(viewer, id, floor))
            .Is("removeFloor", Who.Director, "Removes a floor plan").GivesNothing();
        floors.MapGet("/{floor}/picture", (string id, string floor, HttpContext http, Viewer viewer, FloorApi it) => DutyApi.Staff(viewer, it.Registry, id,
            _ => PictureAnswers.Shown(http, it.Book.Pictures, it.Book.Find(id, floor)?.Picture, "There is no such floor plan.")))
            .Is("getFloorPicture", Who.Staff, "The picture of a floor").GivesBytes(PictureStore.Types);
        floors.MapPut("/{floor}/picture", (string id, string floor, HttpContext http, Viewer viewer, FloorApi it) => it.PutPictureAsync(http, viewer, id, floor))
            .WithMetadata(new RequestSizeLimitAttribute(MostBytes))
            .Is("putFloorPicture", Who.Director, "Sets the picture of a floor, 4 MiB at most; rooms stay where they are").TakesBytes(PictureStore.Types).Gives<FloorView>().Refuses(409);
    }

    private FloorBook Book => book;

    private RegistryIndex Registry => registry;

    private IResult Put(Viewer viewer, string id, string floor, FloorInput input)
    {
        if (MayNot(viewer, id) is { } refused) return refused;
        if (input.Spots is not { } spots) return Problems.Invalid("spots is a list of {placeId, x, y}.");
        if (spots.FirstOrDefault(s => registry.Place(s.PlaceId ?? "")?.SiteId.Value != id) is { } stranger) return Problems.Invalid($"There is no place {stranger.PlaceId} at this site.");
        if (spots.Any(s => s is not { X: >= 0 and <= 1, Y: >= 0 and <= 1 })) return Problems.Invalid("x and y are shares of the picture, 0 to 1.");
        if (spots.DistinctBy(s => s.PlaceId).Count() < spots.Count) return Problems.Invalid("Each place stands on a picture once.");
        return Written(() => book.Change(id, floor, before => before is null ? null : before with { Spots = spots }) is { } plan
            ? TypedResults.Ok(Show(plan)) : Problems.NotFound("There is no such floor plan: PUT .../picture makes it."));
    }

    private async Task<IResult> PutPictureAsync(HttpContext http, Viewer viewer, string id, string floor)
    {
        if (MayNot(viewer, id) is { } refused) return refused;
        if (string.IsNullOrWhiteSpace(floor) || floor.Length > LongestName) return Problems.Invalid($"The name of a floor has 1 to {LongestName} characters.");
        return await PictureAnswers.TakenAsync(http, book.Pictures, name => Task.FromResult<IResult>(
            book.Change(id, floor, before => before is null ? new FloorPlan(id, floor, name, []) : before with { Picture = name }) is { } plan
                ? TypedResults.Ok(Show(plan)) : Problems.Conflict($"A site has {FloorBook.MostFloors} floor plans at most.")));
    }

    private IResult Remove(Viewer viewer, string id, string floor) => MayNot(viewer, id) is { } refused ? refused
        : book.Find(id, floor) is null ? Problems.NotFound("There is no such floor plan.")
        : Written(() =>
        {
            book.Change(id, floor, _ => null);
            return TypedResults.NoContent();
        });

    private IResult? MayNot(Viewer viewer, string id) => !viewer.FindsSite(id) ? Problems.NotFound($"There is no site {id}.")
        : viewer.MayWriteRegistry ? null : Problems.Forbidden("Only admin and the director draw floor plans.");

    private static IResult Written(Func<IResult> write)
    {
        try
        {
            return write();
        }
        catch (IOException full)
        {
            return Problems.Unavailable($"The floor plan could not be written: {full.Message}");
        }
    }

    /// <summary>Without rooms that are archived.</summary>
    private FloorView Show(FloorPlan plan) => new(
        plan.Floor, $"/api/sites/{Uri.EscapeDataString(plan.SiteId)}/floors/{Uri.EscapeDataString(plan.Floor)}/picture?v={plan.Picture[..12]}",
        [.. plan.Spots.Where(s => registry.Place(s.PlaceId) is { Archived: false })]);
}
