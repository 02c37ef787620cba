using System.Threading.Channels;
using Microsoft.Extensions.DependencyInjection;
using SmartCare.Domain.Alerts;
using SmartCare.Domain.Decisions;
using SmartCare.Domain.Notices;
using SmartCare.Domain.Rules;
using SmartCare.Domain.Words;
using SmartCare.Grains.Core;
using SmartCare.Grains.Store;
using SmartCare.Server.Tests.Support;
using SmartCare.Storage;
using SmartCare.Testing;

namespace SmartCare.Server.Tests.Notices;

/// <summary>Sites that want exactly the notices a test names for every new need, withdraw them when somebody acknowledges, and say what they were answered.</summary>
internal sealed class WantingSite
{
    private readonly Channel<NoticeAnswered> _answered = Channel.CreateUnbounded<NoticeAnswered>();

    public IReadOnlyList<NoticeChannel> Channels { get; set; } = [];

    /// <summary>Quiet hours end so long after the need.</summary>
    public TimeSpan? Quiet { get; set; }

    public static WantingSite Put(IServiceCollection services, TimeProvider? time = null)
    {
        var site = new WantingSite();
        if (time is not null) services.AddSingleton(time);
        services.AddSingleton(s => new SeenRows(s.GetRequiredService<SqliteStore>()));
        services.AddSingleton<ICareStore>(s => s.GetRequiredService<SeenRows>());
        services.AddSingleton(GrainKinds.Default with { Site = GrainKinds.Default.Site with { Decide = site.Decide } });
        return site;
    }

    public async Task<NoticeAnswered> AnsweredAsync()
    {
        using var patience = new CancellationTokenSource(HubClient.Patience);
        return await _answered.Reader.ReadAsync(patience.Token);
    }

    private SiteState Decide(SiteState state, CareMessage message, Policy policy, IOutbox outbox)
    {
        var seen = new Seen(outbox);
        var after = SiteDecision.Decide(state, message, policy, seen);
        if (message is NoticeAnswered answered) _answered.Writer.TryWrite(answered);
        if (message is AlertCommand { Verb: AlertVerb.Acknowledge } command) outbox.Emit(new NoticesWithdrawn(command.AlertId));
        foreach (var alert in seen.Raised.Where(a => a.Kind is not AlertKind.System))
        {
            var count = 0;
            foreach (var channel in Channels)
                outbox.Emit(new NoticeWanted(new Notice(
                    $"{alert.Id}.test{++count}", alert.SiteId, alert.Id, alert.Kind, alert.Priority, 1, count == 1 ? Audience.Family : Audience.Duty, $"person {count}",
                    channel, outbox.Now + Quiet)));
        }

        return after;
    }

    /// <summary>Notes which alerts are new.</summary>
    private sealed class Seen(IOutbox outbox) : IOutbox
    {
        public List<Alert> Raised { get; } = [];

        public DateTimeOffset Now => outbox.Now;

        public DateTimeOffset ListeningSince => outbox.ListeningSince;

        public string NewAlertId() => outbox.NewAlertId();

        public void Tell(Subject to, CareMessage message) => outbox.Tell(to, message);

        public void Emit(CareEffect effect)
        {
            if (effect is AlertChanged { Event.What: AlertStep.Raised, Alert: var alert }) Raised.Add(alert);
            outbox.Emit(effect);
        }
    }
}
