using System.Globalization;
using System.Text;
using System.Text.Json;
using SmartCare.Domain.Alerts;
using SmartCare.Domain.Decisions;
using SmartCare.Domain.Readings;
using SmartCare.Domain.Registry;
using SmartCare.Domain.Words;

namespace SmartCare.Domain.Tests.Support;

/// <summary>
/// Stories about a person, as a head nurse can read them. The devices named first are put up; each says now and then that it
/// works from six in the morning on, until it breaks. Times are the site's own.
/// <code>
/// 09:00 motion occupancy=true      a device says something; +1d 09:00 is the next day
/// 09:00 moves                      the motion sensor sees someone for a minute
/// 09:00 opens / closes             the home's door
/// 09:00 gets up / lies down        the bed
/// 09:00 presses                    the call
/// 09:00 motion breaks / works      no heartbeat any more, and again
/// 09:00 mode hospital until +2d 08:00    also without an end
/// 09:00 visit fine                 someone has been there
/// 09:00 stop, 10:00 start, 09:00 end, 09:00 resolve inactivity as false
/// </code>
/// </summary>
internal sealed partial class WatchStory
{
    private readonly Story _story = new();
    private readonly HashSet<string> _working;
    private readonly Dictionary<string, DateTimeOffset> _nextBeat;
    private bool _down;

    private WatchStory(string devices, string timeZone, params Elder[] elders)
    {
        string[] names = devices.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        _working = [.. names];
        _nextBeat = names.ToDictionary(n => n, _ => Story.Midnight.AddHours(6));
        var site = new Site(Dwelling.Site, "河畔", "Riverside", timeZone);
        Say(Subject.Of(site.Id), new Register(site));
        Say(Subject.Of(Dwelling.Home), new Register(new Place(Dwelling.Home, site.Id, "001", PlaceKind.Home)));
        Say(Subject.Of(Dwelling.Room), new Register(new Place(Dwelling.Room, site.Id, "201", PlaceKind.Room)));
        foreach (var elder in elders) Say(Subject.Of(elder.Id), new Register(elder));
        foreach (var name in names) Say(Subject.Of(DeviceId.Of(name)), new Register(Dwelling.Devices[name]));
        RunTo(Story.Midnight);
    }

    public Story Story => _story;

    /// <summary>The alerts the story led to, as <see cref="StoryResult"/> tells them, with the offline ones left out: they are another rule's.</summary>
    /// <summary>Who was asked, and when, is left out: that is the escalation's.</summary>
    public string Result => "→ " + TierText().Replace(StoryResult.Tell(_story.Effects.Where(e => e is not AlertChanged { Alert.Kind: AlertKind.Offline })), "");

    [System.Text.RegularExpressions.GeneratedRegex(" tier [0-9]")]
    private static partial System.Text.RegularExpressions.Regex TierText();

    public ElderState Li => _story.Elders[Dwelling.Li.Value];

