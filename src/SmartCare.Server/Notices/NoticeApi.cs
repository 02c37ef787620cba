using System.Globalization;
using SmartCare.Domain.Notices;
using SmartCare.Domain.Words;
using SmartCare.Server.Accounts;
using SmartCare.Server.Alerts;
using SmartCare.Server.Api;
using SmartCare.Server.Api.Description;
using SmartCare.Server.Notices.Channels;
using SmartCare.Storage;

namespace SmartCare.Server.Notices;

/// <param name="Address">Masked.</param>
/// <param name="NextAt">Of the next try; null when it is finished.</param>
internal sealed record NoticeView(
    string Id, string AlertId, string SiteId, AlertKind Kind, Priority Priority, int Tier, NoticeTopic Topic, Audience Audience, string Person, ChannelKind Channel,
    string Address, NoticeState State, DateTimeOffset WantedAt, DateTimeOffset? NotBefore, DateTimeOffset? NextAt, DateTimeOffset? EndedAt,
    IReadOnlyList<NoticeTry> Tries)
{
    public static NoticeView Of(StoredNotice stored)
    {
        var notice = stored.Notice;
        return new(notice.Id, notice.AlertId, notice.SiteId.Value, notice.Kind, notice.Priority, notice.Tier, notice.Topic, notice.Audience, notice.Person,
            notice.Channel.Kind, NoticeMask.Of(notice.Channel), stored.State, stored.WantedAt, notice.NotBefore,
            stored.State is NoticeState.Waiting ? stored.NextAt : null, stored.EndedAt, stored.Tries);
    }
}

/// <param name="SiteId">Whose gateway of text messages is tried; null: that of the first site of who asks.</param>
internal sealed record TestNoticeInput(NoticeChannel? Channel, string? SiteId);

internal sealed record TestNoticeView(bool Delivered, string Answer);

/// <summary>Who was told, when, by what, and what was answered.</summary>
internal static class NoticeApi
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/alerts/{id}/notices", OfAlert).Is("listNoticesOfAlert", Who.Sees, "Who was told of an alert, when, by what").Gives<Page<NoticeView>>();
        api.MapGet("/notices", List).Is("listNotices", Who.Staff, "What leaves or left the house, in the order wanted").Gives<Page<NoticeView>>().Refuses(404);
        api.MapPost("/notices/test", Test).Is("testChannel", Who.Director, "Sends one test at once").Gives<TestNoticeView>().Refuses(404, 429);
    }

    /// <summary>Of one alert, in the order in which they were wanted; those too that the disk could not take.</summary>
    public static IReadOnlyList<StoredNotice> All(string alert, Tables tables, NoticeOutbox outbox)
    {
        // The outbox first: what is finished between the two looks is found in the table.
        var held = outbox.Held.Where(n => n.Notice.AlertId == alert).ToDictionary(n => n.Notice.Id);
        foreach (var stored in tables.NoticesOf(alert).Select(StoredNotice.FromJson))
            if (!held.TryGetValue(stored.Notice.Id, out var newer) || newer.Revision <= stored.Revision)
                held[stored.Notice.Id] = stored;
        return [.. held.Values.OrderBy(n => n.WantedAt).ThenBy(n => n.Notice.Id, StringComparer.Ordinal)];
    }

    private static IResult OfAlert(string id, Viewer viewer, AlertStore alerts, Tables tables, NoticeOutbox outbox)
    {
        if (alerts.Find(id) is not { } stored || !viewer.Sees(stored.Alert)) return Problems.NotFound($"There is no alert {id}.");
        // A shared room's fire is the family's too, but whom the neighbour's family was is not theirs to know.
        var notices = All(id, tables, outbox).Where(n => viewer.Family is not { } family
            || n.Notice.Audience is Audience.Family && stored.Alert.Elder is { } elder && family.Elders.Contains(elder.Id));
        return TypedResults.Ok(new Page<NoticeView>([.. notices.Select(NoticeView.Of)], null));
    }

    private static IResult List(Viewer viewer, Tables tables, string? site = null, string? state = null, long after = 0, int? limit = null)
    {
        if (!viewer.MayAnswer) return Problems.Forbidden("Only staff read all notices.");
        if (!Pages.TryLimit(limit, out var most)) return Problems.Invalid($"limit is 1 to {Pages.Most}.");
        if (state is not (null or "waiting" or "sent" or "failed" or "withdrawn")) return Problems.Invalid("state is one of waiting, sent, failed, withdrawn.");
        if (site is not null && !viewer.FindsSite(site)) return Problems.NotFound($"There is no site {site}.");
        var found = tables.Notices(site is null ? viewer.Sites : [site], state, after, most + 1);
        var page = Pages.Cut(found, most, n => n.Number.ToString(CultureInfo.InvariantCulture));
        return TypedResults.Ok(new Page<NoticeView>([.. page.Items.Select(n => NoticeView.Of(StoredNotice.FromJson(n.Json)))], page.Next));
    }

    private static async Task<IResult> Test(TestNoticeInput input, Viewer viewer, TestNotices tests, OutsideAddresses outside, CancellationToken cancellation)
    {
        if (!viewer.MayWriteDuty) return Problems.Forbidden("Only admin and director send tests.");
        if (input.Channel is not { Address: { Length: > 0 and <= 500 }, Secret: null or { Length: <= 200 } } channel)
            return Problems.Invalid("channel is {kind, address, secret}; an address has at most 500 characters.");
        if (!outside.MayBeNamed(channel)) return Problems.Invalid($"channel.address: {OutsideAddresses.Refusal}");
        if (input.SiteId is { } site && !viewer.FindsSite(site)) return Problems.NotFound($"There is no site {site}.");
        return Answer(await tests.SendAsync(viewer, input.SiteId, channel, cancellation));
    }

    /// <param name="made">Null: there were too many of late.</param>
    public static IResult Answer(NoticeTry? made) => made is not null
        ? TypedResults.Ok(new TestNoticeView(made.Delivered, made.Answer))
        : TypedResults.Problem("Too many tests; wait a minute.", statusCode: StatusCodes.Status429TooManyRequests);
}
