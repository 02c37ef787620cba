using System.Text;
using Microsoft.Data.Sqlite;
using SmartCare.Domain.Decisions;
using SmartCare.Domain.Readings;
using SmartCare.Domain.Registry;
using SmartCare.Domain.Words;
using SmartCare.Grains.Commit;
using SmartCare.Grains.Store;
using SmartCare.Storage;

namespace SmartCare.Grains.Tests.Store;

/// <summary>A small home's store with its witness, as a kill or a stop in good order leaves it.</summary>
internal static class StoredHome
{
    private static readonly SiteId s_site = SiteId.Of("sunshine");

    public static string Make(string folder, bool killed)
    {
        var at = killed ? folder + "-live" : folder;
        Directory.CreateDirectory(at);
        // Some of it is in the file, the newest in the log.
        using (var first = new SqliteStore(Path.Combine(at, "smartcare.db"))) Fill(first, 1);
        var opened = StoreOpening.Open(at, DateTimeOffset.UnixEpoch);
        Assert.Empty(opened.Findings);
        Fill(opened.Store, 2);
        opened.Witness.Follow(opened.Store, entriesToo: true);
        if (killed) Copy(at, folder);
        opened.Witness.Dispose();
        opened.Store.Dispose();
        return folder;
    }

    public static void Copy(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (var file in Directory.GetFiles(from).Where(f => !f.EndsWith("-shm", StringComparison.Ordinal))) File.Copy(file, Path.Combine(to, Path.GetFileName(file)));
    }

    /// <summary>Every row that must not go away in silence, by its name.</summary>
    public static Dictionary<string, string> Dump(string folder)
    {
        var rows = new Dictionary<string, string>();
        using var connection = new SqliteConnection($"Data Source={Path.Combine(folder, "smartcare.db")};Pooling=False");
        connection.Open();
        foreach (var (table, key) in ((string, string)[])
            [("registry", "kind || id"), ("accounts", "user"), ("credentials", "device"), ("alerts", "id"), ("alert_changes", "seq"), ("journal", "id"), ("grains", "kind || key"),
             ("letters_had", "receiver || sender")])
        {
            using var command = connection.CreateCommand();
            command.CommandText = $"SELECT {key}, * FROM {table}";
            using var reader = command.ExecuteReader();
            while (reader.Read())
            {
                var text = new StringBuilder();
                for (var i = 1; i < reader.FieldCount; i++) text.Append(reader[i] is byte[] bytes ? Convert.ToHexString(bytes) : reader[i]).Append('|');
                rows[$"{table} {reader.GetString(0)}"] = text.ToString();
            }
        }

        return rows;
    }

    private static void Fill(SqliteStore store, int round)
    {
        var rows = new List<Row> { new AccountRow($"user{round}", "{}"u8.ToArray()) };
        var grains = new List<GrainWrite>();
        for (var n = 0; n < 60; n++)
        {
            var device = new Device(DeviceId.Of($"call-{round}-{n}"), s_site, PlaceId.Of($"{n}"), null, "call", $"按钮 {n}");
            rows.Add(new RegistryRow(device));
            rows.Add(new CredentialRow(device.Id.Value, $"hash{n}"));
            var state = System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(DeviceState.New with { Record = device }, CareJson.Default.DeviceState);
            grains.Add(new GrainWrite(device.Subject, 0, 1, 1_000 + n, null, 0, state, 0, default));
        }

        store.Commit(new CommitGroup(1, grains, [new LetterHad(Subject.Of(s_site), grains[0].Id, 4)], null), seq =>
        {
            for (var n = 0; n < 20; n++)
            {
                var json = Encoding.UTF8.GetBytes($$$"""{"alert":{"id":"{{{round}}}-{{{n}}}","siteId":"sunshine","state":"open"}}""");
                rows.Add(new AlertRow($"{round}-{n}", ++seq, "sunshine", "101", null, n % 2 == 0, json, json));
            }

            return new NumberedRows(rows, seq);
        });
        for (var n = 1; n <= 100; n++)
            store.Commit(new CommitGroup(1 + n, [], [], Batch(store, n)), seq => new NumberedRows([], seq));
    }

    private static JournalBatch Batch(SqliteStore store, int n)
    {
        var body = new System.Buffers.ArrayBufferWriter<byte>();
        BatchCodec.Begin(body);
        BatchCodec.AddListening(body, 0, n);
        return new JournalBatch(store.Stream, store.LastEntry + 1, 1, n, BatchCodec.Seal(body));
    }
}
