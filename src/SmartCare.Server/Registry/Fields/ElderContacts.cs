using SmartCare.Domain.Notices;
using SmartCare.Server.Api;
using SmartCare.Server.Notices;

namespace SmartCare.Server.Registry.Fields;

/// <summary>Whom to tell of an elder, as people write it.</summary>
/// <param name="Mode">order or all.</param>
internal sealed record ElderContacts(string? Mode, Contact[]? People)
{
    public static ElderContacts? Of(Household household) =>
        household.Contacts.Length == 0 ? null : new(household.Mode is ContactMode.Fanout ? "all" : "order", household.Contacts);

    /// <summary>As it is shown: secrets to nobody, addresses whole to those alone who write them.</summary>
    public static ElderContacts? Shown(Household household, bool toWriter) => Of(household) is not { } contacts ? null : contacts with
    {
        People = [.. contacts.People!.Select(p => p with
        {
            Channels = [.. p.Channels.Select(c => c with { Address = toWriter ? c.Address : NoticeMask.Of(c), Secret = c.Secret is null ? null : DutyMask.Secret })],
        })],
    };

    /// <param name="before">Whose secrets stay where they are sent back as they are shown.</param>
    /// <returns>What is wrong with them; null when nothing is.</returns>
    public string? Read(Household before, ContactRules rules, out Household household)
    {
        household = before;
        if (Mode is not (null or "order" or "all")) return "contacts.mode is order or all.";
        Contact[] people = [.. (People ?? []).Select(ContactRules.Whole)];
        if (rules.Trouble(people) is { } trouble) return $"contacts: {trouble}";
        if (!ContactRules.TryUnmask(people, before.Contacts, out people))
            return $"contacts: a secret is {DutyMask.Secret}, and none is known for that address: send the secret itself.";
        household = people.Length == 0 ? Household.None : new Household(Mode is "all" ? ContactMode.Fanout : ContactMode.Order, people);
        return null;
    }
}
