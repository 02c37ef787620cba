using System.Net;
using SmartCare.Domain.Decisions;
using SmartCare.Domain.Notices;
using SmartCare.Server.Accounts;
using SmartCare.Server.Alerts;
using SmartCare.Server.Api;
using SmartCare.Server.Api.Description;
using SmartCare.Server.Notices.Push;
using SmartCare.Server.Record;
using SmartCare.Server.Registry;
using SmartCare.Storage;

namespace SmartCare.Server.Notices;

/// <summary>The address that a gateway of calls asks when the person who was called pressed the key: acknowledges that one alert, once, in the name of the person of the plan.</summary>
internal sealed class CallAnswer(
    NoticeReceipts receipts, NoticeOutbox outbox, Tables tables, RegistryIndex registry, AccountStore accounts, AlertCommands answers, AuditLog audit, TimeProvider time)
{
    /// <summary>Not below /api: gateways send forms as well as JSON, and some ask by GET.</summary>
    public const string Path = "/call-answer";

    /// <summary>Before the person's name, who need not have an account; no account has a slash.</summary>
    private const string ActorPrefix = "call/";

    public static void Map(IEndpointRouteBuilder app)
    {
        foreach (var (method, id) in ((string, string)[])[("GET", "answerCall"), ("POST", "answerCallByPost")])
            app.MapMethods(Path, [method], (string? notice, string? key, HttpContext http, CallAnswer it) => it.AnswerAsync(notice, key, http.Connection.RemoteIpAddress))
                .Is(id, Who.Notified, "The person who was called pressed the key: acknowledges the alert, once").Gives<NoticeShownView>().Refuses(401, 403, 404, 409, 503);
    }

    private async Task<IResult> AnswerAsync(string? notice, string? key, IPAddress? from)
    {
        if (receipts.OpenCall(notice, key) is not var (noticeId, alertId)) return Problems.Unauthorized("This call proves nothing here, or not any more.");
        if (NoticeApi.All(alertId, tables, outbox).FirstOrDefault(n => n.Notice.Id == noticeId)?.Notice is not { Channel.Kind: ChannelKind.Voice } called)
            return Problems.NotFound("There was no such call.");
        if (receipts.IsUsed(key!)) return Problems.Conflict("This call has been answered already.");
        var actor = new Account(ActorPrefix + called.Person, called.Person, Role.Duty, [called.SiteId.Value], [], "", Demo: false);
        var result = await answers.Answer(new Viewer(actor, registry, accounts.Find), alertId, AlertVerb.Acknowledge);
        var done = result.Status is AnswerStatus.Done;
        if (done) receipts.Use(key!);
        audit.Add(new AuditEntry(
            time.GetUtcNow(), actor.User, "acknowledgeByCall", $"alert/{alertId}", called.SiteId.Value, done ? null : RecordedInput.Of(new { refused = result.Why }, null, null), from?.ToString()));
        return done ? TypedResults.Ok(new NoticeShownView(result.Alert!.State)) : AlertApi.Refusal(result);
    }
}
