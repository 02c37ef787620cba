using SmartCare.Domain.Readings;
using SmartCare.Domain.Registry;
using SmartCare.Domain.Words;
using SmartCare.Server.Series;

namespace SmartCare.Server.Tests.Series;

/// <summary>What is an event in what a device says, one message after the other; a reader that begins anew between any two finds the same.</summary>
public sealed class DeviceEventsTests
{
    private static readonly DateTimeOffset s_start = DateTimeOffset.UnixEpoch.AddYears(55);

    [Fact] public void A_danger_is_an_event_when_it_begins_and_when_it_ends() => Check("smoke", "smoke=true; smoke=true; battery=5; smoke=false; smoke=false", "fire 1; ; ; fire 0; ");
    [Fact] public void Two_channels_of_one_danger_are_one_event() => Check("smoke", "smoke=true alarm=false; smoke=false alarm=false", "fire 1; fire 0");
    [Fact] public void A_test_is_a_test_and_no_fire() => Check("smoke", "test=true smoke=true; test=true smoke=true; test=false smoke=false", "test 1; ; ");
    [Fact] public void A_fire_that_goes_on_after_a_test_is_one() => Check("smoke", "test=true smoke=true; test=false smoke=true", "test 1; fire 1");
    [Fact] public void Every_word_of_a_button_is_a_press() => Check("call", "action=single; action=single", "press 1 single; press 1 single");
    [Fact] public void No_word_and_the_end_of_a_press_are_none() => Check("call", "action=; action=emergency; action=off", "; press 1 emergency; ");
    [Fact] public void A_press_that_is_sent_again_is_the_same() => Check("call", "action=single; !action=single; !action=double", "press 1 single; ; press 1 double");
    [Fact] public void A_held_button_is_a_press_and_its_end() => Check("cord", "sos=true; sos=true; sos=false", "press 1 sos; ; press 0 sos");
    [Fact] public void A_fall_is_told_by_its_phases() => Check("fall-radar", "fall=suspected; fall=confirmed; fall=confirmed; fall=none; fall=none", "fall 1; fall 2; ; fall 0; ");
    [Fact] public void Offline_is_over_with_any_word() => Check("door", "availability=online; availability=offline; availability=offline; contact=true; contact=false", "; availability 0; ; availability 1; ");
    [Fact] public void An_object_that_fell_is_no_fall() => Check("vibration", "action=fall", "");
    [Fact] public void Without_a_model_nothing_means_anything() => Check("", "smoke=true action=single", "");

    private static void Check(string model, string said, string expected)
    {
        Assert.Equal(expected, Run(model, said, memory => memory));
        Assert.Equal(expected, Run(model, said, memory => EventMemory.Of(memory.ToText())));
    }

    private static string Run(string model, string said, Func<EventMemory, EventMemory> between)
    {
        var (memory, at, told) = (new EventMemory(), s_start, new List<string>());
        foreach (var message in said.Split("; "))
        {
            var events = new List<DeviceEvent>();
            DeviceEvents.AddTo(events, Models.All.GetValueOrDefault(model), ReadingOf(message), at, memory);
            DeviceEvents.Forget(memory, at);
            memory = between(memory);
            at = at.AddSeconds(5);
            told.Add(string.Join(" + ", events.Select(e => $"{e.Kind} {e.Value} {e.Word}".TrimEnd())));
        }

        return string.Join("; ", told);
    }

    private static Reading ReadingOf(string message)
    {
        ChannelValue[] values = [.. message.TrimStart('!').Split(' ').Select(word => word.Split('=')).Select(w => w[1] switch
        {
            "true" or "false" => ChannelValue.Of(w[0], w[1] == "true"),
            var number when double.TryParse(number, out var value) => ChannelValue.Of(w[0], value),
            var text => ChannelValue.Of(w[0], text),
        })];
        return new Reading(DeviceId.Of("d"), null, message.TrimStart('!').Aggregate(17UL, (hash, c) => hash * 31 + c), message[0] == '!', 7, values);
    }
}
