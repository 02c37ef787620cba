using SmartCare.Domain.Readings;
using SmartCare.Domain.Registry;
using SmartCare.Domain.Rules;
using SmartCare.Simulator.Devices;

namespace SmartCare.Simulator.Tests.Devices;

/// <summary>What the makers' devices say, through the product's own decoder and rules: each event is what the table says that it is.</summary>
public sealed class SpellingTests
{
    public static TheoryData<string, string> Spellings
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (var s in Spelling.All)
                foreach (var model in s.Models) data.Add(model, s.Product);
            return data;
        }
    }

    [Fact]
    public void Every_model_of_the_product_has_a_maker() => Assert.All(Models.All.Keys, m => Assert.NotNull(Spelling.Of(m, 0)));

    [Theory, MemberData(nameof(Spellings))]
    public void A_calm_device_is_understood_and_raises_nothing(string model, string product)
    {
        var values = Read(model, Of(model, product).Payload(unixMs: 1_760_000_000_000));
        Assert.False(UrgencyRule.MayRaise(Models.All[model], values));
        if (model is not "gateway") Assert.Null(UnderstoodRule.TroubleOf(Models.All[model], values));
    }

    [Theory, MemberData(nameof(Spellings))]
    public void An_event_means_what_the_table_says_and_its_end_ends_it(string model, string product)
    {
        var spelling = Of(model, product);
        foreach (var e in spelling.Events)
        {
            var said = Read(model, spelling.Payload(e.Says));
            Assert.True(UrgencyRule.MayRaise(Models.All[model], said) == ((e.Raises ?? e.Suspects) is not (null or "tamper")), $"{product} {e.Name}");
            if ((e.Raises ?? e.Suspects) is { } kind) Assert.True(Tells(Models.All[model], said, kind), $"{product} {e.Name} tells of no {kind}");
            Assert.False(UrgencyRule.MayRaise(Models.All[model], Read(model, spelling.Payload(e.Ends))), $"{product} {e.Name} does not end");
        }
    }

    private static Spelling Of(string model, string product) => Spelling.All.Single(s => s.Product == product && s.Models.Contains(model));

    private static ChannelValue[] Read(string model, byte[] payload)
    {
        var decoded = PayloadDecoder.Decode(payload, Models.All[model]);
        Assert.True(decoded is { IsUsable: true, Trouble: null } || model == "gateway", $"{decoded.Trouble} in {System.Text.Encoding.UTF8.GetString(payload)}");
        return decoded.Values;
    }

    private static bool Tells(DeviceModel model, ChannelValue[] values, string kind) => values.Any(v => model.MeaningOf(v.Channel) switch
    {
        Meaning.Fire => kind == "fire" && v.IsTrue,
        Meaning.Gas => kind == "gas" && v.IsTrue,
        Meaning.Co => kind == "co" && v.IsTrue,
        Meaning.Water => kind == "water" && v.IsTrue,
        Meaning.Press or Meaning.PressHeld => kind == "help",
        Meaning.Fall => kind == "fall" && FallRule.PhaseOf(v) is FallPhase.Suspected or FallPhase.Confirmed,
        Meaning.ImpactPeak => kind == "fall",
        Meaning.Tamper => kind == "tamper" && v.IsTrue,
        _ => false,
    });
}
