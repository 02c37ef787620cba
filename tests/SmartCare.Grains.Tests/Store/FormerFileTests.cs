using System.IO.Compression;
using System.Text.Json.Nodes;
using Microsoft.Data.Sqlite;
using SmartCare.Domain.Decisions;
using SmartCare.Domain.Registry;
using SmartCare.Domain.Words;
using SmartCare.Storage;

namespace SmartCare.Grains.Tests.Store;

/// <summary>Data files of 0.1's demo home: one whose process was killed, one that was stopped. Two elders had pressed; both alerts are open.</summary>
public sealed class FormerFileTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory();

    private string Path => System.IO.Path.Combine(_folder.FullName, "smartcare.db");

    [Theory, InlineData("killed", 8), InlineData("stopped", 9)]
    public void A_file_of_0_1_is_taken_over_whole(string end, long lastSeq)
    {
        Unpack(end);
        var audited = Count("audit");
        using var store = new SqliteStore(Path);
        var registry = store.Tables.Registry();
        Assert.Equal((380, 140, 80, 2), (registry.OfType<Device>().Count(), registry.OfType<Elder>().Count(), registry.OfType<Place>().Count(), registry.OfType<Site>().Count()));
        Assert.All(registry, record => Assert.NotNull(store.Load(record.Subject)));
        Assert.Equal(4, store.Tables.Accounts().Count);
        Assert.Equal((lastSeq, lastSeq, audited), (store.LastSeq, store.Tables.LastSeq(), Count("audit")));

        var site = CareJson.Read<SiteState>(store.Load(new Subject(SubjectKind.Site, "sunshine"))!.State.Span)!;
        Assert.Equal(["1-484-1", "1-485-1"], site.Alerts.Open.Select(a => a.Id));
        Assert.Equal(120, site.Households.Count);
        Assert.Equal(end == "stopped" ? AlertState.Acknowledged : AlertState.Open, site.Alerts.Open[0].State);
        var call = CareJson.Read<DeviceState>(store.Load(Subject.Of(DeviceId.Of("call-101-1")))!.State.Span)!;
        Assert.True(call is { Online: true, LastPressAt: not null, Record: not null });
        Assert.NotEmpty(store.Journal(1, 0));
    }

    [Fact] public void What_is_replayed_is_what_0_1_saved_itself()
    {
        Unpack("stopped");
        using (var saved = new SqliteStore(Path)) saved.Dispose();
        var rows = Rows();
        File.Delete(Path);
        Unpack("stopped");
        Run("DELETE FROM grains; DELETE FROM snapshots");
        using (var replayed = new SqliteStore(Path)) replayed.Dispose();
        Assert.Equal(602, rows.Count);
        Assert.Equal(rows, Rows());
    }

    [Fact] public void A_row_that_cannot_be_read_is_woken_for_its_bytes_at_once()
    {
        Unpack("stopped");
        Run("UPDATE grains SET state = x'7b' WHERE key = 'call-101-1'");
        using var store = new SqliteStore(Path);
        Assert.Equal([Subject.Of(DeviceId.Of("call-101-1"))], store.Due(1, 10));
        Assert.Equal("{"u8, store.Load(Subject.Of(DeviceId.Of("call-101-1")))!.State.Span);
    }

    [Fact] public void A_file_that_cannot_be_taken_over_is_left_as_it_was()
    {
        Unpack("killed");
        Run("UPDATE journal SET body = x'0100000000' WHERE id = (SELECT max(id) FROM journal)");
        Assert.Contains("is damaged", Assert.Throws<InvalidDataException>(() => new SqliteStore(Path)).Message);
        Assert.Equal(1, Count("meta"));
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private void Unpack(string end)
    {
        using var from = new GZipStream(File.OpenRead(System.IO.Path.Combine(AppContext.BaseDirectory, "Data", $"0.1-{end}.db.gz")), CompressionMode.Decompress);
        using var to = File.Create(Path);
        from.CopyTo(to);
    }

    private List<string> Rows() => Ask("SELECT kind, key, version, due, silence, silence_limit, state FROM grains ORDER BY kind, key",
        r => string.Join('|', r.GetInt32(0), r.GetString(1), r.GetInt64(2), r[3], r[4], r[5], WithoutWhatCameLater(r.GetFieldValue<byte[]>(6))));

    /// <summary>0.1 knew no habit: its rows have none, and its journal lived once more begins one.</summary>
    private static string WithoutWhatCameLater(byte[] state)
    {
        var json = JsonNode.Parse(state)!.AsObject();
        json.Remove("habit");
        json.Remove("doorMovedAt");
        return json.ToJsonString();
    }

    private long Count(string table) => Ask($"SELECT count(*) FROM {table}", r => r.GetInt64(0))[0];

    private void Run(string sql) => Ask<int>(sql, _ => 0);

    private List<T> Ask<T>(string sql, Func<SqliteDataReader, T> read)
    {
        using var connection = new SqliteConnection($"Data Source={Path};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        var rows = new List<T>();
        while (reader.Read()) rows.Add(read(reader));
        return rows;
    }
}
