using System.Globalization;
using System.Net;
using System.Text.Json;

namespace SmartCare.Series;

/// <summary>What InfluxDB answered to a write, as far as the answer decides what to do next.</summary>
/// <param name="Reason">InfluxDB's own words; empty when all is well.</param>
readonly record struct InfluxReply(InfluxReply.Kind What, string Reason)
{
    public enum Kind
    {
        Written,

        /// <summary>The content is at fault: sending it again cannot help.</summary>
        Refused,

        /// <summary>The good points are in, the offending ones are not.</summary>
        Partial,

        DatabaseMissing,

        /// <summary>Anything else: the store is away, whatever the reason.</summary>
        Away,
    }

    public static InfluxReply Of(HttpStatusCode status, string body)
    {
        if ((int)status is >= 200 and < 300) return new(Kind.Written, "");
        return Judge(status, ReasonIn(body));
    }

    /// <param name="reason">What InfluxDB itself said was wrong; null when the words are not its own.</param>
    public static InfluxReply Judge(HttpStatusCode status, string? reason) =>
        (status, reason) switch
        {
            // A proxy's page is not InfluxDB's word: points are dropped only when InfluxDB itself refuses them.
            (_, null) => new(Kind.Away, $"HTTP {(int)status}"),
            (HttpStatusCode.NotFound, _) when reason.Contains("not found", StringComparison.OrdinalIgnoreCase)
                || reason.Contains("dbrp", StringComparison.OrdinalIgnoreCase) => new(Kind.DatabaseMissing, reason),
            // 1.x answers 400, later 2.x 422, early 2.x 500.
            (_, _) when reason.Contains("partial write", StringComparison.Ordinal) => new(Kind.Partial, reason),
            (HttpStatusCode.BadRequest or HttpStatusCode.UnprocessableEntity or HttpStatusCode.RequestEntityTooLarge, _)
                => new(Kind.Refused, reason),
            _ => new(Kind.Away, $"HTTP {(int)status}: {reason}"),
        };

    /// <summary>The field that InfluxDB holds with another type; null when that is not the trouble.</summary>
    public string? ConflictingField
    {
        get
        {
            const string before = "input field \"", after = "\" on measurement \"";
            if (!Reason.Contains("field type conflict", StringComparison.Ordinal)) return null;
            var start = Reason.IndexOf(before, StringComparison.Ordinal) + before.Length;
            var end = Reason.IndexOf(after, StringComparison.Ordinal);
            return start >= before.Length && end > start ? Reason[start..end] : null;
        }
    }

    /// <summary>Points are older than they are kept: that is no fault of theirs.</summary>
    public bool IsPastKeeping => Reason.Contains("beyond retention policy", StringComparison.Ordinal);

    /// <summary>How many points it left out: <c>… dropped=2</c>. At least one, for something was.</summary>
    public int DroppedPoints
    {
        get
        {
            var at = Reason.LastIndexOf("dropped=", StringComparison.Ordinal);
            return at >= 0 && int.TryParse(Reason.AsSpan(at + 8), NumberStyles.None, CultureInfo.InvariantCulture, out var dropped)
                ? Math.Max(1, dropped) : 1;
        }
    }

    /// <summary>1.x says <c>{"error":…}</c>, 2.x <c>{"code":…,"message":…}</c>; null when it is neither.</summary>
    /// <remarks>1.x quotes every line it could not parse, so the text may have been cut off: then the raw text is the reason.</remarks>
    static string? ReasonIn(string body)
    {
        try
        {
            using var json = JsonDocument.Parse(body);
            if (json.RootElement.ValueKind != JsonValueKind.Object) return null;
            return json.RootElement.TryGetProperty("error", out var text) || json.RootElement.TryGetProperty("message", out text)
                ? text.ToString() : null;
        }
        catch (JsonException)
        {
            return body.StartsWith("{\"error\":\"", StringComparison.Ordinal) || body.StartsWith("{\"code\":\"", StringComparison.Ordinal) ? body : null;
        }
    }
}
