using System.Globalization;
using SmartCare.Domain.Decisions;
using SmartCare.Domain.Registry;
using SmartCare.Domain.Rules;
using SmartCare.Domain.Words;
using SmartCare.Grains.Core;

namespace SmartCare.Grains.Tests.Support;

/// <summary>What a toy remembers. It is kept in the name of a place's record, so that a toy is hosted by everything that hosts a place.</summary>
/// <param name="Soft">May be lost in a crash.</param>
/// <param name="Due">Unix ms; 0 for none.</param>
/// <param name="Mode">What it does when it is woken: "ring", "trap" (throws), "stay" (leaves its due time where it is).</param>
internal sealed record Toy(long Sum, long Soft, long Due, string Mode)
{
    public static readonly Toy New = new(0, 0, 0, "ring");

    public static Toy Of(PlaceState state)
    {
        if (state.Record?.Name.Split(' ') is not { } words) return New;
        return new Toy(Number(words[0]), Number(words[1]), Number(words[2]), words[3]);
    }

    public PlaceState AsState(string key) =>
        PlaceState.New with { Record = new Place(PlaceId.Of(key), SiteId.Of("toys"), $"{Sum} {Soft} {Due} {Mode}", PlaceKind.Room) };

    public static long Number(string text) => long.Parse(text, CultureInfo.InvariantCulture);
}

/// <summary>
/// A grain that does what it is told, to see the life around it: <c>add 5</c>, <c>soft 5</c> (a change that may be lost), <c>same</c> (no change),
/// <c>tell b add 1</c> (a letter), <c>ping b 3</c> (b and it tell each other so many times), <c>flood</c> (more letters than a turn may write),
/// <c>wake 1000</c>, <c>trap 1000</c>, <c>stay 1000</c>, <c>throw</c> (adds 100, emits, writes a letter, then throws).
/// </summary>
internal static class Toys
{
    public static readonly GrainKinds Kinds = GrainKinds.Default with
    {
        Place = new(
            PlaceState.New, Decide, Tick, Matters, DueAt, DueAt, (_, _) => null, CareJson.Default.PlaceState),
    };

    public static Subject Id(string key) => new(SubjectKind.Place, key);

    /// <summary>A message of free text: nothing else in the domain carries one.</summary>
    public static CareMessage Word(string text) => new EndDrill(text, "toy");

    private static DateTimeOffset? DueAt(PlaceState state) => Toy.Of(state) is { Due: > 0 and var due } ? DateTimeOffset.FromUnixTimeMilliseconds(due) : null;

    private static bool Matters(PlaceState before, PlaceState after) => (Toy.Of(before) with { Soft = 0 }) != (Toy.Of(after) with { Soft = 0 });

    private static PlaceState Decide(PlaceState state, CareMessage message, Policy policy, IOutbox outbox)
    {
        var toy = Toy.Of(state);
        var key = ((TurnOutbox)outbox).Id.Key;
        var words = ((EndDrill)message).Name.Split(' ', 3);
        switch (words[0])
        {
            case "same": return state;
            case "add":
                toy = toy with { Sum = toy.Sum + Toy.Number(words[1]) };
                Say(outbox, $"{key}={toy.Sum}");
                break;
            case "soft": toy = toy with { Soft = Toy.Number(words[1]) }; break;
            case "tell":
                outbox.Tell(Id(words[1]), Word(words[2]));
                return state;
            case "ping":
                toy = toy with { Sum = toy.Sum + 1 };
                if (Toy.Number(words[2]) is > 0 and var left) outbox.Tell(Id(words[1]), Word($"ping {key} {left - 1}"));
                break;
            case "flood":
                for (var i = 0; i <= Limits.LettersPerTurn; i++) outbox.Tell(Id("b"), Word("add 1"));
                break;
            case "wake": toy = toy with { Due = Later(outbox, words[1]), Mode = "ring" }; break;
            case "trap": toy = toy with { Due = Later(outbox, words[1]), Mode = "trap" }; break;
            case "stay": toy = toy with { Due = Later(outbox, words[1]), Mode = "stay" }; break;
            case "throw":
                Say(outbox, "never seen");
                outbox.Tell(Id("b"), Word("add 100"));
                throw new InvalidOperationException("thrown on purpose");
            default: throw new InvalidOperationException($"no word of the toy's: {words[0]}");
        }

        return toy.AsState(key);
    }

    private static PlaceState Tick(PlaceState state, Policy policy, IOutbox outbox)
    {
        var toy = Toy.Of(state);
        var key = state.Record!.Id.Value;
        if (toy.Mode == "trap") throw new InvalidOperationException("trapped");
        Say(outbox, $"{key} rang for {toy.Due}");
        return toy.Mode == "stay" ? state : (toy with { Due = 0 }).AsState(key);
    }

    private static long Later(IOutbox outbox, string ms) => outbox.Now.ToUnixTimeMilliseconds() + Toy.Number(ms);

    private static void Say(IOutbox outbox, string text) => outbox.Emit(new Remarked(Remark.Tested, text));
}
