using System.Globalization;
using Microsoft.Data.Sqlite;
using SmartCare.Domain.Words;

namespace SmartCare.Storage;

/// <summary>The store of a folder, and what was found wrong with it when it was opened.</summary>
/// <param name="Findings">A sentence each, for the operator and the wall; empty when all is well.</param>
public sealed record OpenedStore(SqliteStore Store, Witness Witness, IReadOnlyList<string> Findings) : IDisposable
{
    /// <summary>The last of the file's connections moves its log into it.</summary>
    public void Dispose()
    {
        Witness.Dispose();
        Store.Dispose();
    }
}

/// <summary>
/// Opens the store so that a damaged byte costs what it touched and no more: rows that cannot be believed are set aside, a file with damaged pages is
/// saved into a new one, and a file that lacks what was on the disk gets from the witness what that has. Nothing of this is silent.
/// </summary>
public sealed class StoreOpening
{
    private readonly string _path;
    private readonly DateTimeOffset _now;
    private readonly List<string> _findings = [];
    private Witness _witness;
    private StoreMarks? _marks;
    private bool _isSalvaged;

    /// <summary>What was found wrong already; null when nothing was.</summary>
    private string? _wrong;

    private StoreOpening(string folder, DateTimeOffset now)
    {
        (_path, _now) = (Path.Combine(folder, "smartcare.db"), now);
        _witness = new Witness(Path.Combine(folder, "witness.db"), _path);
    }

    /// <param name="folder">The data folder, held by this process.</param>
    /// <param name="now">For the names of files that are put aside.</param>
    /// <exception cref="InvalidDataException">The file is of another version, or its disk takes nothing.</exception>
    public static OpenedStore Open(string folder, DateTimeOffset now)
    {
        try
        {
            return new StoreOpening(folder, now).Run();
        }
        catch (SqliteException error) when (!StoreDamage.IsDisk(error))
        {
            // Damage that no check has found: what can be read is saved.
            return OpenSaved(folder, now, error.Message);
        }
        catch (Exception error) when (error is SqliteException or IOException or UnauthorizedAccessException)
        {
            // A disk that takes nothing, full or read-only: then it is read.
            return OpenToRead(folder, error.Message);
        }
    }

    private static OpenedStore OpenSaved(string folder, DateTimeOffset now, string wrong)
    {
        try
        {
            return new StoreOpening(folder, now) { _wrong = wrong }.Run();
        }
        catch (Exception error) when (error is SqliteException or IOException or UnauthorizedAccessException)
        {
            return OpenToRead(folder, error.Message);
        }
    }

    /// <summary>Opens what can only be read: the watch goes on with it, and nothing is acknowledged.</summary>
    /// <param name="why">Why the folder cannot be written.</param>
    /// <exception cref="InvalidDataException">There is nothing that can be read.</exception>
    public static OpenedStore OpenToRead(string folder, string why)
    {
        var path = Path.Combine(folder, "smartcare.db");
        var what = $"'{folder}' cannot be written ({why.ReplaceLineEndings(" ")})";
        if (!File.Exists(path)) throw new InvalidDataException($"{what}, and there is no store in it");
        try
        {
            var file = SqliteFile.ToRead(path, out var copy);
            using (var connection = file.Open())
                if (VersionOf(connection) != Schema.Version) throw new InvalidDataException($"{what}, and its store is of another version than {Schema.Version}");
            var store = SqliteStore.Unwritable(file, path, $"{what}; restart SmartCare when it can be", copy);
            return new OpenedStore(store, new Witness(Path.Combine(folder, "witness.db"), path), []);
        }
        catch (Exception error) when (error is SqliteException or IOException or UnauthorizedAccessException)
        {
            throw new InvalidDataException($"{what}, and smartcare.db cannot be read ({error.Message})", error);
        }
    }

    private string Name => Path.GetFileName(_path);

