using SmartCare.Domain.Decisions;
using SmartCare.Domain.Notices;
using SmartCare.GrainInterfaces;
using SmartCare.Server.Accounts;
using SmartCare.Server.Notices.Push;
using SmartCare.Server.Operations;
using SmartCare.Server.Registry;

namespace SmartCare.Server.Notices;

/// <summary>Once a second: tells each site by which ways this silo can send notices and whose phones show them, when that is new; those without a plan then ring that
/// they have none. Not in the demo, whose houses call nobody outside this machine.</summary>
internal sealed class NoticeWays(Settings settings, RegistryIndex registry, AccountStore accounts, Viewers viewers, PushSubscriptions phones, IGrainFactory grains)
{
    private readonly Lock _gate = new();

    /// <summary>Whose phones each site was told of.</summary>
    private readonly Dictionary<string, string[]> _told = [];

    private readonly ChannelKind[] _ways =
        [.. Enum.GetValues<ChannelKind>().Where(k => k switch { ChannelKind.Sms => settings.Notices.Sms is not null, ChannelKind.Voice => settings.Notices.Voice is not null, ChannelKind.Mail => settings.Notices.Smtp is not null, _ => true })];

    public void Beat()
    {
        Viewer[] people = [.. phones.Users.Select(accounts.FindUnlocked).OfType<Account>().Select(a => viewers.Of(a, byProvider: true))];
        foreach (var site in registry.Sites)
        {
            var id = site.Id.Value;
            string[] users = [.. people.Where(p => p.SeesSite(id)).Select(p => p.Account.User)];
            if (site.Duty is null && settings.Demo) Forget(id);
            else if (IsNews(id, users)) _ = TellAsync(id, users);
        }
    }

    private async Task TellAsync(string site, string[] users)
    {
        try
        {
            await grains.GetGrain<ISiteGrain>(site).KnowWays(new WaysOut(_ways) { Phones = users });
        }
        catch (Exception)
        {
            // With the next beat again, whatever kept it from being told.
            Forget(site);
        }
    }

    private bool IsNews(string site, string[] users)
    {
        lock (_gate)
        {
            if (_told.TryGetValue(site, out var told) && told.AsSpan().SequenceEqual(users)) return false;
            _told[site] = users;
            return true;
        }
    }

    private void Forget(string site)
    {
        lock (_gate) _told.Remove(site);
    }
}
