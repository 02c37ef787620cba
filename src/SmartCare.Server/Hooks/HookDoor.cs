using System.Diagnostics.Metrics;
using System.Globalization;
using SmartCare.Domain.Words;
using SmartCare.Server.Api;
using SmartCare.Server.Api.Description;
using SmartCare.Server.Care;
using SmartCare.Server.Intake;
using SmartCare.Server.Operations;
using SmartCare.Server.Record;
using SmartCare.Server.Registry;
using SmartCare.Server.Webhooks;

namespace SmartCare.Server.Hooks;

/// <summary>What cameras, watches and their makers' clouds send; the channels of the MQTT contract may stand beside these.</summary>
/// <param name="Id">As the header has it; not read.</param>
/// <param name="Device">Which of the devices that the caller speaks for.</param>
/// <param name="Event">What happened, in one word.</param>
/// <param name="Url">Where somebody may look at it: http or https.</param>
/// <param name="Ts">The device's own time, Unix ms.</param>
internal sealed record HookEvent(string? Id, string? Device, string? Event, string? Url, long? Ts);

/// <param name="Device">Which it was about.</param>
/// <param name="Repeated">It was had before under the same id, and is no other event.</param>
internal sealed record HookTaken(string Device, bool Repeated);

/// <summary>The address that devices call. No cookie or token lets anybody in here; the signature does, and a page in a browser has no secret to sign with.</summary>
internal sealed class HookDoor(
    HookBook hooks, HookPace pace, HookIntake intake, Quarantine quarantine, RegistryIndex registry, SystemAlerts alerts, AuditLog audit, Metrics metrics, TimeProvider time)
{
    /// <summary>As what calls to addresses that are none are summed up in the record.</summary>
    private const string Unknown = "hook/?";

    private readonly Counter<long> _calls = metrics.Labelled("smartcare_hook_calls_total", "Signed calls of devices, by what became of them.");
    private readonly Counter<long> _refused = metrics.Labelled("smartcare_hook_refused_total", "Calls of devices that were not let in.");

    public static void Map(IEndpointRouteBuilder app) => app.MapPost("/api/hooks/{id}", (string id, HttpContext http, HookDoor door) => door.TakeAsync(id, http))
        .Accepts<HookEvent>("application/json").Is("callHook", Who.Signed, "What a camera or watch tells, signed with its secret").Gives<HookTaken>().Refuses(401, 429);

    private async Task<IResult> TakeAsync(string id, HttpContext http)
    {
        if (hooks.Find(id) is not { } hook) return Refuse(http, Unknown, "unknown");
        if (!pace.MayCall(hook))
        {
            Count("pace");
            return Problems.Later(http, TimeSpan.FromSeconds(1), StatusCodes.Status429TooManyRequests, $"A hook takes {HookLimits.PerSecond} calls a second.");
        }

        if (await BodyAsync(http) is not { } body)
        {
            Count("too_long");
            return TypedResults.Problem($"A call has at most {HookLimits.BodyBytes} bytes.", statusCode: StatusCodes.Status413PayloadTooLarge);
        }

        if (IdIn(http.Request, hook, body, out var cause) is not { } message) return Refuse(http, hook, cause, body);
        try
        {
            var (outcome, repeated) = await intake.TakeAsync(hook, message, body).WaitAsync(HookLimits.CommitWithin, time, http.RequestAborted);
            if (outcome.Verdict is HookVerdict.Taken) hooks.UseOf(hook).Used(time.GetUtcNow());
            return Answer(http, outcome, repeated);
        }
        catch (TimeoutException)
        {
            return Answer(http, new HookOutcome(HookVerdict.Busy, hook.DeviceId), repeated: false);
        }
    }

    private IResult Answer(HttpContext http, HookOutcome outcome, bool repeated)
    {
        _calls.Add(1, new KeyValuePair<string, object?>("outcome", repeated ? "repeated" : outcome.Verdict.ToString().ToLowerInvariant()));
        return outcome.Verdict switch
        {
            HookVerdict.Taken => TypedResults.Ok(new HookTaken(outcome.Device, repeated)),
            HookVerdict.Unknown => Problems.NotFound($"No device {PlainText.Shown(outcome.Device)} is registered; it stands in the inbox, and an alarm of it has rung."),
            HookVerdict.Foreign => Problems.Forbidden($"{outcome.Device} is a device of another site."),
            HookVerdict.Unreadable => Problems.Invalid("Nothing in it can be read; it stands in the quarantine with the reason."),
            _ => Problems.Later(http, TimeSpan.FromSeconds(5), StatusCodes.Status503ServiceUnavailable, "It is not on the disk yet; send it again under the same webhook-id."),
        };
    }

    /// <returns>The webhook-id of a call that is signed by one of the hook's secrets, now; null: it is not.</returns>
    private string? IdIn(HttpRequest request, Hook hook, byte[] body, out string cause)
    {
        cause = "signature";
        var (id, stamp, signature) = ((string?)request.Headers[WebhookSignature.IdHeader], (string?)request.Headers[WebhookSignature.TimestampHeader], (string?)request.Headers[WebhookSignature.SignatureHeader]);
        if (id is not { Length: > 0 and <= HookLimits.LongestId } || stamp is null || signature is null || !long.TryParse(stamp, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)) return null;
        var now = time.GetUtcNow();
        var holds = false;
        foreach (var secret in hook.SecretsAt(now)) holds |= WebhookSignature.Holds(secret, id, stamp, signature, body);
        if (!holds) return null;
        cause = "time";
        return Math.Abs(now.ToUnixTimeSeconds() - (double)seconds) <= HookLimits.Tolerance.TotalSeconds ? id : null;
    }

    /// <summary>A device whose calls are refused is silenced: counted, in the record as a sum, and its site is told.</summary>
    private IResult Refuse(HttpContext http, Hook hook, string cause, byte[] body)
    {
        var (now, use) = (time.GetUtcNow(), hooks.UseOf(hook));
        var why = cause == "time" ? "its time is more than five minutes off" : "its signature is missing or wrong";
        use.LastRefusal = new HookRefusal(now, why);
        // Only what is signed is its sender's word.
        if (cause == "time") quarantine.Keep(hook.DeviceId, $"hook/{hook.DeviceId}", "hook_time", "signed, but its time is more than five minutes off", body);
        if (registry.Device(hook.DeviceId) is { } device && use.Rings(now))
            alerts.Raise(Subject.PartOf(device.SiteId, $"hook-{hook.Id}"), device.SiteId, Phrase.Of(cause == "time" ? "hookTime" : "hookSignature", ("device", device.Id)));
        return Refuse(http, $"hook/{hook.Id}", cause);
    }

    private IResult Refuse(HttpContext http, string who, string cause)
    {
        Count(cause);
        audit.Refused.Count(who, http.Connection.RemoteIpAddress, StatusCodes.Status401Unauthorized, time.GetUtcNow());
        return Problems.Unauthorized("It is not signed by the secret of this address, or not now.");
    }

    private void Count(string cause) => _refused.Add(1, new KeyValuePair<string, object?>("cause", cause));

    /// <returns>Null: it is too long.</returns>
    private static async Task<byte[]?> BodyAsync(HttpContext http)
    {
        if (http.Request.ContentLength > HookLimits.BodyBytes) return null;
        var body = new byte[HookLimits.BodyBytes + 1];
        var length = await http.Request.Body.ReadAtLeastAsync(body, body.Length, throwOnEndOfStream: false, http.RequestAborted);
        return length > HookLimits.BodyBytes ? null : body[..length];
    }
}
