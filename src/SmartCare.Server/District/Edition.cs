using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace SmartCare.Server.District;

/// <summary>What was published of a month of a level, as it was sent out: nothing changes it, a correction is the next edition.</summary>
/// <param name="Number">From 1.</param>
/// <param name="Note">Why it was corrected; of the first, what there is to say.</param>
/// <param name="Json">Byte for byte.</param>
/// <param name="Table">The same as CSV.</param>
internal sealed record Edition(string LevelId, string Month, int Number, DateTimeOffset PublishedAt, string By, string? Note, string Json, byte[] Table)
{
    /// <summary>By which it is asked for.</summary>
    public string Id => $"{LevelId}~{Month}~{Number}";

    public string Sha256 => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Json)));
}

/// <summary>What stands in <see cref="Edition.Json"/>.</summary>
internal sealed record PublishedMonth(string LevelId, string Level, string? LevelEn, string Month, int Edition, DateTimeOffset PublishedAt, string By, string? Note, RollUp Sum, IReadOnlyList<RollUp> Children);

/// <param name="Sha256">Of its JSON, in hex.</param>
internal sealed record EditionView(string Id, string LevelId, string Level, string Month, int Edition, DateTimeOffset PublishedAt, string By, string? Note, string Sha256);

/// <summary>The published months, in <c>district.db</c>; none is ever changed or removed.</summary>
internal sealed class EditionBook(DistrictFile file)
{
    private readonly Lock _changing = new();
    private List<Edition> _all = [.. file.Of<Edition>(DistrictFile.Editions)];

    /// <summary>The newest month first, and of a month the newest edition.</summary>
    public IReadOnlyList<Edition> All => [.. Volatile.Read(ref _all).OrderByDescending(e => e.Month, StringComparer.Ordinal).ThenBy(e => e.LevelId, StringComparer.Ordinal).ThenByDescending(e => e.Number)];

    public Edition? Find(string id) => Volatile.Read(ref _all).Find(e => e.Id == id);

    /// <param name="make">Of its number.</param>
    /// <returns>Null: a second one needs a note, and has none.</returns>
    /// <exception cref="IOException">It was not published.</exception>
    public Edition? Publish(string level, string month, string? note, Func<int, Edition> make)
    {
        lock (_changing)
        {
            var number = _all.Count(e => e.LevelId == level && e.Month == month) + 1;
            if (number > 1 && note is null) return null;
            var edition = make(number);
            file.Save(DistrictFile.Editions, level, $"{month}~{number}", JsonSerializer.SerializeToUtf8Bytes(edition, DistrictFile.Json));
            _all = [.. _all, edition];
            return edition;
        }
    }
}
