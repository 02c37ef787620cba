using System.Globalization;
using System.Text;
using SmartCare.Domain.Alerts;
using SmartCare.Domain.Decisions;
using SmartCare.Domain.Readings;
using SmartCare.Domain.Words;

namespace SmartCare.Domain.Tests.Support;

/// <summary>
/// Stories a head nurse can read. Events are parted by commas; each is a time and what happens:
/// <code>
/// 09:00 press                     the device of the table says action=emergency
/// 09:00 smoke2 smoke=true         the named device says a channel; more channels follow, parted by blanks
/// 09:00 press ts=08:50            with the device's own time (also ts=-25h, ts=+6m, ts=1970, ts=2019)
/// 09:00 press id=7, ... dup id=7  with its packet id; dup = sent again under DUP
/// 09:00 smoke=true kept           a broker gives it from its retained store
/// 09:00 offline / online          its availability topic (or its will)
/// 09:00 acknowledge by li         a person answers the newest alert; also arrive, note, resolve as real; "duty" unless said
/// 09:00 acknowledge help          ... the newest alert of that kind
/// 09:00 stop ... 10:00 start      the silo is down in between
/// 09:00 shelve battery 60 | drill night 30 | enddrill night | walls 0 | told | untold | family there by son   see DutyLines
/// 09:00 end                       nothing happens: time only passes (until the next day: +1d 09:00 end)
/// </code>
/// Without an "end", time stops at the last event.
/// </summary>
internal static class StoryLines
{
    /// <summary>Plays the story and compares what it led to.</summary>
    public static void Check(string device, string story, string expected) => Assert.Equal(expected, "→ " + StoryResult.Tell(Play(device, story).Effects));

    /// <param name="prepare">What is so before the story begins: a roster, families.</param>
    public static Story Play(string device, string text, Action<Story>? prepare = null)
    {
        var story = new Story();
        prepare?.Invoke(story);
        foreach (var line in text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)) Event(story, device, line);
        return story;
    }

    private static void Event(Story story, string device, string line)
    {
        var words = new Queue<string>(line.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        var day = words.Peek().StartsWith('+') ? int.Parse(words.Dequeue().Trim('+', 'd'), CultureInfo.InvariantCulture) : 0;
        story.RunTo(Story.Midnight.AddDays(day) + TimeSpan.Parse(words.Dequeue(), CultureInfo.InvariantCulture));
        if (Home.Devices.ContainsKey(words.Peek())) device = words.Dequeue();
        var verb = words.Peek();
        switch (verb)
        {
            case "end": break;
            case "shelve" or "drill" or "enddrill" or "walls" or "ways" or "phones" or "told" or "untold" or "family": DutyLines.Event(story, words); break;
            case "stop": story.Stop(); break;
            case "start": story.Start(); break;
            case "online" or "offline": story.Hear(Availability(device, verb)); break;
            case "acknowledge" or "arrive" or "resolve" or "note": Answer(story, words); break;
            default: story.Hear(Spoken(story, device, words)); break;
        }
    }

    private static Reading Availability(string device, string state)
    {
        var decoded = AvailabilityDecoder.Decode(Encoding.UTF8.GetBytes(state));
        return new Reading(DeviceId.Of(device), null, 0, false, 0, decoded.Values);
    }

    private static Reading Spoken(Story story, string device, Queue<string> words)
    {
        var (dup, kept) = (false, false);
        ushort packetId = 0;
        var fields = new List<string>();
        foreach (var word in words)
        {
            var parts = word.Split('=', 2);
            if (word == "dup") dup = true;
            else if (word == "kept") kept = true;
            else if (word == "press") fields.Add("\"action\":\"emergency\"");
            else if (word == "alive") fields.Add("\"linkquality\":100");
            else if (parts[0] == "id") packetId = ushort.Parse(parts[1], CultureInfo.InvariantCulture);
            else if (parts[0] == "ts") fields.Add($"\"ts\":{DeviceTime(story, parts[1])}");
            else if (parts.Length == 2) fields.Add($"\"{parts[0]}\":{JsonOf(parts[1])}");
            else throw new FormatException($"'{word}' is no word of a story.");
        }

        var payload = Encoding.UTF8.GetBytes($"{{{string.Join(',', fields)}}}");
        var decoded = PayloadDecoder.Decode(payload);
        return new Reading(DeviceId.Of(device), decoded.DeviceTimeMs, Samples.Hash(payload), dup, packetId, decoded.Values) { Replayed = kept };
    }

    private static string JsonOf(string value) =>
        value is "true" or "false" or "null" || double.TryParse(value, CultureInfo.InvariantCulture, out _) ? value : $"\"{value.Trim('"')}\"";

    private static long DeviceTime(Story story, string text) => text switch
    {
        "1970" => 0,
        "2019" => new DateTimeOffset(2019, 12, 31, 23, 59, 59, TimeSpan.Zero).ToUnixTimeMilliseconds(),
        ['+' or '-', ..] => (story.Now + Span(text)).ToUnixTimeMilliseconds(),
        _ => (Story.Midnight + TimeSpan.Parse(text, CultureInfo.InvariantCulture)).ToUnixTimeMilliseconds(),
    };

    private static TimeSpan Span(string text)
    {
        var amount = long.Parse(text[..^1], CultureInfo.InvariantCulture);
        return text[^1] switch { 's' => TimeSpan.FromSeconds(amount), 'm' => TimeSpan.FromMinutes(amount), 'h' => TimeSpan.FromHours(amount), _ => throw new FormatException(text) };
    }

    private static void Answer(Story story, Queue<string> words)
    {
        var verb = Enum.Parse<AlertVerb>(words.Dequeue(), ignoreCase: true);
        var changes = story.Effects.OfType<AlertChanged>();
        if (words.Count > 0 && Enum.TryParse<AlertKind>(words.Peek(), ignoreCase: true, out var kind))
        {
            words.Dequeue();
            changes = changes.Where(c => c.Alert.Kind == kind);
        }

        var alert = changes.Last(c => c.Event.What is AlertStep.Raised).Alert;
        var (by, note) = ("duty", (string?)null);
        Outcome? outcome = verb is AlertVerb.Resolve ? Outcome.Real : null;
        int? knowing = null;
        string? release = null;
        while (words.TryDequeue(out var word))
        {
            if (word == "by") by = words.Dequeue();
            else if (word == "knowing") knowing = int.Parse(words.Dequeue(), CultureInfo.InvariantCulture);
            else if (word == "release") release = words.Dequeue();
            else if (word == "as") outcome = Enum.Parse<Outcome>(words.Dequeue(), ignoreCase: true);
            else note = note is null ? word : $"{note} {word}";
        }

        story.Say(Subject.Of(alert.SiteId), new AlertCommand(alert.Id, verb, by, outcome, note) { Knowing = knowing, Release = release });
    }
}
