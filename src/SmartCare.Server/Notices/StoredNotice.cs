using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using SmartCare.Domain.Notices;
using SmartCare.Domain.Words;
using SmartCare.Server.Alerts;
using SmartCare.Storage;

namespace SmartCare.Server.Notices;

[JsonConverter(typeof(LowerCaseEnum<NoticeState>))]
internal enum NoticeState
{
    /// <summary>Not finished: for quiet hours, for the next try, or on its way.</summary>
    Waiting,
    Sent, Failed,

    /// <summary>Somebody came before it went out.</summary>
    Withdrawn,
}

/// <summary>One try, and what the channel said.</summary>
internal sealed record NoticeTry(DateTimeOffset At, int Ms, bool Delivered, string Answer);

/// <summary>A notice and what became of it so far.</summary>
/// <param name="WantedAt">When it was decided.</param>
/// <param name="NextAt">Not tried before; only while it waits.</param>
/// <param name="Revision">Grows with each change: two writers may bring the same notice to the disk in either order.</param>
internal sealed record StoredNotice(
    Notice Notice, NoticeState State, DateTimeOffset WantedAt, DateTimeOffset NextAt, DateTimeOffset? EndedAt, int Revision, IReadOnlyList<NoticeTry> Tries)
{
    /// <summary>Nobody need be told any more; a try that is on its way still counts.</summary>
    public bool Withdrawn { get; init; }

    /// <summary>Whoever took it passes it on, and the phone that shows it says so by then; null: the taking was all.</summary>
    public DateTimeOffset? ShowBy { get; init; }

    /// <summary>A phone has said that it shows it.</summary>
    public bool Shown { get; init; }

    /// <summary>By which a receiver knows a repetition. The time is in it: after a crash of an unsaved decision an id may come
    /// again for another need, which must not be taken for the old one.</summary>
    [JsonIgnore]
    public string Key => string.Create(CultureInfo.InvariantCulture, $"{Notice.Id}.{WantedAt.ToUnixTimeMilliseconds():x}");

    public static StoredNotice Of(Notice notice, DateTimeOffset at) => new(notice, NoticeState.Waiting, at, notice.NotBefore ?? at, null, 0, []);

    public StoredNotice Next(Func<StoredNotice, StoredNotice> change) => change(this) with { Revision = Revision + 1 };

    /// <summary>With its end. The secret of the channel is not kept longer than it is needed.</summary>
    public StoredNotice Ended(NoticeState state, DateTimeOffset at) => Next(n => n with
    {
        State = state,
        EndedAt = at,
        Notice = n.Notice with { Channel = n.Notice.Channel with { Secret = null } },
    });

    public NoticeRow ToRow() => new(
        Notice.Id, Revision, Notice.AlertId, Notice.SiteId.Value, Name(State), State is NoticeState.Waiting,
        JsonSerializer.SerializeToUtf8Bytes(this, NoticeJson.Plain.StoredNotice));

    public static StoredNotice FromJson(byte[] json) => JsonSerializer.Deserialize(json, NoticeJson.Plain.StoredNotice)!;

    public static string Name(NoticeState state) => JsonNamingPolicy.CamelCase.ConvertName(state.ToString());
}

/// <summary>JSON of notices, stored and sent: camel case, nulls written, times with Z, Chinese readable.</summary>
[JsonSerializable(typeof(StoredNotice))]
[JsonSerializable(typeof(Channels.WebhookBody))]
[JsonSerializable(typeof(Channels.TextMessage))]
[JsonSerializable(typeof(Channels.FeishuMessage))]
internal sealed partial class NoticeJson : JsonSerializerContext
{
    public static readonly NoticeJson Plain = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new UtcTime() },
    });
}
