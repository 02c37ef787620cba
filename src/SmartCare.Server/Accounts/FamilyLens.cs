using SmartCare.Domain.Alerts;
using SmartCare.Domain.Notices;
using SmartCare.Domain.Readings;
using SmartCare.Domain.Registry;
using SmartCare.Domain.Rules;
using SmartCare.Domain.Words;
using SmartCare.Server.Alerts;
using SmartCare.Server.Registry;

namespace SmartCare.Server.Accounts;

/// <summary>
/// What a relative sees of what they may see at all: people by the names they are called by, of staff's notes those that were released, of other families nothing, and
/// of her life what the elder has agreed to. What is shared with somebody else's elder is shown when that one agreed, too, and is theirs.
/// </summary>
/// <param name="find">An account by its user name.</param>
internal sealed class FamilyLens(Account account, RegistryIndex registry, Func<string, Account?> find)
{
    /// <summary>What tells of a device or of a danger, and of nobody's life.</summary>
    private static readonly HashSet<string> s_open =
    [
        Channels.Battery, Channels.BatteryLow, "linkquality", "voltage", Channels.Tamper, Channels.Test, Channels.FaultAlarm, Channels.Smoke, Channels.Gas, Channels.CarbonMonoxide, Channels.WaterLeak,
    ];

    /// <summary>What rings by itself, and for her family: it needs nobody's consent.</summary>
    private static readonly HashSet<string> s_calls = [Channels.Action, Channels.Sos, Channels.Fall];

    private static readonly HashSet<string> s_vitals = [Channels.HeartRate, Channels.BreathingRate, Channels.Temperature, Channels.Humidity];

    /// <summary>The parameter of a phrase that holds a user name.</summary>
    private const string By = "by";

    public static bool Agreed(Elder elder, FamilySight what) => elder.Ledger.Consent.Contains(what);

    /// <summary>May what this channel says be shown? Of a room that others share, only when all who live there are theirs and agreed: whose steps they are nobody knows.</summary>
    public bool SeesChannel(Device device, string channel)
    {
        if (s_open.Contains(channel)) return true;
        if (s_calls.Contains(channel)) return device.ElderId is not null || registry.LodgersOf(device.PlaceId).All(e => account.Elders.Contains(e.Id.Value));
        // What an elder agreed to, she agreed to for her relatives.
        if (account.Organisation is not null) return false;
        if (channel == Channels.Clip) return registry.LodgersOf(device.PlaceId).All(e => Agreed(e, FamilySight.Camera));
        var what = s_vitals.Contains(channel) ? FamilySight.Vitals : FamilySight.Day;
        return device.ElderId is { } elder
            ? registry.Elder(elder.Value) is { } own && Agreed(own, what)
            : registry.LodgersOf(device.PlaceId).All(e => account.Elders.Contains(e.Id.Value) && Agreed(e, what));
    }

    /// <summary>What a person is called; a machine, or who is gone, keeps the name that was written down. Oneself keeps one's own.</summary>
    public string? NameOf(string? user) => user is null || user == account.User ? user : find(user)?.Name ?? user;

    public AlertDocument Shown(AlertDocument alert)
    {
        var mine = MyElders(alert);
        // Who of her relatives was told is not a volunteer's.
        HashSet<string> relatives = account.Organisation is not null ? [] : [.. mine.SelectMany(e => e.Household.Contacts).Select(c => c.Name)];
        var seen = SeesPictures(alert, mine) ? alert : alert.WithoutClips();
        return seen with
        {
            AcknowledgedBy = NameOf(seen.AcknowledgedBy), ArrivedBy = NameOf(seen.ArrivedBy), ResolvedBy = NameOf(seen.ResolvedBy),
            Asked = [.. seen.Asked.Where(a => a.Audience is Audience.Family && relatives.Contains(a.Person))],
            Family = [.. seen.Family.Where(f => IsRelative(f.By, mine)).Select(f => f with { By = NameOf(f.By)! })],
            Nuisance = null,
            History = [.. seen.History.Where(line => IsShown(line, mine, relatives)).Select(line => Shown(line, seen, mine))],
        };
    }

    /// <returns>What the elder's contacts call them, where they were asked about this alert or are the first to be asked; null: they are not called for.</returns>
    public string? CalledFor(AlertDocument alert)
    {
        foreach (var elder in MyElders(alert))
        {
            var place = Array.FindIndex(elder.Household.Contacts, c => c.IsOf(account.User));
            if (place < 0) continue;
            var name = elder.Household.Contacts[place].Name;
            if (place == 0 || alert.Asked.Any(a => a.Audience is Audience.Family && a.Person == name)) return name;
        }

        return null;
    }

    /// <summary>Whom of theirs it is about: the elder, or who lives where the danger is.</summary>
    private Elder[] MyElders(AlertDocument alert) =>
    [
        .. account.Elders.Select(registry.Elder).OfType<Elder>().Where(e => alert.Elder is { } about ? e.Id.Value == about.Id : e.LivesHere && e.PlaceId.Value == alert.PlaceId),
    ];

    /// <summary>Whoever else lives in the room is on the picture.</summary>
    private bool SeesPictures(AlertDocument alert, Elder[] mine) =>
        account.Organisation is null && mine.Length > 0 && mine.All(e => Agreed(e, FamilySight.Camera))
        && (alert.PlaceId is null || registry.LodgersOf(PlaceId.Of(alert.PlaceId)).All(e => Agreed(e, FamilySight.Camera)));

    private bool IsRelative(string user, Elder[] mine) => find(user) is { Role: Role.Family } other && mine.Any(e => other.Elders.Contains(e.Id.Value));

    /// <summary>Which relatives of whom were told, and which rooms stand together with hers, is not theirs; nor is a line that says nothing without its note.</summary>
    private bool IsShown(HistoryLine line, Elder[] mine, HashSet<string> relatives) => line.What switch
    {
        AlertStep.Told or AlertStep.Untold => line.Says is [{ } told] && told.Values.TryGetValue("person", out var person) && relatives.Contains(person),
        AlertStep.Gathered => false,
        AlertStep.Noted when line.By is { } by => by == account.User || IsRelative(by, mine),
        _ => true,
    };

    private HistoryLine Shown(HistoryLine line, AlertDocument alert, Elder[] mine)
    {
        var named = line with { By = NameOf(line.By) };
        if (line.Says is { } says)
        {
            IReadOnlyList<Phrase> shown = [.. says.Select(WithNames)];
            return named with { Says = shown, Note = Phrases.Say(shown, Language.English) };
        }

        if (line.What is AlertStep.Resolved) return named with { Note = alert.ResolvedAt == line.At ? alert.Released : null };
        return line.By is null || line.By == account.User || IsRelative(line.By, mine) ? named : named with { Note = null };
    }

    /// <summary>How a gateway answered to a notice holds addresses.</summary>
    private Phrase WithNames(Phrase said) => said with
    {
        Values = said.Values.ToDictionary(v => v.Key, v => v.Key is By ? NameOf(v.Value)! : said.Code == "told" && v.Key is "answer" ? "" : v.Value),
    };
}
