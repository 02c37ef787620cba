using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;
using SmartCare.Storage;

namespace SmartCare.Server.Record;

/// <summary>Somebody did or saw something.</summary>
/// <param name="User">Who; "system" for the silo itself.</param>
/// <param name="About">Like <c>alert/0-17-0</c> or <c>elder/elder-101-1</c>.</param>
/// <param name="Detail">JSON: what was sent in, without secrets; and the status when it was refused.</param>
/// <param name="From">Address of the caller.</param>
internal sealed record AuditEntry(DateTimeOffset At, string User, string What, string? About, string? Site, string? Detail, string? From);

/// <summary>The chain: each row's hash is over the hash before it and its own fields.</summary>
internal static class AuditChain
{
    private static readonly JsonSerializerOptions s_json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Before the first row.</summary>
    public static readonly byte[] Root = new byte[SHA256.HashSizeInBytes];

    public static AuditRow Link(AuditEntry entry, long number, ReadOnlySpan<byte> before)
    {
        var row = new AuditRow(number, entry.At.ToUnixTimeMilliseconds(), entry.User, entry.What, entry.About, entry.Site, entry.Detail, entry.From, []);
        return row with { Hash = HashOf(row, before) };
    }

    /// <summary>SHA-256 over the hash before and the JSON array of the fields, as docs/contract/http.md has it.</summary>
    public static byte[] HashOf(AuditRow row, ReadOnlySpan<byte> before)
    {
        object?[] fields = [row.Number, row.AtMs, row.User, row.What, row.About, row.Site, row.Detail, row.From];
        return SHA256.HashData([.. before, .. JsonSerializer.SerializeToUtf8Bytes(fields, s_json)]);
    }

    /// <summary>Reads the whole chain.</summary>
    /// <returns>How many rows hold, the hash of the last of them, and the first number that is missing or wrong.</returns>
    public static (long Rows, byte[] Head, long? BrokenAt) Verify(Tables tables)
    {
        var (rows, head) = (0L, Root);
        while (true)
        {
            var page = tables.Audit(new AuditQuery(null, null, null, rows, RecordLimits.Page));
            foreach (var row in page)
            {
                if (row.Number != rows + 1 || !row.Hash.AsSpan().SequenceEqual(HashOf(row, head))) return (rows, head, rows + 1);
                (rows, head) = (row.Number, row.Hash);
            }

            if (page.Count < RecordLimits.Page) return (rows, head, null);
        }
    }
}
