using SmartCare.Domain.Decisions;
using SmartCare.Domain.Registry;
using SmartCare.Grains.Store;

namespace SmartCare.Storage;

/// <summary>A row that this storage knows how to keep. Writing the same row again changes nothing.</summary>
public abstract record StoredRow : Row
{
    internal abstract void Write(StatementCache statements);
}

/// <summary>One change of an alert: the alert as it is now, and its line in the sequence of changes.</summary>
/// <param name="Json">The alert as it is now, with its history; its shape is the alert store's.</param>
/// <param name="ChangeJson">The alert at this change without what the alert's own row holds anyway: a history in each of a thousand
/// changes would grow with the square.</param>
public record AlertRow(string Id, long Seq, string SiteId, string? PlaceId, string? ElderId, bool Closed, byte[] Json, byte[] ChangeJson) : StoredRow, IChangeRow
{
    internal override void Write(StatementCache statements)
    {
        statements.Of(
            """
            INSERT INTO alerts (id, seq, site, place, elder, closed, json, sum) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
            ON CONFLICT (id) DO UPDATE SET seq = excluded.seq, site = excluded.site, place = excluded.place, elder = excluded.elder,
                closed = excluded.closed, json = excluded.json, sum = excluded.sum WHERE excluded.seq > alerts.seq
            """,
            Id, Seq, SiteId, PlaceId, ElderId, Closed ? 1 : 0, Json, RowSum.Of(Id, Seq, SiteId, PlaceId, ElderId, Closed ? 1 : 0, Json)).ExecuteNonQuery();
        statements.Of("INSERT OR IGNORE INTO alert_changes (seq, alert, json, sum) VALUES ($1, $2, $3, $4)", Seq, Id, ChangeJson, RowSum.Of(Seq, Id, ChangeJson))
            .ExecuteNonQuery();
    }
}

/// <summary>A record of the registry as it is now.</summary>
public sealed record RegistryRow(RegistryRecord Record) : StoredRow
{
    internal override void Write(StatementCache statements)
    {
        var (kind, id) = (Record.Subject.Kind.ToString(), Record.Subject.Key);
        var json = System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(Record, CareJson.Default.RegistryRecord);
        statements.Of(
            "INSERT INTO registry (kind, id, json, sum) VALUES ($1, $2, $3, $4) ON CONFLICT (kind, id) DO UPDATE SET json = excluded.json, sum = excluded.sum",
            kind, id, json, RowSum.Of(kind, id, json)).ExecuteNonQuery();
    }
}

/// <summary>A person who may sign in. The shape of the JSON is the accounts' own.</summary>
public sealed record AccountRow(string User, byte[] Json) : StoredRow
{
    internal override void Write(StatementCache statements) => statements.Of(
        "INSERT INTO accounts (user, json, sum) VALUES ($1, $2, $3) ON CONFLICT (user) DO UPDATE SET json = excluded.json, sum = excluded.sum",
        User, Json, RowSum.Of(User, Json)).ExecuteNonQuery();
}

/// <summary>A person may sign in no more.</summary>
public sealed record AccountEndRow(string User) : StoredRow
{
    internal override void Write(StatementCache statements)
    {
        statements.Of("DELETE FROM accounts WHERE user = $1", User).ExecuteNonQuery();
        // Whoever has the name after them has never signed in.
        statements.Of("DELETE FROM sign_ins WHERE user = $1", User).ExecuteNonQuery();
    }
}

/// <summary>The slow hash of a device's (or gateway's) password.</summary>
public sealed record CredentialRow(string Device, string Hash) : StoredRow
{
    internal override void Write(StatementCache statements) => statements.Of(
        "INSERT INTO credentials (device, hash, sum) VALUES ($1, $2, $3) ON CONFLICT (device) DO UPDATE SET hash = excluded.hash, sum = excluded.sum",
        Device, Hash, RowSum.Of(Device, Hash)).ExecuteNonQuery();
}

/// <summary>A device (or gateway) has no password any more.</summary>
public sealed record CredentialEndRow(string Device) : StoredRow
{
    internal override void Write(StatementCache statements) => statements.Of("DELETE FROM credentials WHERE device = $1", Device).ExecuteNonQuery();
}

/// <summary>What stood in a row that could not be read: kept, for whoever can.</summary>
/// <param name="Kind">A grain's; 0 for a row of another table, whose name the key begins with.</param>
public sealed record DamagedRow(byte Kind, string Key, long AtMs, byte[] State) : StoredRow
{
    internal override void Write(StatementCache statements) => statements.Of(
        "INSERT INTO damaged (kind, key, at, state) VALUES ($1, $2, $3, $4)", Kind, Key, AtMs, State).ExecuteNonQuery();
}
