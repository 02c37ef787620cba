using SmartCare.Domain.Decisions;
using SmartCare.Domain.Registry;
using SmartCare.GrainInterfaces;
using SmartCare.Server.Accounts;
using SmartCare.Server.Alerts;
using SmartCare.Server.Api.Description;
using SmartCare.Server.Registry;

namespace SmartCare.Server.Api;

internal sealed record ModeRequest(string? Mode, DateTimeOffset? Until);

internal sealed record VisitRequest(string? Note);

/// <summary>What staff say about an elder: what is to be expected of the home, and that they have been there. Told to the grain of the
/// elder, like any other word that changes a decision.</summary>
internal sealed class ElderApi(RegistryIndex registry, RegistryViews views, IGrainFactory grains, TimeProvider time)
{
    /// <summary>A quarter: whoever is away for longer is asked for again.</summary>
    private static readonly TimeSpan s_longestMode = TimeSpan.FromDays(92);

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapPut("/elders/{id}/mode", (string id, ModeRequest request, Viewer viewer, ElderApi elders) => elders.SetMode(viewer, id, request))
            .Is("setMode", Who.Staff, "What is to be expected of a home, until when").Gives<ElderView>().Refuses(409);
        api.MapPost("/elders/{id}/visits", (string id, VisitRequest request, Viewer viewer, ElderApi elders) => elders.Visit(viewer, id, request))
            .Is("recordVisit", Who.Staff, "Somebody has been there").Gives<ElderView>();
    }

    private Task<IResult> SetMode(Viewer viewer, string id, ModeRequest request)
    {
        if (Refusal(viewer, id) is { } refused) return refused;
        if (ModeOf(request.Mode) is not { } mode) return Invalid("mode is one of home, away, asleep, hospital, visitors.");
        var now = time.GetUtcNow();
        if (request.Until is { } until && (until <= now || until > now + s_longestMode)) return Invalid("until is a time to come, at most 92 days ahead.");
        // A grain's time is in milliseconds.
        var end = request.Until is { } exact ? DateTimeOffset.FromUnixTimeMilliseconds(exact.ToUnixTimeMilliseconds()) : (DateTimeOffset?)null;
        return Tell(viewer, id, elder => elder.SetMode(new SetMode(mode, end, viewer.Account.User)));
    }

    private Task<IResult> Visit(Viewer viewer, string id, VisitRequest request)
    {
        if (Refusal(viewer, id, isVisit: true) is { } refused) return refused;
        if (request.Note is { Length: > AlertCommands.LongestNote }) return Invalid($"A note is at most {AlertCommands.LongestNote} characters.");
        return Tell(viewer, id, elder => elder.Visit(new VisitDone(viewer.Account.User, string.IsNullOrWhiteSpace(request.Note) ? null : request.Note.Trim())));
    }

    private Task<IResult>? Refusal(Viewer viewer, string id, bool isVisit = false)
    {
        if (registry.Elder(id) is not { } elder || !viewer.SeesElder(elder.SiteId.Value, id)) return Task.FromResult<IResult>(Problems.NotFound($"There is no elder {id}."));
        return viewer.MayAnswer || isVisit && viewer.IsResponder ? null : Task.FromResult<IResult>(Problems.Forbidden("Only staff say where an elder is, and staff and volunteers who has visited."));
    }

    private async Task<IResult> Tell(Viewer viewer, string id, Func<IElderGrain, Task<CommandOutcome>> tell)
    {
        var elder = registry.Elder(id)!;
        try
        {
            var outcome = await tell(grains.GetGrain<IElderGrain>(id));
            return outcome.Refused switch
            {
                null => TypedResults.Ok(views.Of(viewer, elder)),
                Domain.Decisions.Refusal.Conflict => Problems.Conflict("This elder was discharged, or is archived: nobody is watched."),
                _ => Problems.NotFound($"There is no elder {id}."),
            };
        }
        catch (TryAgainException busy)
        {
            return Problems.Unavailable(busy.Message);
        }
    }

    /// <summary>The contract's words and nothing else.</summary>
    private static WatchMode? ModeOf(string? text) => text switch
    {
        "home" => WatchMode.Home,
        "away" => WatchMode.Away,
        "asleep" => WatchMode.Asleep,
        "hospital" => WatchMode.Hospital,
        "visitors" => WatchMode.Visitors,
        _ => null,
    };

    private static Task<IResult> Invalid(string why) => Task.FromResult<IResult>(Problems.Invalid(why));
}