    public static WatchStory Of(string devices, string text, CarePlan? plan = null, int careLevel = 1, string timeZone = "Etc/UTC", Elder[]? elders = null)
    {
        var story = new WatchStory(devices, timeZone, elders ?? [Dwelling.Elder(Dwelling.Li, plan, careLevel)]);
        foreach (var line in text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)) story.Event(line);
        return story;
    }

    public static void Check(string devices, string text, string expected, CarePlan? plan = null, int careLevel = 1) =>
        Assert.Equal(expected, Of(devices, text, plan, careLevel).Result);

    public static void CheckRoom(string devices, string text, string expected, CarePlan? ofZhao = null) => Assert.Equal(
        expected, Of(devices, text, elders: [Dwelling.Elder(Dwelling.Zhao, ofZhao), Dwelling.Elder(Dwelling.Qian)]).Result);

    public void Say(Subject to, CareMessage message) => _story.Say(to, message);

    public void Event(string line)
    {
        var words = new Queue<string>(line.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        RunTo(Time(words));
        var first = words.Dequeue();
        var second = words.TryPeek(out var next) ? next : "";
        switch (first, second)
        {
            case ("end", _): break;
            case ("stop", _): _story.Stop(); _down = true; break;
            case ("start", _): _down = false; _story.Start(); foreach (var name in _working) Beat(name); break;
            case ("moves", _): Hear("motion", "{\"occupancy\":true}"); RunTo(_story.Now.AddMinutes(1)); Hear("motion", "{\"occupancy\":false}"); break;
            case ("opens", _): Hear("door", "{\"contact\":false}"); break;
            case ("closes", _): Hear("door", "{\"contact\":true}"); break;
            case ("gets", "up"): Hear("bed", "{\"in_bed\":false}"); break;
            case ("lies", "down"): Hear("bed", "{\"in_bed\":true}"); break;
            case ("presses", _): Hear("call", "{\"action\":\"emergency\"}"); break;
            case ("mode", _): Say(Subject.Of(Dwelling.Li), Mode(words)); break;
            case ("visit", _): Say(Subject.Of(Dwelling.Li), new VisitDone("wu", string.Join(' ', words))); break;
            case ("resolve", _): Resolve(words); break;
            case (_, "breaks"): _working.Remove(first); break;
            case (_, "works"): _working.Add(first); Beat(first); break;
            default: Hear(first, $"{{{string.Join(',', words.Select(Field))}}}"); break;
        }
    }

    /// <summary>The plan is agreed, or changed.</summary>
    public void Agree(CarePlan plan) => Say(Subject.Of(Dwelling.Li), new Register(Dwelling.Elder(Dwelling.Li, plan)));

    private void RunTo(DateTimeOffset time)
    {
        while (!_down && _working.Count > 0 && _working.OrderBy(n => _nextBeat[n]).ThenBy(n => n, StringComparer.Ordinal).First() is var name && _nextBeat[name] <= time)
        {
            _story.RunTo(_nextBeat[name]);
            Beat(name);
        }

        _story.RunTo(time);
    }

    /// <summary>A little before it would count as offline.</summary>
    private void Beat(string name)
    {
        Hear(name, "{\"linkquality\":90}");
        _nextBeat[name] = _story.Now + Models.All[Dwelling.Devices[name].Model].SilenceLimit - TimeSpan.FromSeconds(10);
    }

    private void Hear(string device, string payload)
    {
        var bytes = Encoding.UTF8.GetBytes(payload);
        var decoded = PayloadDecoder.Decode(bytes);
        _story.Hear(new Reading(DeviceId.Of(device), decoded.DeviceTimeMs, Samples.Hash(bytes), false, 0, [.. decoded.Values, .. WordsOfTheHouse(payload)]));
    }

    /// <summary>What the intake adds to a burst stands in these stories as if the device had said it.</summary>
    private static IEnumerable<ChannelValue> WordsOfTheHouse(string payload) => JsonDocument.Parse(payload).RootElement.EnumerateObject().Where(f => Channels.IsOurs(f.Name))
        .Select(f => ChannelValue.Of(f.Name, f.Value.GetDouble()));

    private string Field(string word)
    {
        var (name, value) = word.Split('=', 2) is [var n, var v] ? (n, v) : throw new FormatException($"'{word}' is no word of a story.");
        if (name == "ago") return $"\"ts\":{(_story.Now - TimeSpan.FromMinutes(int.Parse(value, CultureInfo.InvariantCulture))).ToUnixTimeMilliseconds()}";
        return value is "true" or "false" or "null" || double.TryParse(value, CultureInfo.InvariantCulture, out _) ? $"\"{name}\":{value}" : $"\"{name}\":\"{value}\"";
    }

    private static DateTimeOffset Time(Queue<string> words)
    {
        var day = words.Peek().StartsWith('+') ? int.Parse(words.Dequeue().Trim('+', 'd'), CultureInfo.InvariantCulture) : 0;
        return Story.Midnight.AddDays(day) + TimeSpan.Parse(words.Dequeue(), CultureInfo.InvariantCulture);
    }

    private static SetMode Mode(Queue<string> words)
    {
        var mode = Enum.Parse<WatchMode>(words.Dequeue(), ignoreCase: true);
        return new SetMode(mode, words.TryDequeue(out _) ? Time(words) : null, "wu");
    }

    private void Resolve(Queue<string> words)
    {
        var kind = Enum.Parse<AlertKind>(words.Dequeue(), ignoreCase: true);
        var alert = _story.Effects.OfType<AlertChanged>().Last(c => c.Alert.Kind == kind && c.Event.What is AlertStep.Raised).Alert;
        Say(Subject.Of(alert.SiteId), new AlertCommand(alert.Id, AlertVerb.Resolve, "duty", Outcome.Real, null));
    }
}