    private OpenedStore Run()
    {
        ReadWitness();
        var salvage = _path + ".salvage";
        // Between the two renames of a salvage the process ended.
        if (!File.Exists(_path) && File.Exists(salvage) && _marks is not null) File.Move(salvage, _path);
        var hadStore = File.Exists(_path) && new FileInfo(_path).Length > 0;
        if (hadStore) Check(salvage);
        var store = new SqliteStore(_path);
        try
        {
            if (Compare(store, hadStore))
            {
                // Whoever opened it before the numbers went on writes no more.
                store.Dispose();
                store = new SqliteStore(_path);
            }

            using var connection = store.Connect();
            StoreSweep.Run(connection, _witness, SummedTables.ReadAtStart, _now, _findings);
            MarkMissingGrains(connection);
            return new OpenedStore(store, _witness, _findings);
        }
        catch
        {
            store.Dispose();
            throw;
        }
    }

    private void ReadWitness()
    {
        try
        {
            _marks = _witness.Read();
        }
        catch (Exception error) when (error is SqliteException or InvalidCastException or InvalidOperationException)
        {
            SetWitnessAside($"{_witness.Name} could not be read ({error.Message.ReplaceLineEndings(" ")})");
        }
    }

    private void SetWitnessAside(string why)
    {
        var folder = Path.GetDirectoryName(_path)!;
        var aside = Aside(Path.Combine(folder, _witness.Name));
        Move(Path.Combine(folder, _witness.Name), aside);
        _witness = new Witness(Path.Combine(folder, "witness.db"), _path);
        _marks = null;
        _findings.Add($"store: {why}; it is kept as {Path.GetFileName(aside)} and made anew");
    }

    /// <summary>Are its pages whole? What can be put right is; else what can be read is saved into a new file.</summary>
    private void Check(string salvage)
    {
        if (WalFile.LostCommits(_path + "-wal") is > 0 and var lost)
        {
            var kept = Aside(_path + "-wal");
            File.Copy(_path + "-wal", kept, overwrite: true);
            _findings.Add($"store: the log of {Name} is damaged, and at least {lost} of its newest commits are lost; it is kept as {Path.GetFileName(kept)}");
        }

        var suspect = SqliteStore.SuspectMark(_path);
        if ((_wrong ?? WrongWith(suspect)) is not { } wrong) return;
        var saved = Salvage.Run(_path, salvage);
        var aside = Aside(_path);
        Move(_path, aside);
        File.Move(salvage, _path);
        File.Delete(suspect);
        _isSalvaged = true;
        _findings.Add($"store: {Name} is damaged ({wrong.ReplaceLineEndings(" ")}). {saved}. The damaged file is kept as {Path.GetFileName(aside)}");
    }

    /// <summary>What is wrong with the file's pages or schema; null when it can be used.</summary>
    private string? WrongWith(string suspect)
    {
        try
        {
            using var connection = new SqliteFile(_path).Open();
            var found = StoreDamage.Of(connection, whole: File.Exists(suspect));
            if (found.Count > 0 && VersionOf(connection) == Migration.FormerVersion)
                throw new InvalidDataException($"{Name} is of version {Migration.FormerVersion} and damaged ({found[0]}); it is left as it was");
            if (found.Count > 0 && StoreDamage.IsOnlyIndexes(found))
            {
                SqliteFile.Run(connection, "REINDEX;");
                found = StoreDamage.Of(connection, whole: true);
                if (found.Count == 0) _findings.Add($"store: an index of {Name} was damaged and is made anew; nothing is lost");
            }

            if (found.Count == 0 && !IsOurs(connection)) found.Add("its version is damaged");
            if (found.Count == 0 && VersionOf(connection) == Schema.Version && StoreDamage.MissingColumn(connection) is { } missing) found.Add($"{missing} is not found");
            if (found.Count == 0) File.Delete(suspect);
            return found.FirstOrDefault();
        }
        catch (SqliteException error) when (StoreDamage.IsDamage(error) || error.SqliteErrorCode is 1)
        {
            return error.Message;
        }
    }

    /// <summary>A file that holds tables has a version: 0 is damage.</summary>
    private static bool IsOurs(SqliteConnection connection)
    {
        using var statements = new StatementCache(connection);
        return VersionOf(connection) != 0 || (long)statements.Of("PRAGMA application_id").ExecuteScalar()! == Schema.Mark
            || (long)statements.Of("SELECT count(*) FROM sqlite_schema").ExecuteScalar()! == 0;
    }

