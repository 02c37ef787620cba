using System.Text.Encodings.Web;
using System.Text.Json;
using SmartCare.Grains.Store;
using SmartCare.Server.Accounts;
using SmartCare.Server.Alerts;
using SmartCare.Server.Api;
using SmartCare.Server.Api.Description;
using SmartCare.Storage;

namespace SmartCare.Server.Record;

internal sealed record ReviewInput(string? FirstAid, string? Cause, string? Review, string? By);

/// <summary>What was done, why it happened and what is learned from it, written afterwards.</summary>
/// <param name="By">Who says so, when that is not who wrote it down.</param>
internal sealed record AlertReview(
    string Id, string AlertId, DateTimeOffset At, string WrittenBy, string? By, string? FirstAid, string? Cause, string? Review)
{
    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new UtcTime() },
    };

    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, s_json);

    public static AlertReview FromJson(byte[] json) => JsonSerializer.Deserialize<AlertReview>(json, s_json)!;
}

/// <summary>Reviews of alerts. They decide nothing, so they need no journal; they are never changed, so a correction is one more.</summary>
internal static class ReviewApi
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapPost("/alerts/{id}/review", Write).Is("reviewAlert", Who.Staff, "What was done, why it happened, what is learned").Gives<AlertReview>();
        api.MapGet("/alerts/{id}/reviews", List).Is("listReviews", Who.Staff, "The reviews of an alert, the oldest first").Gives<Page<AlertReview>>();
    }

    private static IResult List(string id, Viewer viewer, AlertStore alerts, Tables tables)
    {
        if (alerts.Find(id) is not { Alert: var alert } || !viewer.Sees(alert)) return Problems.NotFound($"There is no alert {id}.");
        if (!viewer.MayAnswer) return Problems.Forbidden("Only staff read reviews.");
        return TypedResults.Ok(new Page<AlertReview>([.. tables.ReviewsOf(id).Select(AlertReview.FromJson)], null));
    }

    private static async Task<IResult> Write(string id, ReviewInput input, Viewer viewer, AlertStore alerts, ICareStore store, TimeProvider time)
    {
        if (alerts.Find(id) is not { Alert: var alert } || !viewer.Sees(alert)) return Problems.NotFound($"There is no alert {id}.");
        if (!viewer.MayAnswer) return Problems.Forbidden("Only staff review alerts.");
        string?[] texts = [Trimmed(input.FirstAid), Trimmed(input.Cause), Trimmed(input.Review), Trimmed(input.By)];
        if (texts.Any(t => t?.Length > RecordLimits.ReviewLength)) return Problems.Invalid($"A field has at most {RecordLimits.ReviewLength} characters.");
        if (texts[..3].All(t => t is null)) return Problems.Invalid("One of firstAid, cause and review is needed.");
        var review = new AlertReview(Guid.CreateVersion7().ToString("N"), id, time.GetUtcNow(), viewer.Account.User, texts[3], texts[0], texts[1], texts[2]);
        try
        {
            var row = new ReviewRow(review.Id, id, alert.SiteId, review.At.ToUnixTimeMilliseconds(), review.ToJson());
            await Task.Run(() => store.Write([row]));
            return TypedResults.Ok(review);
        }
        catch (StoreUnavailableException away)
        {
            return Problems.Unavailable($"The review could not be written: {away.Message}");
        }
    }

    private static string? Trimmed(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
