using SmartCare.Domain.Readings;
using SmartCare.Domain.Readings.Platforms;
using SmartCare.Domain.Registry;
using SmartCare.Domain.Rules;
using SmartCare.Domain.Words;
using SmartCare.Server.Alerts;
using SmartCare.Server.Care;
using SmartCare.Server.Intake;
using SmartCare.Server.Registry;

namespace SmartCare.Server.Onboarding;

/// <summary>Messages of devices that nobody registered: each is an entry in the inbox, and one that may be an alarm rings at the site of its gateway, once while it stands.</summary>
internal sealed class Strangers(Inbox inbox, RegistryIndex registry, SystemAlerts alerts, AlertStore standing, TimeProvider time)
{
    /// <summary>An alert that was resolved rings again when the device goes on calling, but not before it could have been seen.</summary>
    private static readonly TimeSpan s_again = TimeSpan.FromSeconds(10);

    /// <summary>The inbox has something to be saved, or settled.</summary>
    public event Action? Stirred;

    /// <summary>From the connection's loop, like what a known device says: decoding, and one look into the inbox.</summary>
    /// <param name="from">Who signed in: the gateway, or the device itself.</param>
    /// <param name="isReplayed">A broker had it retained: an entry, and never an alarm.</param>
    public void Hear(string from, TopicRoute route, ReadOnlySpan<byte> payload, bool isReplayed)
    {
        // An empty one takes back what was retained.
        if (payload.IsEmpty) return;
        // Of zigbee2mqtt/a/b nobody can know whether "b" is half of a name or a channel; but a channel's value is no object.
        var isWhole = route.Whole is not null && payload[0] == '{';
        var name = isWhole ? route.Named : route.Device;
        if (name.Length > InboxLimits.Text || PlainText.FirstBad(name) >= 0) return;
        var values = route.Kind switch
        {
            RouteKind.Availability => [],
            RouteKind.Part when !isWhole => PlatformTopics.Decode(route.Dialect, route.Part, payload, StrangerRule.Anything).Values,
            _ => PayloadDecoder.Decode(payload, StrangerRule.Anything).Values,
        };
        string[] channels = [.. values.Select(v => v.Channel).Where(c => c != Channels.Availability)];
        Func<Newcomer, string?>? judge = isReplayed || !UrgencyRule.MayRaise(StrangerRule.Anything, values) ? null
            : n => StrangerRule.AlarmIn(values, n.ProposedModel is { } model ? Models.All[model] : null, n.IsIntroduced);
        if (inbox.Hear(from, name, channels, judge, out var alarm) is not { } heard) return;
        if (alarm is not null) Ring(heard, alarm);
        if (alarm is not null || heard.Times == 1) Stirred?.Invoke();
    }

    /// <summary>It was put aside, or is known: nobody need look for it any more.</summary>
    public void End(string part, string note)
    {
        // The gateway may have got another site meanwhile; where there is no such alert nothing happens.
        foreach (var site in registry.Sites) alerts.End(Subject.PartOf(site.Id, part), site.Id, note);
    }

    private void Ring(Newcomer stranger, string alarm)
    {
        if (stranger.RangAs is { } stands && (time.GetUtcNow() - stranger.RangAt < s_again || registry.Sites.Any(s => standing.HasOpen(Subject.PartOf(s.Id, stands))))) return;
        if (inbox.Ring(stranger) is not { } part) return;
        var what = Phrase.All(
            stranger.Gateway == stranger.Name ? Phrase.Of("stranger", ("name", stranger.Name), ("word", alarm))
                : Phrase.Of("strangerVia", ("name", stranger.Name), ("gateway", stranger.Gateway), ("word", alarm)),
            Phrase.Of("strangerWhere"));
        foreach (var site in SitesOf(stranger.Gateway)) alerts.Raise(Subject.PartOf(site, part), site, what);
    }

    /// <summary>The gateway's own site. One without a record: every site with a device that speaks through it, or, when there is none, the first.</summary>
    private IEnumerable<SiteId> SitesOf(string gateway)
    {
        if (registry.SiteOfGateway(gateway) is { } own) return [own];
        SiteId[] served = [.. registry.Devices.Where(d => d.Via?.Value == gateway).Select(d => d.SiteId).Distinct()];
        return served.Length > 0 ? served : registry.Sites.Take(1).Select(s => s.Id);
    }
}
