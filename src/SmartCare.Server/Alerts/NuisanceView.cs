using SmartCare.Domain.Rules;
using SmartCare.Domain.Words;

namespace SmartCare.Server.Alerts;

/// <summary>How often a device was wrong of late, and what could be done about it: beside its alert, and in its own view.</summary>
/// <param name="False">Of the last <paramref name="Of"/> alerts of this kind that people said the outcome of.</param>
/// <param name="Part">The hours of the day it is said of; null: of all.</param>
/// <param name="Note">In English; <paramref name="Says"/> for readers of any language.</param>
internal sealed record NuisanceView(AlertKind Kind, int False, int Of, PartOfDay? Part, string Note, IReadOnlyList<Phrase> Says)
{
    public static NuisanceView Shown(AlertKind kind, Nuisance nuisance) =>
        new(kind, nuisance.False, nuisance.Of, nuisance.Part, Phrases.Say(nuisance.Note, Language.English)!, Phrase.Read(nuisance.Note)!);
}
