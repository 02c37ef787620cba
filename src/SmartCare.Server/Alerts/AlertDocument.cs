using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using SmartCare.Domain.Alerts;
using SmartCare.Domain.Rules;
using SmartCare.Domain.Words;

namespace SmartCare.Server.Alerts;

/// <summary>An alert as the outside sees it; the fields are the contract's, in its order.</summary>
internal sealed record AlertDocument
{
    public required string Id { get; init; }
    public required long Seq { get; init; }
    public required AlertKind Kind { get; init; }
    public required Priority Priority { get; init; }
    public required AlertState State { get; init; }
    public required string SiteId { get; init; }
    public string? PlaceId { get; init; }
    public string? Place { get; init; }
    public ElderOfAlert? Elder { get; init; }
    public DeviceOfAlert? Device { get; init; }
    public required DateTimeOffset RaisedAt { get; init; }
    public required DateTimeOffset UpdatedAt { get; init; }
    public required int Occurrences { get; init; }
    public string? AcknowledgedBy { get; init; }
    public DateTimeOffset? AcknowledgedAt { get; init; }
    public string? ArrivedBy { get; init; }
    public DateTimeOffset? ArrivedAt { get; init; }
    public string? ResolvedBy { get; init; }
    public DateTimeOffset? ResolvedAt { get; init; }
    public Outcome? Outcome { get; init; }

    /// <summary>What staff let the family read of how it ended; null: nothing.</summary>
    public string? Released { get; init; }

    /// <summary>Relatives who see to it: it stands open all the same.</summary>
    public IReadOnlyList<FamilyAnswer> Family { get => field ?? []; init; }
    public required int Tier { get; init; }
    public bool Drill { get; init; }
    public bool Late { get; init; }

    /// <summary>Decided in memory while the journal could not be written.</summary>
    public bool Unsaved { get; init; }

    /// <summary>The incident it belongs to: GET /api/sites/{id}/incidents.</summary>
    public string? Incident { get; init; }

    /// <summary>Needs that were put inside it instead of ringing on their own.</summary>
    public int Gathered { get; init; }

    public DateTimeOffset? ShelvedUntil { get; init; }

    /// <summary>Devices that go on saying what raised it, also after it was resolved.</summary>
    public IReadOnlyList<string> Still { get; init; } = [];

    /// <summary>Who was asked outside the wall, each once.</summary>
    public IReadOnlyList<AskedPerson> Asked { get; init; } = [];

    /// <summary>How often its device was wrong of late; null: it was not, or nobody knows. It changes nothing of how the alert rings or where it stands.</summary>
    public NuisanceView? Nuisance { get; init; }

    public required IReadOnlyList<HistoryLine> History { get; init; }

    /// <summary>Of a change that is shown for the first time, when a message led to it: where that came in. Never outside.</summary>
    [JsonIgnore]
    public Origin? Origin { get; init; }

    /// <summary>The same for those who may not look at what a camera saw: that there is something to be seen, and not where.</summary>
    public AlertDocument WithoutClips() => !History.Any(HasClip) ? this : this with
    {
        History = [.. History.Select(line => !HasClip(line) ? line : line with { Says = [.. line.Says!.Select(p => p.Code is ClipRule.Code ? p with { Values = NoValues } : p)] })],
    };

    private static readonly IReadOnlyDictionary<string, string> NoValues = new Dictionary<string, string>();

    private static bool HasClip(HistoryLine line) => line.Says?.Any(p => p.Code is ClipRule.Code) is true;
}

internal sealed record ElderOfAlert(string Id, string Name);

internal sealed record DeviceOfAlert(string Id, string? Model);

/// <param name="Note">A person's words, or what the house says in English.</param>
/// <param name="Says">What the house says, for readers of any language; null: it says nothing here.</param>
internal sealed record HistoryLine(long Seq, DateTimeOffset At, AlertStep What, string? By, string? Note, IReadOnlyList<Phrase>? Says);

/// <summary>An alert as it is stored: what the outside sees, and whom it is about.</summary>
internal sealed record StoredAlert(AlertDocument Alert, Subject About)
{
    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, AlertJson.Plain.StoredAlert);

    /// <summary>Without the history, which the alert's own row holds.</summary>
    public byte[] ToChangeJson() => (this with { Alert = Alert with { History = [] } }).ToJson();

    public static StoredAlert FromJson(byte[] json) => JsonSerializer.Deserialize(json, AlertJson.Plain.StoredAlert)!;
}

/// <summary>Alert JSON: camel case, every field of the contract present, times with Z.</summary>
[JsonSerializable(typeof(StoredAlert))]
[JsonSerializable(typeof(AlertDocument))]
internal sealed partial class AlertJson : JsonSerializerContext
{
    /// <summary>Chinese stays readable: nothing here is ever pasted into HTML by a server.</summary>
    public static readonly AlertJson Plain = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new UtcTime() },
    });
}

/// <summary>ISO 8601 in UTC with milliseconds and Z, as the contract has it.</summary>
internal sealed class UtcTime : JsonConverter<DateTimeOffset>
{
    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.GetDateTimeOffset();

    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", System.Globalization.CultureInfo.InvariantCulture));
}