    private static long VersionOf(SqliteConnection connection)
    {
        using var statements = new StatementCache(connection);
        return (long)statements.Of("PRAGMA user_version").ExecuteScalar()!;
    }

    /// <summary>Does the store have what the witness says was on the disk?</summary>
    /// <returns>True: it has not, and its numbers go on after those of the witness.</returns>
    private bool Compare(SqliteStore store, bool hadStore)
    {
        using var connection = store.Connect();
        using var statements = new StatementCache(connection);
        if (statements.Of("UPDATE counters SET value = (SELECT max(seq) FROM alert_changes) WHERE name = 'seq' AND value < (SELECT max(seq) FROM alert_changes)").ExecuteNonQuery() > 0)
            _findings.Add("store: the number of the newest change was damaged, and is made anew");
        var marks = StoreMarks.Of(statements, 0);
        if (_marks is not { } known)
        {
            var neighbours = ((string[])["mqtt.db", "series.db"]).Where(f => File.Exists(Path.Combine(Path.GetDirectoryName(_path)!, f))).ToList();
            if (!hadStore && neighbours.Count > 0)
                _findings.Add($"store: {Name} is gone or empty, although {string.Join(" and ", neighbours)} beside it are not; it begins as a new home. Put back your copy of the folder");
            if (_isSalvaged) _findings.Add($"store: there is no {_witness.Name} to take from what is missing");
            return false;
        }

        if (hadStore && !_isSalvaged && marks.Identity != known.Identity)
        {
            SetWitnessAside($"{Name} is another store than {_witness.Name} tells of");
            return false;
        }

        var isBehind = marks.IsBehind(known) || marks.Epoch == known.Epoch;
        if (isBehind && !_isSalvaged)
            _findings.Add(hadStore
                ? $"store: {Name} is older than it was, or its log was removed: entries {marks.Entry + 1} to {known.Entry} of the journal and changes {marks.Seq + 1} to {known.Seq} of alerts at least are missing"
                : $"store: {Name} is gone or empty; it held {known.Entry} journal entries and {known.Seq} changes of alerts");
        var given = isBehind || _isSalvaged ? _witness.GiveTo(connection, isOlder: hadStore && !_isSalvaged) : 0;
        if (given > 0) _findings.Add($"store: {given} rows of registry, accounts, passwords and open alerts are taken from {_witness.Name}");
        if (isBehind || _isSalvaged) StoreNumbers.GoOnAfter(connection, known, _now);
        return isBehind || _isSalvaged;
    }

    /// <summary>Who is registered has a row; where it was lost, one that says so: its grain begins anew from the registry, and is woken for that.</summary>
    private void MarkMissingGrains(SqliteConnection connection)
    {
        using var statements = new StatementCache(connection);
        var missing = 0;
        foreach (var kind in Enum.GetValues<SubjectKind>())
            missing += statements.Of(
                """
                INSERT INTO grains (kind, key, version, due, silence, silence_limit, state, letter, letters, writer, state_sum, sum)
                SELECT $1, id, 1, 0, NULL, 0, x'', 0, NULL, 0, -1, -1 FROM registry
                WHERE kind = $2 AND NOT EXISTS (SELECT 1 FROM grains g WHERE g.kind = $1 AND g.key = registry.id)
                """, (byte)kind, kind.ToString()).ExecuteNonQuery();
        if (missing > 0) _findings.Add($"store: {missing} devices, elders, places and sites have lost what they remembered, and begin anew from the registry");
    }

    private string Aside(string file) => string.Create(CultureInfo.InvariantCulture, $"{file}.damaged-{_now.UtcDateTime:yyyyMMdd'T'HHmmssfff'Z'}");

    /// <summary>The log first: one that stayed would be taken for the new file's.</summary>
    private static void Move(string file, string aside)
    {
        foreach (var end in (string[])["-wal", ""])
            if (File.Exists(file + end)) File.Move(file + end, aside + end, overwrite: true);
        File.Delete(file + "-shm");
    }
}
