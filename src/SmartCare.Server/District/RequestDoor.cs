using SmartCare.Server.Accounts;
using SmartCare.Server.Registry;

namespace SmartCare.Server.District;

/// <summary>What somebody asked for.</summary>
/// <param name="Number">The sender's own number of it: sent again, nothing is made twice.</param>
/// <param name="LevelId">Where, as long as no site has it; unless said, the sender's own level.</param>
/// <param name="ElderId">Or address.</param>
/// <param name="DueAt">Unless said, as long as its kind may take.</param>
internal sealed record RequestInput(
    string? Number, RequestSource? Source, ServiceKind? Kind, string? LevelId, string? SiteId, string? ElderId, string? Address, string? Caller, string? Phone, string? Text, DateTimeOffset? DueAt);

/// <summary>Makes a request of what was sent in, or says what is wrong with it.</summary>
internal sealed class RequestDoor(RegistryIndex registry, DistrictSight sight, TimeProvider time)
{
    public const int LongestLine = 200, LongestText = 1_000;

    /// <summary>Handed on fifty times: somebody should speak to somebody.</summary>
    public const int MostSteps = 100;

    private const int LongestNumber = 64, LongestPhone = 30;

    /// <summary>Nobody promises a service for later than the next season.</summary>
    private static readonly TimeSpan s_longest = TimeSpan.FromDays(92);

    /// <returns>What is wrong; null: the request is as it is to be taken.</returns>
    public string? Read(Viewer viewer, RequestInput input, out ServiceRequest? request)
    {
        request = null;
        if (input.Source is not { } source) return "source is one of hotline, elder, family.";
        if (input.Kind is not { } kind) return $"kind is one of {string.Join(", ", Enum.GetValues<ServiceKind>().Select(k => k.ToString().ToLowerInvariant()))}.";
        if (LengthTrouble(input) is { } length) return length;
        var elder = input.ElderId is { Length: > 0 } named ? registry.Elder(named) : null;
        if (input.ElderId is { Length: > 0 } && (elder is null || !SeesSite(viewer, elder.SiteId.Value))) return "elderId is the id of an elder.";
        if (elder is null && string.IsNullOrWhiteSpace(input.Address)) return "elderId, or address, is needed.";
        var site = elder?.SiteId.Value ?? (input.SiteId is { Length: > 0 } said ? said : null);
        if (input.SiteId is { Length: > 0 } at && (at != site || !SeesSite(viewer, at))) return elder is null ? "siteId is the id of a site." : "siteId: this elder is of another site.";
        var level = input.LevelId is { Length: > 0 } own ? own : viewer.LevelId;
        if (level is not null && sight.Find(viewer, level) is not { Archived: false }) return "levelId is the id of a level.";
        if (site is null && level is null) return "siteId, levelId or elderId is needed: somebody must see it.";
        var now = time.GetUtcNow();
        var due = input.DueAt ?? now + ServiceRequest.TimeFor(kind);
        if (due <= now || due > now + s_longest) return $"dueAt is to come, within {s_longest.Days} days.";
        request = new ServiceRequest(
            RequestBook.NewId(now), Text(input.Number), source, kind, level, site, elder?.Id.Value, Text(input.Address), Text(input.Caller), Text(input.Phone), Text(input.Text),
            now, due, RequestState.Taken, null, [new RequestStep(now, RequestState.Taken, viewer.Account.User, null)])
        {
            // A token is renewed each year; whose numbers they are stays.
            From = viewer.LevelId ?? site ?? level,
        };
        return null;
    }

    private bool SeesSite(Viewer viewer, string id) => registry.Site(id) is { Archived: false } site && sight.SeesSite(viewer, site);

    private static string? LengthTrouble(RequestInput input) =>
        input.Number is { } number && (number.Length > LongestNumber || string.IsNullOrWhiteSpace(number)) ? $"number has 1 to {LongestNumber} characters."
        : input.Address is { Length: > LongestLine } ? $"address has at most {LongestLine} characters."
        : input.Caller is { Length: > LongestLine } ? $"caller has at most {LongestLine} characters."
        : input.Phone is { Length: > LongestPhone } ? $"phone has at most {LongestPhone} characters."
        : input.Text is { Length: > LongestText } ? $"text has at most {LongestText} characters." : null;

    private static string? Text(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
