using System.Security.Claims;
using SmartCare.Domain.Decisions;
using SmartCare.Domain.Words;
using SmartCare.Server.Accounts;
using SmartCare.Server.Alerts;
using SmartCare.Server.Api;
using SmartCare.Server.Api.Description;

namespace SmartCare.Server.Notices.Push;

/// <param name="State">Of the alert now: a notice that came late says so itself. Null: it is not known.</param>
internal sealed record NoticeShownView(AlertState? State);

/// <summary>What phones say of notices that they were sent. No cookie lets anybody in here; the proof in the notice does.</summary>
internal static class PushReceiptApi
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapPost("/push/shown", Shown).AllowAnonymous()
            .Is("reportNoticeShown", Who.Notified, "A phone shows a notice; what has become of its alert").Gives<NoticeShownView>().Refuses(401);
        api.MapPost("/alerts/{id}/acknowledge-from-notice", AcknowledgeAsync).AllowAnonymous()
            .Is("acknowledgeFromNotice", Who.Notified, "As acknowledge, once, as the user whose phone was sent the notice").Gives<NoticeShownView>().Refuses(401, 409);
    }

    private static IResult Shown(NoticeReceipt receipt, NoticeReceipts receipts, PushSubscriptions phones, NoticeOutbox outbox, AlertStore alerts, TimeProvider time)
    {
        if (receipts.Open(receipt) is not var (notice, alert, phone)) return Refused();
        phones.Shown(phone.Id, time.GetUtcNow());
        outbox.Shown(notice, time.GetUtcNow());
        return TypedResults.Ok(new NoticeShownView(alerts.Find(alert)?.Alert.State));
    }

    private static async Task<IResult> AcknowledgeAsync(
        string id, NoticeReceipt receipt, HttpContext http, NoticeReceipts receipts, AccountStore accounts, Viewers viewers, AlertCommands answers)
    {
        if (receipts.Open(receipt) is not var (_, alert, phone) || alert != id || accounts.FindUnlocked(phone.User) is not { } account) return Refused();
        // Whose doing it is, for the record.
        http.User = new ClaimsPrincipal(new ClaimsIdentity([new Claim(ClaimTypes.Name, account.User)], nameof(NoticeReceipt)));
        if (receipts.IsUsed(receipt.Key!)) return Problems.Conflict("This notice has been answered already.");
        var viewer = viewers.Of(account, byProvider: true);
        var result = await answers.Answer(viewer, id, AlertVerb.Acknowledge);
        if (result.Status is AnswerStatus.Done) receipts.Use(receipt.Key!);
        return result.Status is AnswerStatus.Done ? TypedResults.Ok(new NoticeShownView(result.Alert!.State)) : AlertApi.Refusal(result);
    }

    private static IResult Refused() => Problems.Unauthorized("This notice proves nothing here, or not any more; open the page and sign in.");
}
