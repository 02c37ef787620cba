using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Serialization;
using SmartCare.Grains.Store;
using SmartCare.Server.Accounts;
using SmartCare.Server.Api;
using SmartCare.Server.Api.Description;

namespace SmartCare.Server.Complaints;

/// <param name="About">Users who are the subject of it, who never read it.</param>
/// <param name="Anonymous">Who wrote it is kept nowhere: a key opens it.</param>
/// <param name="AdminOnly">No director of the site reads it.</param>
internal sealed record ComplaintInput(string? SiteId, ComplaintKind? Kind, string? Text, string[]? About, bool? Anonymous, bool? AdminOnly);

internal sealed record ComplaintAnswerInput(string? Text);

internal sealed record ComplaintKey(string? Id, string? Key);

/// <summary>One line of a list: what it says is read one by one.</summary>
/// <param name="Mine">The reader wrote it.</param>
/// <param name="Overdue">Nobody has answered in time.</param>
internal sealed record ComplaintLine(string Id, string SiteId, ComplaintKind Kind, DateTimeOffset FiledAt, bool Anonymous, bool Mine, DateTimeOffset DueAt, DateTimeOffset? AnsweredAt, bool Overdue);

/// <param name="By">Null: anonymous.</param>
/// <param name="Key">Shown once, to whoever wrote an anonymous one; else not there.</param>
internal sealed record ComplaintView(
    string Id, string SiteId, ComplaintKind Kind, DateTimeOffset FiledAt, string? By, IReadOnlyList<string> About, bool AdminOnly, string Text, DateTimeOffset DueAt, bool Overdue,
    IReadOnlyList<ComplaintAnswer> Answers, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Key = null);

/// <summary>
/// Abuse reports and complaints: whoever is signed in may write one about a site of theirs. It is read by its writer, by admin, and by the site's directors, but by nobody
/// whom it is about; to everybody else it does not exist.
/// </summary>
internal sealed class ComplaintApi(ComplaintBook book, AccountStore accounts, TimeProvider time)
{
    public static void Map(IEndpointRouteBuilder api)
    {
        var complaints = api.MapGroup("/complaints");
        complaints.MapGet("", (Viewer viewer, ComplaintApi it, string? after = null, int? limit = null) => it.List(viewer, after, limit))
            .Is("listComplaints", Who.SignedIn, "Complaints that one wrote, or may read; the newest first").Gives<Page<ComplaintLine>>();
        complaints.MapPost("", (ComplaintInput input, Viewer viewer, ComplaintApi it) => it.FileAsync(viewer, input))
            .Is("fileComplaint", Who.SignedIn, "Writes an abuse report or a complaint, by name or anonymous").Gives<ComplaintView>(StatusCodes.Status201Created).Refuses(404, 409);
        complaints.MapGet("/{id}", (string id, Viewer viewer, ComplaintApi it) => it.Find(viewer, id) is { } one ? TypedResults.Ok(it.View(one)) : Missing(id))
            .Is("getComplaint", "For who wrote it, the directors of the site and admin; for nobody whom it is about.", "One complaint with its answers; each look is recorded").Gives<ComplaintView>();
        complaints.MapPost("/{id}/answer", (string id, ComplaintAnswerInput input, Viewer viewer, ComplaintApi it) => it.AnswerAsync(viewer, id, input))
            .Is("answerComplaint", "For the directors of the site and admin; for nobody whom it is about.", "Answers it; its writer reads that").Gives<ComplaintView>().Refuses(409);
        complaints.MapPost("/lookup", (ComplaintKey input, Viewer _, ComplaintApi it) => it.Lookup(input))
            .Is("lookUpComplaint", Who.SignedIn, "An anonymous complaint by its id and key; who asks is not recorded").Gives<ComplaintView>().Refuses(404);
    }

    private IResult List(Viewer viewer, string? after, int? limit)
    {
        if (!Pages.TryLimit(limit, out var most)) return Problems.Invalid($"limit is 1 to {Pages.Most}.");
        var found = book.All.Where(c => IsMine(viewer, c) || MayRead(viewer.Account, c)).ToList();
        var from = after is null ? 0 : found.FindIndex(c => c.Id == after) + 1;
        var now = time.GetUtcNow();
        return TypedResults.Ok(Pages.Cut([.. found.Skip(from).Take(most + 1).Select(c => new ComplaintLine(
            c.Id, c.SiteId, c.Kind, c.FiledAt, c.By is null, IsMine(viewer, c), c.DueAt, c.AnsweredAt, c.IsOverdue(now)))], most, c => c.Id));
    }

