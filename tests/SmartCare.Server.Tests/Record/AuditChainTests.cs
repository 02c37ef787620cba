using System.Net;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using SmartCare.Server.Record;
using SmartCare.Server.Tests.Notices;
using SmartCare.Server.Tests.Support;
using SmartCare.Storage;

namespace SmartCare.Server.Tests.Record;

public sealed class AuditChainTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("smartcare-audit-");
    private readonly SqliteStore _store;

    public AuditChainTests()
    {
        _store = new SqliteStore(Path.Combine(_folder.FullName, "smartcare.db"));
        var (rows, head) = (new List<AuditRow>(), AuditChain.Root);
        for (var n = 1; n <= 1_200; n++)
        {
            rows.Add(AuditChain.Link(new AuditEntry(DateTimeOffset.FromUnixTimeSeconds(n), "duty", "read", $"elder/{n}", "sunshine", null, "127.0.0.1"), n, head));
            head = rows[^1].Hash;
        }

        _store.Write(rows);
        // The same again, as after a commit whose outcome was not known.
        _store.Write(rows);
    }

    public void Dispose()
    {
        _store.Dispose();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public void A_chain_that_nobody_touched_holds() => Assert.Equal((1_200, null), (AuditChain.Verify(_store.Tables).Rows, AuditChain.Verify(_store.Tables).BrokenAt));

    [Theory, InlineData("UPDATE audit SET user = 'x' WHERE n = 700"), InlineData("DELETE FROM audit WHERE n = 700"), InlineData("DELETE FROM audit")]
    public void The_file_itself_forbids_a_change(string sql) =>
        Assert.Contains("append-only", Assert.Throws<SqliteException>(() => Run(sql)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("UPDATE audit SET user = 'x' WHERE n = 700"), InlineData("DELETE FROM audit WHERE n = 700"), InlineData("UPDATE audit SET at = at + 1 WHERE n = 700")]
    [InlineData("UPDATE audit SET detail = '' WHERE n = 700")]
    public void Whoever_forces_one_is_seen(string sql)
    {
        Run($"DROP TRIGGER audit_never_changes; DROP TRIGGER audit_never_shrinks; {sql}");
        Assert.Equal((699L, 700L), (AuditChain.Verify(_store.Tables).Rows, AuditChain.Verify(_store.Tables).BrokenAt));
    }

    [Fact]
    public void Another_row_in_the_place_of_one_is_refused() => Assert.Throws<Grains.Store.StoreUnavailableException>(() =>
        _store.Write([AuditChain.Link(new AuditEntry(default, "x", "y", null, null, null, null), 700, AuditChain.Root)]));

    [Fact]
    public async Task While_the_disk_is_full_nobody_waits_and_what_no_room_is_left_for_is_rung_about()
    {
        await using var host = await TestHost.StartAsync(s => WantingSite.Put(s));
        await using var wall = await host.WallAsync("admin");
        var (disk, audit) = (host.Services.GetRequiredService<SeenRows>(), host.Services.GetRequiredService<AuditLog>());
        disk.Full = true;
        (await (await host.PersonAsync("duty")).GetAsync("/api/elders/elder-101-1")).Is(HttpStatusCode.OK);
        for (var i = 0; i < RecordLimits.Waiting + RecordLimits.PerCommit + 10; i++) audit.Add(new AuditEntry(default, "u", "w", null, null, null, null));
        var rung = await wall.AlertAsync(a => a.Kind == "system" && a.Alert.ToString().Contains("record: ", StringComparison.Ordinal));
        Assert.Contains("were lost", rung.Alert.ToString(), StringComparison.Ordinal);
        disk.Full = false;
    }

    private void Run(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={Path.Combine(_folder.FullName, "smartcare.db")};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
