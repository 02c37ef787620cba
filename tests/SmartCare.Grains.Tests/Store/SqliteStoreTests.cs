using Microsoft.Data.Sqlite;
using SmartCare.Domain.Words;
using SmartCare.Grains.Store;
using SmartCare.Storage;

namespace SmartCare.Grains.Tests.Store;

public sealed class SqliteStoreTests : CareStoreContract, IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("smartcare-store-");
    private readonly List<SqliteStore> _opened = [];
    private SqliteStore _store;

    public SqliteStoreTests() => _store = Open();

    private string Path => System.IO.Path.Combine(_folder.FullName, "smartcare.db");

    private protected override ICareStore Store => _store;

    private protected override ICareStore OpenAgain() => Open();

    private protected override Row RowOf(int number) => new AccountRow($"{number}", [(byte)number]);

    private protected override IEnumerable<int> Rows() => _store.Tables.Accounts().Select(json => (int)json[0]).Order();

    // 64 pages of 4 KB: room for the tables, none for a batch of a million bytes.
    private protected override void Full(bool full) => _store.MostPages = full ? 64 : 0;

    [Fact] public void What_was_committed_is_there_after_the_file_was_opened_again()
    {
        Commit([Write(new Subject(SubjectKind.Site, "s"), 0, 1, state: 5)], [], Batch(1, 3), RowOf(7));
        _store.Dispose();
        _store = Open();
        Assert.Equal((5, 3L), (_store.Load(new Subject(SubjectKind.Site, "s"))!.State.Span[0], _store.LastEntry));
        Assert.Equal([7], Rows());
    }

    [Theory, InlineData(999), InlineData(1)]
    public void A_file_of_another_version_is_refused_and_left_alone(int version)
    {
        _store.Dispose();
        Run($"PRAGMA user_version = {version}; PRAGMA application_id = 1");
        var line = Assert.Throws<InvalidDataException>(() => Open()).Message;
        Assert.Contains($"version {version}", line);
        Assert.DoesNotContain('\n', line);
        Run($"PRAGMA user_version = {Schema.Version}");
        _store = Open();
        Assert.Equal(0, _store.LastEntry);
    }

    [Fact] public void A_file_of_this_version_that_has_no_sessions_tokens_phones_and_kept_records_yet_is_given_them()
    {
        _store.Dispose();
        Run("DROP TABLE sessions; DROP TABLE sign_ins; DROP TABLE tokens; DROP TABLE pushes; DROP TABLE kept_records");
        _store = Open();
        _store.Write([new SessionRow("a", "duty", 1, 2, null, null), new SignInRow("duty", 3), new TokenRow("t", [1]), new PushRow("p", [2]), new KeptRow("check", "k", "s", 5, [3])]);
        Assert.Single(_store.Tables.Sessions());
        Assert.Equal([("duty", 3L)], _store.Tables.SignIns());
        Assert.Equal([1], Assert.Single(_store.Tables.Tokens()));
        Assert.Equal([2], Assert.Single(_store.Tables.Pushes()));
        Assert.Equal([3], Assert.Single(_store.Tables.Kept("check", "s", 5, 6)));
        Assert.Empty(_store.Tables.Kept("check", "s", 0, 5));
    }

    [Fact] public void A_token_that_was_removed_is_gone_and_one_that_was_changed_on_the_disk_is_not_believed()
    {
        _store.Write([new TokenRow("a", [1]), new TokenRow("b", [2]), new TokenRow("c", [3])]);
        _store.Write([new TokenEndRow("a"), new TokenRow("b", [4])]);
        Assert.Equal([[4], [3]], _store.Tables.Tokens());
        _store.Dispose();
        Run("UPDATE tokens SET json = x'09' WHERE id = 'c'");
        using (var opened = StoreOpening.Open(_folder.FullName, DateTimeOffset.UnixEpoch))
        {
            Assert.Contains(opened.Findings, f => f.Contains("token c", StringComparison.Ordinal));
            Assert.Equal([4], Assert.Single(opened.Store.Tables.Tokens()));
        }

        _store = Open();
    }

    [Fact] public void Whoever_has_the_name_of_a_removed_account_has_never_signed_in()
    {
        _store.Write([new AccountRow("duty", [1]), new SignInRow("duty", 3)]);
        _store.Write([new AccountEndRow("duty")]);
        Assert.Empty(_store.Tables.SignIns());
    }

    [Fact] public void A_version_that_was_damaged_is_put_right()
    {
        _store.Dispose();
        Run("PRAGMA user_version = 68");
        _store = Open();
        _store.Dispose();
        Run("PRAGMA application_id = 68");
        _store = Open();
        Assert.Equal(0, _store.LastEntry);
    }

    [Fact] public void A_row_of_a_grain_is_believed_only_when_its_checksum_fits()
    {
        var id = new Subject(SubjectKind.Site, "s");
        Commit([Write(id, 0, 1, state: 5)], []);
        Assert.Null(_store.Load(id)!.Damage);
        Run("UPDATE grains SET state = x'06'");
        Assert.NotNull(_store.Load(id)!.Damage);
        Run("UPDATE grains SET state = x'05'");
        Assert.Null(_store.Load(id)!.Damage);
        Run("UPDATE grains SET due = 7");
        Assert.Equal((GrainRow.NoLetter, true), (_store.Load(id)!.LastLetter, _store.Load(id)!.Damage is not null));
    }

    [Fact] public void A_file_of_the_version_before_gets_checksums_and_keeps_what_it_had()
    {
        var id = new Subject(SubjectKind.Site, "s");
        Commit([Write(id, 0, 1, state: 5)], [new LetterHad(id, new Subject(SubjectKind.Device, "d"), 3)], Batch(1, 2), RowOf(7));
        _store.Dispose();
        Run(string.Concat(SummedTables.Former.Select(t => $"ALTER TABLE {t.Name} DROP COLUMN {t.Sum};")) +
            "ALTER TABLE journal DROP COLUMN sum; DELETE FROM counters WHERE name = 'identity'; PRAGMA user_version = 3; PRAGMA application_id = 0");
        _store = Open();
        var row = _store.Load(id)!;
        Assert.Equal((5, null, 2L), (row.State.Span[0], row.Damage, _store.LastEntry));
        Assert.Equal([(new Subject(SubjectKind.Device, "d"), 3L)], row.Had);
        Assert.Equal([7], Rows());
    }

    [Fact] public void A_file_that_is_no_database_is_refused()
    {
        var path = System.IO.Path.Combine(_folder.FullName, "other.db");
        File.WriteAllText(path, new string('x', 10_000));
        Assert.Throws<SqliteException>(() => new SqliteStore(path).Dispose());
    }

    [Fact] public void A_file_that_was_removed_swallows_nothing()
    {
        Commit([], [], Batch(1, 1));
        File.Move(Path, Path + ".away");
        Assert.Contains("gone", Assert.Throws<StoreUnavailableException>(() => Commit([], [], Batch(2, 1))).Message);
        File.Move(Path + ".away", Path);
        Commit([], [], Batch(2, 1));
        Assert.Equal(2, _store.LastEntry);
    }

    [Fact] public void A_lost_writer_is_replaced()
    {
        Commit([], [], Batch(1, 1));
        Run("ALTER TABLE accounts RENAME TO elsewhere");
        Assert.Throws<StoreUnavailableException>(() => Commit([], [], Batch(2, 1), RowOf(1)));
        Assert.Equal(1, _store.LastEntry);
        Commit([], [], Batch(2, 1));
        Assert.Equal(2, _store.LastEntry);
    }

    [Fact] public void What_could_not_be_read_is_kept()
    {
        _store.Write([new DamagedRow((byte)SubjectKind.Site, "sunshine", 5, [1, 2])]);
        using var connection = new SqliteConnection($"Data Source={Path};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT state FROM damaged WHERE key = 'sunshine'";
        Assert.Equal([1, 2], (byte[])command.ExecuteScalar()!);
    }

    public void Dispose()
    {
        foreach (var store in _opened) store.Dispose();
        _folder.Delete(recursive: true);
    }

    private SqliteStore Open()
    {
        var store = new SqliteStore(Path);
        _opened.Add(store);
        return store;
    }

    private void Run(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={Path};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
