using System.Collections.ObjectModel;
using SmartCare.Domain.Alerts;
using SmartCare.Domain.Notices;
using SmartCare.Domain.Registry;
using SmartCare.Domain.Rules;
using SmartCare.Domain.Words;

namespace SmartCare.Domain.Decisions;

/// <summary>What the grain of a site remembers: its record and every alert that somebody there must answer.</summary>
public sealed record SiteState
{
    public static readonly SiteState New = new();

    public Site? Record { get; init; }

    public Desk Desk { get; init; } = Desk.Empty;

    /// <summary>The elders who live here and whom to tell of them, by id.</summary>
    public IReadOnlyDictionary<string, Household> Households { get; init; } = ReadOnlyDictionary<string, Household>.Empty;

    public DateTimeOffset? DueAt => Desk.DueAt;
}

/// <summary>The grain of a site: makes of each need exactly one alert, asks one after the other until a person comes, and lets people answer.</summary>
public static class SiteDecision
{
    /// <summary>A need is answered for even before the site is registered: a lost record must not lose an alarm.</summary>
    public static SiteState Decide(SiteState state, CareMessage message, Policy policy, IOutbox outbox)
    {
        switch (message)
        {
            case Register { Record: Site record }:
                outbox.Emit(new Registered(record));
                foreach (var elder in state.Households.Keys) outbox.Tell(Subject.Of(ElderId.Of(elder)), new SiteIs(record));
                return state with { Record = record };
            case ElderIs { Elder: var elder, Household: var household }:
                if (state.Record is { } site) outbox.Tell(Subject.Of(elder), new SiteIs(site));
                return state with { Households = new SortedDictionary<string, Household>(state.Households.ToDictionary(), StringComparer.Ordinal) { [elder.Value] = household } };
            case ElderLeft { Elder: var elder }:
                return state with { Households = new SortedDictionary<string, Household>(state.Households.Where(h => h.Key != elder.Value).ToDictionary(), StringComparer.Ordinal) };
            case NeedRaised { Need: var need }:
                return state with { Desk = AlertLife.Raise(state.Desk, need, policy, outbox) };
            case NeedStands { Need: var need }:
                return state with { Desk = AlertLife.Stand(state.Desk, need, policy, outbox) };
            case NeedCleared cleared:
                return state with { Desk = AlertLife.Clear(state.Desk, cleared, outbox) };
            case NeedNoted noted:
                return state with { Desk = AlertLife.Note(state.Desk, noted, outbox) };
            case AlertCommand command:
                return state with { Desk = AlertLife.Obey(state.Desk, command, outbox) };
            default:
                return state;
        }
    }

    public static SiteState Tick(SiteState state, Policy policy, IOutbox outbox) => state with { Desk = AlertLife.Tick(state.Desk, outbox) };
}
