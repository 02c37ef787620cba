using System.Text.Json;
using System.Text;
using SmartCare.Domain.Decisions;
using SmartCare.Domain.Registry;
using SmartCare.Domain.Words;
using SmartCare.Storage;

namespace SmartCare.Grains.Tests.Store;

/// <summary>The rows beside the journal: alerts, changes, registry, accounts, credentials.</summary>
public sealed class TablesTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("smartcare-tables-");
    private readonly SqliteStore _store;

    public TablesTests() => _store = new SqliteStore(Path.Combine(_folder.FullName, "smartcare.db"));

    [Fact] public void An_empty_book_answers()
    {
        Assert.Equal(0, _store.Tables.LastSeq());
        Assert.Null(_store.Tables.Alert("a"));
        Assert.Empty(_store.Tables.OpenAlerts());
        Assert.Empty(_store.Tables.AlertChanges(0, 10));
        Assert.Equal("", Ask());
    }

    [Fact] public void An_alert_is_found_as_it_is_now_and_its_changes_as_they_were()
    {
        Write(Alert("a", 1), Alert("b", 2), Alert("a", 3, closed: true));
        Assert.Equal("a3", Text(_store.Tables.Alert("a")));
        Assert.Equal(3, _store.Tables.LastSeq());
        Assert.Equal("b2", Text(_store.Tables.OpenAlerts()));
        Assert.Equal("a1 b2 a3", Text(_store.Tables.AlertChanges(0, 10)));
        Assert.Equal("b2 a3", Text(_store.Tables.AlertChanges(1, 10)));
        Assert.Equal("a1 b2", Text(_store.Tables.AlertChanges(0, 2)));
        Assert.Equal("", Text(_store.Tables.AlertChanges(3, 10)));
    }

    [Fact] public void The_same_change_again_changes_nothing()
    {
        Write(Alert("a", 1), Alert("a", 2));
        Write(Alert("a", 1), Alert("a", 2));
        Assert.Equal("a1 a2", Text(_store.Tables.AlertChanges(0, 10)));
        Assert.Equal("a2", Text(_store.Tables.Alert("a")));
    }

    [Fact] public void Alerts_are_asked_for_by_state()
    {
        Write(Alert("a", 1), Alert("b", 2, closed: true), Alert("c", 3));
        Assert.Equal("a1 c3", Ask(closed: false));
        Assert.Equal("b2", Ask(closed: true));
        Assert.Equal("a1 b2 c3", Ask());
    }

    [Fact] public void Alerts_are_asked_for_by_site_and_place()
    {
        Write(Alert("a", 1), Alert("b", 2, site: "riverside", place: "h001"), Alert("c", 3, place: "102"), Alert("d", 4, site: "river'side"));
        Assert.Equal("a1 c3", Ask(sites: ["sunshine"]));
        Assert.Equal("a1 b2 c3", Ask(sites: ["sunshine", "riverside"]));
        Assert.Equal("d4", Ask(sites: ["river'side"]));
        Assert.Equal("", Ask(sites: []));
        Assert.Equal("c3", Ask(place: "102"));
        Assert.Equal("", Ask(sites: ["riverside"], place: "102"));
    }

    [Fact] public void A_family_sees_its_elder_and_the_dangers_of_the_place_and_nobody_else()
    {
        Write(Alert("mine", 1, elder: "wang"), Alert("neighbour", 2, elder: "li"), Alert("fire", 3), Alert("fire102", 4, place: "102"),
            Alert("mine2", 5, elder: "wang", place: "102"), Alert("site", 6, place: null));
        Assert.Equal("mine1 fire3 mine25", Ask(family: new FamilyScope(["wang"], ["101"])));
        Assert.Equal("mine1 mine25", Ask(family: new FamilyScope(["wang"], [])));
        Assert.Equal("", Ask(family: new FamilyScope([], [])));
        Assert.Equal("mine1", Ask(family: new FamilyScope(["wang"], ["101"]), limit: 1));
    }

    [Fact] public void A_list_is_paged_by_seq()
    {
        Write([.. Enumerable.Range(1, 7).Select(i => Alert($"a{i}-", i))]);
        Assert.Equal("a1-1 a2-2 a3-3", Ask(limit: 3));
        Assert.Equal("a4-4 a5-5 a6-6", Ask(after: 3, limit: 3));
        Assert.Equal("a7-7", Ask(after: 6, limit: 3));
    }

    [Fact] public void Records_of_every_kind_come_back_as_they_are_now()
    {
        RegistryRecord[] records =
        [
            new Site(SiteId.Of("sunshine"), "阳光养老院", "Sunshine Home", "Asia/Shanghai"), new Place(PlaceId.Of("101"), SiteId.Of("sunshine"), "101", PlaceKind.Room),
            new Elder(ElderId.Of("101"), SiteId.Of("sunshine"), PlaceId.Of("101"), "王秀英", 1, 3),
            new Device(DeviceId.Of("call-101-1"), SiteId.Of("sunshine"), PlaceId.Of("101"), ElderId.Of("101"), "call", "bed 1"),
        ];
        _store.Write([.. records.Select(r => new RegistryRow(r))]);
        Assert.Equal(Texts(records), Texts(_store.Tables.Registry()));
        var moved = (Device)records[3] with { ElderId = null, Name = "'; DROP TABLE registry; --" };
        _store.Write([new RegistryRow(moved)]);
        Assert.Equal(Texts([.. records[..3], moved]), Texts(_store.Tables.Registry()));
    }

    private static HashSet<string> Texts(IEnumerable<RegistryRecord> records) =>
        [.. records.Select(r => JsonSerializer.Serialize(r, CareJson.Default.RegistryRecord))];

    [Fact] public void Accounts_and_credentials_come_back_as_they_are_now()
    {
        _store.Write([new AccountRow("duty", [1]), new CredentialRow("call-101-1", "x"), new AccountRow("duty", [2]), new CredentialRow("call-101-1", "y"), new CredentialRow("gateway", "z")]);
        Assert.Equal([2], Assert.Single(_store.Tables.Accounts()));
        Assert.Equal([("call-101-1", "y"), ("gateway", "z")], _store.Tables.Credentials().Order());
    }

    [Fact] public void What_lets_somebody_in_is_gone_when_it_is_taken_away()
    {
        _store.Write([new AccountRow("duty", [1]), new AccountRow("admin", [2]), new CredentialRow("call-101-1", "x"), new CredentialRow("gateway", "z")]);
        _store.Write([new AccountEndRow("duty"), new AccountEndRow("nobody"), new CredentialEndRow("gateway")]);
        Assert.Equal([2], Assert.Single(_store.Tables.Accounts()));
        Assert.Equal([("call-101-1", "x")], _store.Tables.Credentials());
    }

    [Fact] public void Sessions_come_back_as_they_were_last_used_and_one_that_has_ended_stays_ended()
    {
        SessionRow[] rows = [new("a", "duty", 1, 2, "127.0.0.1", "Wall"), new("b", "duty", 3, 4, null, null), new("c", "duty", 5, 6, null, null), new("d", "admin", 7, 8, null, null)];
        _store.Write(rows);
        _store.Write([new SessionSeenRow("a", 20), new SessionEndRow("c"), new SessionSeenRow("c", 30)]);
        Assert.Equal([rows[0] with { SeenMs = 20 }, rows[1], rows[3]], _store.Tables.Sessions().OrderBy(s => s.Id));
        _store.Write([new SessionsEndRow("duty", "b")]);
        Assert.Equal([rows[1], rows[3]], _store.Tables.Sessions().OrderBy(s => s.Id));
        _store.Write([new SessionsEndRow("duty", null)]);
        Assert.Equal([rows[3]], _store.Tables.Sessions());
    }

    public void Dispose()
    {
        _store.Dispose();
        _folder.Delete(recursive: true);
    }

    private static AlertRow Alert(string id, long seq, bool closed = false, string site = "sunshine", string? place = "101", string? elder = null) =>
        new(id, seq, site, place, elder, closed, Encoding.UTF8.GetBytes($"{id}{seq}"), Encoding.UTF8.GetBytes($"{id}{seq}"));

    private void Write(params AlertRow[] rows) => _store.Write(rows);

    private string Ask(bool? closed = null, string[]? sites = null, FamilyScope? family = null, string? place = null, long after = 0, int limit = 100) =>
        Text(_store.Tables.Alerts(new AlertQuery(closed, sites, family, place, after, limit)));

    private static string Text(List<byte[]> json) => string.Join(' ', json.Select(Text));

    private static string Text(byte[]? json) => Encoding.UTF8.GetString(json!);
}
