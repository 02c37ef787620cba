using SmartCare.Domain.Readings;
using SmartCare.Domain.Registry;
using SmartCare.Domain.Words;

namespace SmartCare.Domain.Tests.Rules;

/// <summary>A flow switch in the sprinklers' pipe: whatever its contact is called, water that flows is a fire.</summary>
public sealed class SprinklerTests
{
    [Theory]
    [InlineData("sprinkler", "water_leak"), InlineData("sprinkler-zigbee", "water_leak"), InlineData("sprinkler", "alarm"), InlineData("sprinkler", "leak"), InlineData("sprinkler", "fire_alarm")]
    public void Water_that_flows_is_a_fire(string model, string channel) => Assert.Equal(Meaning.Fire, Models.All[model].MeaningOf(channel));

    [Fact] public void It_is_no_water_alarm() => Assert.DoesNotContain(Meaning.Water, Models.All["sprinkler"].Meanings.Values);

    [Fact] public void No_button_of_it_is_tested_each_month() => Assert.False(Models.All["sprinkler"].HasTestButton);

}
