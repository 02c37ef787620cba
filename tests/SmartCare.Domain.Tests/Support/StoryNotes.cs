using SmartCare.Domain.Decisions;
using SmartCare.Domain.Words;

namespace SmartCare.Domain.Tests.Support;

/// <summary>What a story led to about one device, line by line as the alerts' histories have it: <c>fault low raised 'says that it is faulty'</c>.
/// Who was asked, and when, is left out: that is the escalation's.</summary>
internal static class StoryNotes
{
    public static void Check(string device, string story, params string[] expected) => Assert.Equal(expected, Of(device, StoryLines.Play(device, story)));

    public static string[] Of(string device, Story story) => [.. story.Effects.OfType<AlertChanged>()
        .Where(c => c.Alert.DeviceId?.Value == device)
        .Where(c => c.Event.What is AlertStep.Raised or AlertStep.Reopened or AlertStep.Repeated or AlertStep.Noted or AlertStep.Cleared or AlertStep.Restored)
        .Select(c => Lower($"{c.Alert.Kind} {c.Alert.Priority} {c.Event.What}") + (Phrases.Say(c.Event.Note, Language.English) is { } note ? $" '{note}'" : ""))];

    private static string Lower(string words) => string.Concat(words.Select(char.ToLowerInvariant));
}
