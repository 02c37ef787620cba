using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using SmartCare.Server.Record;
using SmartCare.Server.Tests.Support;

namespace SmartCare.Server.Tests.Record;

/// <summary>Who did and saw what stands in the record, and nothing that nobody may read.</summary>
[Collection(InTheHouse.Name)]
public sealed class AuditTests(House house)
{
    [Fact]
    public async Task Signing_in_and_out_and_failing_to_are_recorded_without_the_password()
    {
        await Assert.ThrowsAsync<HttpRequestException>(() => Person.SignInAsync(house.Host.Http, "auditor", "hunter2"));
        using (var duty = await Person.SignInAsync(house.Host.Http, "duty", "duty")) await duty.SendAsync(HttpMethod.Delete, "/api/session");
        var failed = Assert.Single(await RowsAsync("user=auditor"));
        Assert.Equal("signInFailed", Text(failed, "what"));
        Assert.Contains("401", Text(failed, "detail"), StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", failed.ToString(), StringComparison.Ordinal);
        Assert.StartsWith("127.0.0.1", Text(failed, "from")!.Replace("::ffff:", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Equal(["signIn", "signOut"], (await RowsAsync("user=duty")).Select(r => Text(r, "what")).Where(w => w is "signIn" or "signOut").TakeLast(2));
    }

    [Fact]
    public async Task Answers_over_HTTP_and_over_the_hub_are_recorded_with_what_was_said()
    {
        var id = (await house.Host.PressAsync($"call-{house.Bed()}")).GetProperty("id").GetString();
        await using var wall = await house.Host.WallAsync();
        await wall.InvokeAsync("Acknowledge", id!);
        var duty = await house.Host.PersonAsync("duty");
        await duty.GetAsync($"/api/alerts/{id}");
        await duty.PostAsync($"/api/alerts/{id}/resolve", new { outcome = "real", note = "扶起" });
        await duty.PostAsync($"/api/alerts/{id}/arrive");
        var rows = await RowsAsync($"about=alert/{id}");
        Assert.Equal(["acknowledge", "read", "resolve", "arrive"], rows.Select(r => Text(r, "what")));
        Assert.All(rows, r => Assert.Equal(("duty", "sunshine"), (Text(r, "user"), Text(r, "site"))));
        Assert.Equal("""{"outcome":"real","note":"扶起"}""", Text(rows[2], "detail"));
        Assert.Equal("""{"status":409}""", Text(rows[3], "detail"));
    }

    [Fact]
    public async Task A_look_at_one_elder_is_a_row_and_looks_at_lists_are_a_sum()
    {
        var before = await ReadAsync();
        var duty = await house.Host.PersonAsync("duty");
        await duty.GetAsync("/api/elders/elder-120-2");
        for (var i = 0; i < 30; i++) await duty.GetAsync("/api/devices?site=sunshine&limit=1");
        await duty.GetAsync("/api/elders?place=120");
        await duty.GetAsync("/api/elders?site=made-up");
        await duty.GetAsync("/api/elders/nobody");
        Assert.Equal("read", Text(Assert.Single(await RowsAsync("about=elder/elder-120-2")), "what"));
        Assert.Empty(await RowsAsync("about=elder/nobody"));
        var after = await ReadAsync();
        Assert.Equal((30, 1), (after.Sum("devices", "sunshine") - before.Sum("devices", "sunshine"), after.Sum("elders", "riverside") - before.Sum("elders", "riverside")));
        Assert.InRange(after.Rows.Count - before.Rows.Count, 2, 4);
        Assert.DoesNotContain(after.Rows, r => Text(r, "site") == "made-up");

        async Task<Lists> ReadAsync() => new([.. (await RowsAsync("user=duty")).Where(r => Text(r, "what") == "list")]);
    }

    private sealed record Lists(IReadOnlyList<JsonElement> Rows)
    {
        public int Sum(string list, string site) => Rows.Where(r => Text(r, "site") == site)
            .Sum(r => JsonDocument.Parse(Text(r, "detail")!).RootElement.TryGetProperty(list, out var count) ? count.GetInt32() : 0);
    }

    [Fact]
    public async Task A_change_of_the_registry_is_recorded_without_passwords_also_when_it_is_refused()
    {
        var device = new { placeId = "119", model = "door", name = "门", password = "hunter2!" };
        (await (await house.Host.PersonAsync("admin")).PutAsync("/api/devices/door-audit", device)).Is(HttpStatusCode.OK);
        (await (await house.Host.PersonAsync("duty")).PutAsync("/api/devices/door-audit", device)).Is(HttpStatusCode.Forbidden);
        var rows = await RowsAsync("about=device/door-audit");
        Assert.Equal([("admin", "write"), ("duty", "write")], rows.Select(r => (Text(r, "user"), Text(r, "what"))));
        Assert.Contains("\"placeId\":\"119\"", Text(rows[0], "detail"), StringComparison.Ordinal);
        Assert.Contains("403", Text(rows[1], "detail"), StringComparison.Ordinal);
        Assert.All(rows, r => Assert.DoesNotContain("hunter2", r.ToString(), StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_director_reads_what_concerns_the_own_sites_and_others_read_nothing()
    {
        await (await house.Host.PersonAsync("duty")).GetAsync("/api/elders/elder-118-1");
        var rows = (await (await house.Host.PersonAsync("director")).GetAsync("/api/audit?limit=500")).Is(HttpStatusCode.OK).Items;
        Assert.NotEmpty(rows);
        Assert.All(rows, r => Assert.Contains(Text(r, "site"), (string[])["sunshine", "riverside"]));
        foreach (var user in (string[])["duty", "family"]) (await (await house.Host.PersonAsync(user)).GetAsync("/api/audit")).IsProblem(HttpStatusCode.Forbidden);
        (await (await house.Host.PersonAsync("director")).GetAsync("/api/audit/verify")).IsProblem(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task The_record_is_paged_and_its_chain_holds()
    {
        var admin = await house.Host.PersonAsync("admin");
        for (var i = 0; i < 3; i++) await admin.GetAsync("/api/elders/elder-117-1");
        var first = await admin.GetAsync("/api/audit?about=elder/elder-117-1&limit=2");
        Assert.Equal(2, first.Items.Count);
        Assert.Single((await admin.GetAsync($"/api/audit?about=elder/elder-117-1&limit=2&after={first["next"].GetString()}")).Items);
        var proof = (await admin.GetAsync("/api/audit/verify")).Is(HttpStatusCode.OK);
        Assert.True(proof["ok"].GetBoolean());
        Assert.InRange(proof["rows"].GetInt64(), 3, long.MaxValue);
    }

    [Fact]
    public void A_secret_in_any_depth_and_a_robots_address_are_not_kept()
    {
        var detail = RecordedInput.Of(new { contacts = new[] { new { Secret = "s3cret", address = "https://robot.example/hook?key=k", phone = "138" } }, name = "王" }, null, null);
        Assert.Equal("""{"contacts":[{"secret":"…","address":"https://robot.example/…","phone":"138"}],"name":"王"}""", detail);
    }

    [Fact]
    public void What_no_room_is_left_for_is_counted_and_nobody_waits()
    {
        var log = new AuditLog();
        for (var i = 0; i <= RecordLimits.Waiting; i++) log.Add(new AuditEntry(default, "u", "w", null, null, null, null));
        Assert.Equal((1, RecordLimits.Waiting), (log.Lost, log.Waiting));
    }

    [Fact]
    public async Task A_thousand_refused_sign_ins_are_a_few_rows_with_their_sum_and_people_keep_theirs()
    {
        var nobody = house.Host.Nobody();
        var lost = await house.Host.MetricAsync("smartcare_audit_lost_total");
        var name = new string('x', 3_000);
        await Task.WhenAll(Enumerable.Range(0, 8).Select(async worker =>
        {
            for (var i = 0; i < 125; i++) (await nobody.PostAsJsonAsync("/api/session", new { user = $"flood-{worker}-{i}-{name}", password = "p" })).Dispose();
        }));
        var rows = (await RowsAsync("user=*")).Concat(await RowsAsync("user=flood-0-0-" + name[..54])).ToList();
        Assert.All(rows, r => Assert.Equal("signInFailed", Text(r, "what")));
        Assert.All(rows, r => Assert.InRange(r.ToString().Length, 50, 600));
        var told = rows.Where(r => Text(r, "user") == "*").Sum(r => JsonDocument.Parse(Text(r, "detail")!).RootElement is var d && d.TryGetProperty("count", out var n) ? n.GetInt32() : 1);
        Assert.InRange(told, 900, 1_000);
        Assert.Equal(lost, await house.Host.MetricAsync("smartcare_audit_lost_total"));
    }

    private async Task<IReadOnlyList<JsonElement>> RowsAsync(string query) =>
        (await (await house.Host.PersonAsync("admin")).GetAsync($"/api/audit?limit=500&{query}")).Is(HttpStatusCode.OK).Items;

    private static string? Text(JsonElement row, string field) => row.GetProperty(field).GetString();
}
