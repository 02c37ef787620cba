using System.Buffers;
using System.Threading.Channels;
using Microsoft.Extensions.DependencyInjection;
using SmartCare.Domain.Decisions;
using SmartCare.Domain.Notices;
using SmartCare.Domain.Rules;
using SmartCare.Domain.Words;
using SmartCare.Grains;
using SmartCare.Server.Care;
using SmartCare.Server.Tests.Support;
using SmartCare.Storage;
using SmartCare.Testing;

namespace SmartCare.Server.Tests.Notices;

/// <summary>Sites that want exactly the notices a test names for every new need, withdraw them when somebody acknowledges, and say what they were answered.</summary>
internal sealed class WantingSite(CareCatalog inner) : IGrainCatalog<CareMessage, CareEffect>
{
    private readonly Channel<NoticeAnswered> _answered = Channel.CreateUnbounded<NoticeAnswered>();

    public IReadOnlyList<NoticeChannel> Channels { get; set; } = [];

    /// <summary>Quiet hours end so long after the need.</summary>
    public TimeSpan? Quiet { get; set; }

    public static WantingSite Put(IServiceCollection services, TimeProvider? time = null)
    {
        var site = new WantingSite(new CareCatalog(Policy.Default));
        if (time is not null) services.AddSingleton(time);
        services.AddSingleton(s => new SeenRows(s.GetRequiredService<SqliteStore>()));
        services.AddSingleton<IJournal>(s => s.GetRequiredService<SeenRows>());
        services.AddSingleton(s => new CareSilo(new Silo<CareMessage, CareEffect>(
            s.GetRequiredService<IJournal>(), site, s.GetRequiredService<IDecisionBook<CareMessage, CareEffect>>(), s.GetRequiredService<TimeProvider>())));
        return site;
    }

    public async Task<NoticeAnswered> AnsweredAsync()
    {
        using var patience = new CancellationTokenSource(HubClient.Patience);
        return await _answered.Reader.ReadAsync(patience.Token);
    }

    public IGrain<CareMessage, CareEffect> Activate(GrainId id, ReadOnlySpan<byte> saved) =>
        (SubjectKind)id.Kind is SubjectKind.Site ? new Grain(inner.Activate(id, saved), id.Key, this) : inner.Activate(id, saved);

    public void Encode(CareMessage message, IBufferWriter<byte> to) => inner.Encode(message, to);

    public CareMessage Decode(ReadOnlySpan<byte> body) => inner.Decode(body);

    public CareEffect Faulted(GrainId grain, Exception error) => inner.Faulted(grain, error);

    private sealed class Grain(IGrain<CareMessage, CareEffect> inner, string site, WantingSite plan) : IGrain<CareMessage, CareEffect>
    {
        public long? DueAtMs => inner.DueAtMs;

        public void Tick(Turn<CareMessage, CareEffect> turn) => inner.Tick(turn);

        public void Save(IBufferWriter<byte> to) => inner.Save(to);

        public void Receive(CareMessage message, Turn<CareMessage, CareEffect> turn)
        {
            var alert = $"{turn.Shard}-{turn.Entry}-{turn.NextIndex}";
            inner.Receive(message, turn);
            if (message is NoticeAnswered answered) plan._answered.Writer.TryWrite(answered);
            if (message is AlertCommand { Verb: AlertVerb.Acknowledge } command) turn.Emit(new NoticesWithdrawn(command.AlertId));
            if (message is not NeedRaised { Need: { Kind: not AlertKind.System } need }) return;
            var count = 0;
            foreach (var channel in plan.Channels)
                turn.Emit(new NoticeWanted(new Notice(
                    $"{alert}.{++count}", SiteId.Of(site), alert, need.Kind, Priority.High, 1, count == 1 ? Audience.Family : Audience.Duty, $"person {count}", channel,
                    plan.Quiet is { } quiet ? DateTimeOffset.FromUnixTimeMilliseconds(turn.NowMs) + quiet : null)));
        }
    }
}