    private async Task<IResult> FileAsync(Viewer viewer, ComplaintInput input)
    {
        if (input.SiteId is not { } site) return Problems.Invalid("siteId is needed.");
        if (!viewer.FindsSite(site)) return Problems.NotFound($"There is no site {site}.");
        if (input.Kind is not { } kind) return Problems.Invalid("kind is complaint or abuse.");
        if (input.Text is not { Length: <= ComplaintLimits.LongestText } text || string.IsNullOrWhiteSpace(text)) return Problems.Invalid($"text is needed, at most {ComplaintLimits.LongestText} characters.");
        string[] about = [.. (input.About ?? []).Distinct()];
        // Whom they cannot see they may name all the same: a name that nobody has is a mistake.
        if (about.Length > ComplaintLimits.MostAbout || about.Any(u => u is null || accounts.Find(u) is not { Role: not Role.Family })) return Problems.Invalid($"about: each is the user name of somebody who works here, {ComplaintLimits.MostAbout} at most.");
        var (now, key) = (time.GetUtcNow(), input.Anonymous is true ? RandomNumberGenerator.GetHexString(32, lowercase: true) : null);
        var one = new Complaint(
            RandomNumberGenerator.GetHexString(16, lowercase: true), site, kind, now, key is null ? viewer.Account.User : null, about, text.Trim(),
            now + (kind is ComplaintKind.Abuse ? ComplaintLimits.AbuseWithin : ComplaintLimits.ComplaintWithin), key is null ? null : HashOf(key), input.AdminOnly is true);
        if (!accounts.Any(a => !a.Locked && a.User != one.By && MayRead(a, one)))
            return Problems.Conflict("Nobody would be left to read it: all who may are among those whom it is about. Tell the authority itself (12345).");
        return await WrittenAsync(() => book.TryAdd(one)
            ? TypedResults.Created($"/api/complaints/{one.Id}", View(one) with { Key = key }) : Problems.Conflict("This site has had too many complaints today. Tell the authority itself (12345)."));
    }

    private async Task<IResult> AnswerAsync(Viewer viewer, string id, ComplaintAnswerInput input)
    {
        if (Find(viewer, id) is not { } one) return Missing(id);
        if (!MayRead(viewer.Account, one)) return Problems.Forbidden("Only a director of the site and admin answer.");
        if (input.Text is not { Length: <= ComplaintLimits.LongestText } text || string.IsNullOrWhiteSpace(text)) return Problems.Invalid($"text is needed, at most {ComplaintLimits.LongestText} characters.");
        return await WrittenAsync(() => book.Answer(id, new ComplaintAnswer(time.GetUtcNow(), viewer.Account.User, text.Trim())) is { } after
            ? TypedResults.Ok(View(after)) : Problems.Conflict($"It has {ComplaintLimits.MostAnswers} answers already."));
    }

    private IResult Lookup(ComplaintKey input) =>
        input is { Id: { } id, Key: { } key } && book.Find(id) is { KeyHash: { } hash } one && CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(hash), Encoding.ASCII.GetBytes(HashOf(key)))
            ? TypedResults.Ok(View(one)) : input.Id is null || input.Key is null ? Problems.Invalid("id and key are needed.") : Problems.NotFound("No complaint has this id and key.");

    private Complaint? Find(Viewer viewer, string id) =>
        viewer.Scopes is null && book.Find(id) is { } one && (IsMine(viewer, one) || MayRead(viewer.Account, one)) ? one : null;

    private static bool IsMine(Viewer viewer, Complaint one) => one.By == viewer.Account.User;

    /// <summary>Admin, and a director of the site; nobody whom it is about.</summary>
    public static bool MayRead(Account account, Complaint one) =>
        !one.About.Contains(account.User) && (account.Role is Role.Admin || account.Role is Role.Director && !one.AdminOnly && account.Sites.Contains(one.SiteId));

    private ComplaintView View(Complaint one) => new(one.Id, one.SiteId, one.Kind, one.FiledAt, one.By, one.About, one.AdminOnly, one.Text, one.DueAt, one.IsOverdue(time.GetUtcNow()), one.Answers);

    private static string HashOf(string key) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)));

    private static IResult Missing(string id) => Problems.NotFound($"There is no complaint {id}.");

    /// <summary>On a thread that may wait for the disk.</summary>
    private static async Task<IResult> WrittenAsync(Func<IResult> write)
    {
        try
        {
            return await Task.Run(write);
        }
        catch (StoreUnavailableException away)
        {
            return Problems.Unavailable($"Nothing was written: {away.Message}");
        }
    }
}
