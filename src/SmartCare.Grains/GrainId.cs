namespace SmartCare.Grains;

/// <summary>Which virtual actor: its kind (the host's numbering, 1-255) and its key within that kind.</summary>
public readonly record struct GrainId(byte Kind, string Key) : IComparable<GrainId>
{
    /// <summary>The addressee of a tick: the shard itself.</summary>
    public static readonly GrainId Clock = new(0, "");

    /// <summary>Ordinal, so that grains due at the same instant fire in the same order on every machine.</summary>
    public int CompareTo(GrainId other) =>
        Kind != other.Kind ? Kind.CompareTo(other.Kind) : string.CompareOrdinal(Key, other.Key);

    public override string ToString() => $"{Kind}/{Key}";
}
