using System.Globalization;
using SmartCare.Domain.Readings;
using SmartCare.Domain.Words;

namespace SmartCare.Domain.Rules;

/// <summary>Why a model thinks of a fall, in what a nurse can picture.</summary>
/// <param name="TurnedDegrees">By how much the body lies otherwise four seconds after the knock than before it.</param>
/// <param name="StillS">For how long of the last three of these seconds nothing moved.</param>
/// <param name="KnockG">The hardest knock.</param>
public readonly record struct FallReason(double TurnedDegrees, double StillS, double KnockG)
{
    /// <summary>The form in which it stands in a reading.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"turned {TurnedDegrees:0}, still {StillS:0.#}, hit {KnockG:0.0}");

    /// <returns>The note of an alert that a reading with these values led to; null when no model has said why.</returns>
    public static string? NoteOf(ReadOnlySpan<ChannelValue> values)
    {
        foreach (var value in values)
            if (value.Channel == Channels.FallWhy && value.Text?.Split(", ") is [var turned, var still, var hit])
                return Phrase.Of("felt", ("turned", Number(turned)), ("still", Number(still)), ("hit", Number(hit)));
        return null;

        static string Number(string part) => part[(part.IndexOf(' ') + 1)..];
    }
}
