using Microsoft.Data.Sqlite;
using SmartCare.Storage;

namespace SmartCare.Grains.Tests.Journals;

public sealed class SqliteStoreTests : JournalContract, IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("smartcare-journal-");
    private SqliteStore _store;

    public SqliteStoreTests() => _store = Open(3);

    private string File => Path.Combine(_folder.FullName, "smartcare.db");

    private protected override IJournal Journal => _store;

    private protected override Row RowOf(int number) => new AccountRow($"{number}", [(byte)number]);

    private protected override IEnumerable<int> Rows() => _store.Tables.Accounts().Select(json => (int)json[0]).Order();

    // 64 pages of 4 KB: room for the tables, none for a batch of a million bytes.
    private protected override void Full(bool full) => _store.MostPages = full ? 64 : 0;

    [Fact] public void What_was_committed_is_there_after_the_file_was_opened_again()
    {
        _store.Commit([Batch(2, 1, 3, new SavedGrain(new GrainId(1, "a"), 5, new byte[] { 1 }))], [RowOf(7)]);
        Reopen(3);
        Assert.Equal(3, _store.Read(2, 0).Single().Last);
        Assert.Equal(3, _store.SnapshotEntry(2));
        Assert.Equal([7], Rows());
        _store.Commit([Batch(2, 4, 1)], []);
        Assert.Equal(2, _store.Read(2, 0).Count());
    }

    [Fact] public void The_number_of_shards_is_fixed_when_the_file_is_made()
    {
        Reopen(64);
        Assert.Equal(3, _store.ShardCount);
    }

    [Theory, InlineData(999), InlineData(1)]
    public void A_file_of_another_version_is_refused_and_left_alone(int version)
    {
        _store.Dispose();
        using (var connection = new SqliteConnection($"Data Source={File};Pooling=False"))
        {
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = $"PRAGMA user_version = {version}";
            command.ExecuteNonQuery();
        }

        Assert.Contains($"version {version}", Assert.Throws<InvalidDataException>(() => Open(3)).Message);
        using (var connection = new SqliteConnection($"Data Source={File};Pooling=False"))
        {
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = "PRAGMA user_version = 2";
            command.ExecuteNonQuery();
        }

        _store = Open(3);
        Assert.Equal(3, _store.ShardCount);
    }

    [Fact] public void A_file_that_is_no_database_is_refused()
    {
        var path = Path.Combine(_folder.FullName, "other.db");
        System.IO.File.WriteAllText(path, new string('x', 10_000));
        Assert.Throws<SqliteException>(() => new SqliteStore(path, 3).Dispose());
    }

    [Fact] public void A_lost_writer_is_replaced()
    {
        _store.Commit([Batch(0, 1, 1)], []);
        using (var blocker = new SqliteConnection($"Data Source={File};Pooling=False"))
        {
            blocker.Open();
            using var command = blocker.CreateCommand();
            command.CommandText = "DROP TABLE accounts";
            command.ExecuteNonQuery();
        }

        Assert.Throws<JournalUnavailableException>(() => _store.Commit([Batch(0, 2, 1)], [RowOf(1)]));
        Assert.Single(_store.Read(0, 0));
        _store.Commit([Batch(0, 2, 1)], []);
        Assert.Equal(2, _store.Read(0, 0).Count());
    }

    public void Dispose()
    {
        _store.Dispose();
        _folder.Delete(recursive: true);
    }

    private void Reopen(int shards)
    {
        _store.Dispose();
        _store = Open(shards);
    }

    private SqliteStore Open(int shards) => new(File, shards);
}
