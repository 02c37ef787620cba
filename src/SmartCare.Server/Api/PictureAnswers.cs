using SmartCare.Server.Registry;

namespace SmartCare.Server.Api;

/// <summary>Pictures in and out, the same for whatever they show.</summary>
internal static class PictureAnswers
{
    public static IResult Shown(HttpContext http, PictureStore pictures, string? name, string missing)
    {
        if (name is null || pictures.Open(name) is not { } file) return Problems.NotFound(missing);
        // Opened by itself it is a picture and nothing else.
        http.Response.Headers.ContentSecurityPolicy = "default-src 'none'; sandbox; frame-ancestors 'none'";
        return Results.Stream(file, PictureStore.TypeOf(name));
    }

    /// <summary>Keeps the picture of the body and has its name written down.</summary>
    /// <param name="write">Gets the name of the picture's file.</param>
    public static async Task<IResult> TakenAsync(HttpContext http, PictureStore pictures, Func<string, Task<IResult>> write)
    {
        var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body);
        ReadOnlyMemory<byte> bytes = body.ToArray();
        if (PictureStore.TypeOf(bytes) is not { } type || http.Request.ContentType != type)
            return Problems.Invalid("A picture is image/jpeg, image/png or image/webp, by its Content-Type and by its first bytes.");
        try
        {
            return await write(await pictures.KeepAsync(bytes, type));
        }
        catch (Exception full) when (full is IOException or UnauthorizedAccessException)
        {
            return Problems.Unavailable($"The picture could not be written: {full.Message}");
        }
    }
}
