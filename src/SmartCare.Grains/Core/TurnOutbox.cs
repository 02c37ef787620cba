using SmartCare.Domain.Decisions;
using SmartCare.Domain.Words;

namespace SmartCare.Grains.Core;

/// <summary>What one decision may know of the moment, and what it wants done.</summary>
internal sealed class TurnOutbox(Subject id, long version, long nowMs, long listeningSinceMs) : IOutbox
{
    private List<CareEffect>? _effects;
    private List<(Subject To, CareMessage Message)>? _told;

    /// <summary>Asked a dozen times by a reading.</summary>
    public DateTimeOffset Now { get; } = DateTimeOffset.FromUnixTimeMilliseconds(nowMs);

    public long NowMs => nowMs;

    public Subject Id => id;

    public DateTimeOffset ListeningSince => DateTimeOffset.FromUnixTimeMilliseconds(listeningSinceMs);

    public IReadOnlyList<CareEffect> Effects => _effects ?? (IReadOnlyList<CareEffect>)[];

    public List<(Subject To, CareMessage Message)>? Told => _told;

    public void Emit(CareEffect effect) => (_effects ??= []).Add(effect);

    public void Tell(Subject to, CareMessage message)
    {
        _told ??= [];
        if (_told.Count == Limits.LettersPerTurn)
            throw new InvalidOperationException($"A decision wrote more than {Limits.LettersPerTurn} letters: grains talk in a circle.");
        _told.Add((to, message));
    }

    /// <summary>The time is in it: the version of a decision that a crash forgot is given again.</summary>
    public string NewAlertId() => $"{Base36(nowMs)}-{Base36(Fnv1a(id.Key))}-{Base36(version)}.{_effects?.Count ?? 0}";

    /// <summary>Where the collected work stood before a step.</summary>
    public (int Effects, int Told) Mark() => (_effects?.Count ?? 0, _told?.Count ?? 0);

    /// <summary>The step met a bug: nothing of it happens.</summary>
    public void Withdraw((int Effects, int Told) mark)
    {
        _effects?.RemoveRange(mark.Effects, _effects.Count - mark.Effects);
        _told?.RemoveRange(mark.Told, _told.Count - mark.Told);
    }

    internal static uint Fnv1a(string key)
    {
        var hash = 2166136261u;
        foreach (var unit in key) hash = (hash ^ unit) * 16777619u;
        return hash;
    }

    private static string Base36(long value)
    {
        Span<char> digits = stackalloc char[13];
        var at = digits.Length;
        do
        {
            var digit = (int)(value % 36);
            digits[--at] = (char)(digit < 10 ? '0' + digit : 'a' + digit - 10);
            value /= 36;
        }
        while (value > 0);
        return digits[at..].ToString();
    }
}
