using SmartCare.Domain.Notices;
using SmartCare.Domain.Words;
using SmartCare.Server.Accounts;
using SmartCare.Server.Api;
using SmartCare.Server.Notices.Channels;

namespace SmartCare.Server.Registry.Fields;

/// <summary>People who may be told, in a duty plan or an elder's contacts: what makes sense of them, and what of them stays when it comes back masked.</summary>
internal sealed class ContactRules(OutsideAddresses outside, AccountStore accounts)
{
    public const int MostPeople = 50, LongestAddress = 500;

    private const int MostChannels = 6;

    /// <summary>Lists that were left out, or are null, are empty.</summary>
    public static Contact Whole(Contact person) => person is null ? new Contact("", null, []) : person with { Channels = person.Channels ?? [] };

    /// <returns>The first thing that makes no sense, for people; null when all does.</returns>
    public string? Trouble(IReadOnlyList<Contact> people)
    {
        if (people.Count > MostPeople) return $"At most {MostPeople} people in a list.";
        if (people.Any(p => !FieldText.IsName(p.Name) || p.Relation is { Length: > FieldText.LongestName }))
            return $"Every person has a name of at most {FieldText.LongestName} characters; so has a relation.";
        if (people.Any(p => p.Channels.Length > MostChannels)) return $"A person has at most {MostChannels} channels.";
        if (people.SelectMany(p => p.Channels).Any(c => c?.Address is not { Length: > 0 and <= LongestAddress } || c.Secret is { Length: > LongestAddress }))
            return $"A channel has an address of at most {LongestAddress} characters.";
        if (people.SelectMany(p => p.Channels).FirstOrDefault(c => c.Kind is ChannelKind.Push && accounts.Find(c.Address) is null) is { } nobody)
            return $"A push goes to the phones of an account, and there is no account {PlainText.Shown(nobody.Address)}.";
        return people.FirstOrDefault(p => p.Channels.Any(c => !outside.MayBeNamed(c))) is { } inside ? $"A channel of {inside.Name}: {OutsideAddresses.Refusal}" : null;
    }

    /// <summary>A secret that came back as it is shown is the one that is known for the same kind and address.</summary>
    /// <returns>False: none is known.</returns>
    public static bool TryUnmask(Contact[] people, IEnumerable<Contact> known, out Contact[] whole)
    {
        var secrets = SecretsOf(known);
        var missing = false;
        whole = [.. people.Select(p => p with { Channels = [.. p.Channels.Select(c => Unmask(c, secrets, ref missing))] })];
        return !missing;
    }

    public static Dictionary<(ChannelKind, string), string?> SecretsOf(IEnumerable<Contact> known) =>
        known.SelectMany(p => p.Channels).Where(c => c.Secret is not null).GroupBy(c => (c.Kind, c.Address)).ToDictionary(g => g.Key, g => g.First().Secret);

    public static NoticeChannel Unmask(NoticeChannel channel, Dictionary<(ChannelKind, string), string?> known, ref bool missing)
    {
        if (channel.Secret != DutyMask.Secret) return channel;
        missing |= !known.TryGetValue((channel.Kind, channel.Address), out var secret);
        return channel with { Secret = secret };
    }
}
