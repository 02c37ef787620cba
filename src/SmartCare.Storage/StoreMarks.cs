namespace SmartCare.Storage;

/// <summary>How far a store is. None of it ever goes back, as long as it is the same store.</summary>
/// <param name="Identity">Which store it is: a random number, given when the file was made.</param>
/// <param name="Epoch">How often it was opened to be written.</param>
/// <param name="Seq">Number of the newest change of an alert.</param>
/// <param name="Entry">Number of the last journal entry.</param>
internal readonly record struct StoreMarks(long Identity, long Epoch, long Seq, long Entry)
{
    public static StoreMarks Of(StatementCache statements, int stream)
    {
        using var reader = statements.Of(
            """
            SELECT coalesce((SELECT value FROM counters WHERE name = 'identity'), 0), coalesce((SELECT epoch FROM writers WHERE stream = $1), 0),
                coalesce((SELECT value FROM counters WHERE name = 'seq'), 0),
                coalesce((SELECT id - ($1 << $2) + count - 1 FROM journal WHERE id >= $1 << $2 AND id < ($1 + 1) << $2 ORDER BY id DESC LIMIT 1), 0)
            """, stream, Schema.ShardBits).ExecuteReader();
        reader.Read();
        return new StoreMarks(reader.GetInt64(0), reader.GetInt64(1), reader.GetInt64(2), reader.GetInt64(3));
    }

    /// <summary>It lacks what these marks say was on the disk.</summary>
    public bool IsBehind(StoreMarks other) => Epoch < other.Epoch || Seq < other.Seq || Entry < other.Entry;
}
