using System.Net;
using System.Text.Json;
using SmartCare.Server.Tests.Support;

namespace SmartCare.Server.Tests.Registry;

/// <summary>Elders move, leave and come back; what is not used any more is put aside, and nothing of it is lost.</summary>
[Collection(InTheLedgersHouse.Name)]
public sealed class StayTests(House house)
{
    [Fact]
    public async Task An_elder_moves_with_what_she_wears_and_leaves_what_hangs_on_the_wall()
    {
        var admin = await house.Host.PersonAsync("admin");
        var (from, to) = (house.Room(), house.Room());
        (await admin.PutAsync($"/api/devices/watch-{from}", new { placeId = from, elderId = $"elder-{from}-1", model = "wearable", name = "手表" })).Is(HttpStatusCode.OK);
        (await admin.PostAsync($"/api/elders/elder-{from}-1/move", new { placeId = to, bed = 1 })).IsProblem(HttpStatusCode.Conflict);
        await DischargeAsync(admin, $"elder-{to}-1", "free");
        var moved = (await admin.PostAsync($"/api/elders/elder-{from}-1/move", new { placeId = to, bed = 1 })).Is(HttpStatusCode.OK);
        Assert.Equal((to, 1), (moved["placeId"].GetString(), moved["bed"].GetInt32()));
        Assert.Equal((to, $"elder-{from}-1"), await WhereAsync(admin, $"watch-{from}"));
        Assert.Equal((from, null), await WhereAsync(admin, $"call-{from}-1"));
        Assert.Equal((from, $"elder-{from}-2"), await WhereAsync(admin, $"call-{from}-2"));
        // By a PUT it is the same move.
        (await admin.PutAsync($"/api/elders/elder-{from}-1", new { placeId = from, bed = 1 })).Is(HttpStatusCode.OK);
        Assert.Equal((from, $"elder-{from}-1"), await WhereAsync(admin, $"watch-{from}"));
    }

    [Fact]
    public async Task Who_is_discharged_is_watched_by_nobody_and_frees_bed_and_devices_until_admitted_again()
    {
        var (admin, duty) = (await house.Host.PersonAsync("admin"), await house.Host.PersonAsync("duty"));
        var room = house.Room();
        var (path, on) = ($"/api/elders/elder-{room}-1", Today());
        var alert = (await house.Host.PressAsync($"call-{room}-1")).GetProperty("id").GetString();
        (await admin.PostAsync($"{path}/discharge", new { on })).IsProblem(HttpStatusCode.Conflict);
        (await duty.PostAsync($"/api/alerts/{alert}/resolve", new { outcome = "real" })).Is(HttpStatusCode.OK);
        var gone = (await admin.PostAsync($"{path}/discharge", new { on, reason = "回家", devices = "free" })).Is(HttpStatusCode.OK);
        Assert.Equal((on, "回家", JsonValueKind.Null), (gone["dischargedOn"].GetString(), gone["dischargeReason"].GetString(), gone["bed"].ValueKind));
        Assert.Equal((room, null), await WhereAsync(admin, $"call-{room}-1"));
        Assert.Equal([$"elder-{room}-2"], (await duty.GetAsync($"/api/elders?place={room}")).Items.Select(e => e.GetProperty("id").GetString()));
        Assert.Equal(2, (await duty.GetAsync($"/api/elders?place={room}&archived=true")).Items.Count);
        (await duty.PutAsync($"{path}/mode", new { mode = "away" })).IsProblem(HttpStatusCode.Conflict);
        (await admin.PostAsync($"{path}/discharge", new { on })).IsProblem(HttpStatusCode.Conflict);
        // A press at the wall is the room's now, and rings as ever.
        Assert.Equal(JsonValueKind.Null, (await house.Host.PressAsync($"call-{room}-1")).GetProperty("elder").ValueKind);

        (await admin.PostAsync($"{path}/admit", new { on, placeId = room, bed = 2 })).IsProblem(HttpStatusCode.Conflict);
        var back = (await admin.PostAsync($"{path}/admit", new { on, placeId = room, bed = 1 })).Is(HttpStatusCode.OK);
        Assert.Equal((1, on, JsonValueKind.Null), (back["bed"].GetInt32(), back["admittedOn"].GetString(), back["dischargedOn"].ValueKind));
        (await duty.PutAsync($"{path}/mode", new { mode = "home" })).Is(HttpStatusCode.OK);
        Assert.Contains((await admin.GetAsync($"{path}/history")).Items, h => h.GetProperty("field").GetString() == "dischargedOn" && h.GetProperty("after").GetString() == on);
    }

    [Fact]
    public async Task A_device_out_of_use_is_missed_by_nobody_and_its_danger_still_rings()
    {
        var admin = await house.Host.PersonAsync("admin");
        var device = $"smoke-{house.Room()}";
        await using var wall = await house.Host.WallAsync("admin");
        await house.Host.SayAsync(device, """{"smoke":false,"battery":3}""");
        var battery = (await wall.AlertAsync(a => a.Kind == "battery")).Id;
        Assert.True((await admin.PostAsync($"/api/devices/{device}/archive")).Is(HttpStatusCode.OK)["archived"].GetBoolean());
        Assert.Equal("resolved", (await wall.AlertAsync(a => a.Id == battery && a.Alert.GetProperty("state").GetString() == "resolved")).Alert.GetProperty("state").GetString());
        (await admin.PutAsync($"/api/devices/{device}", new { name = "x" })).IsProblem(HttpStatusCode.Conflict);
        Assert.DoesNotContain((await admin.GetAsync($"/api/devices?place={device[6..]}")).Items, d => d.GetProperty("id").GetString() == device);

        await house.Host.SayAsync(device, """{"smoke":true,"battery":2}""");
        var alert = (await wall.AlertAsync(a => a.Kind == "system" && Mqtt.GatewayHost.IsAbout(a, device))).Alert;
        Assert.Contains("out of use and says smoke", alert.GetProperty("history")[0].GetProperty("note").GetString(), StringComparison.Ordinal);
        Assert.Contains((await admin.GetAsync("/api/quarantine")).Items, q => q.GetProperty("from").GetString() == device && q.GetProperty("reason").GetString()!.Contains("archived", StringComparison.Ordinal));
        (await admin.PostAsync($"/api/devices/{device}/restore")).Is(HttpStatusCode.OK);
        await house.Host.SayAsync(device, """{"smoke":true}""");
        await wall.AlertAsync(a => a.Kind == "fire" && a.Alert.GetProperty("device").GetProperty("id").GetString() == device);
    }

    [Fact]
    public async Task What_was_never_used_is_deleted_and_what_was_is_archived()
    {
        var admin = await house.Host.PersonAsync("admin");
        (await admin.PutAsync("/api/sites/typo", new { name = "错", nameEn = "Typo", timeZone = "Asia/Shanghai" })).Is(HttpStatusCode.OK);
        (await admin.PutAsync("/api/places/typo-1", new { siteId = "typo", name = "1" })).Is(HttpStatusCode.OK);
        (await admin.PutAsync("/api/elders/typo-e", new { placeId = "typo-1", name = "错" })).Is(HttpStatusCode.OK);
        (await admin.PutAsync("/api/devices/typo-d", new { placeId = "typo-1", elderId = "typo-e", model = "call" })).Is(HttpStatusCode.OK);
        foreach (var used in (string[])["sites/typo", "places/typo-1", "elders/typo-e"])
            Assert.Contains("archive it", (await admin.SendAsync(HttpMethod.Delete, $"/api/{used}")).IsProblem(HttpStatusCode.Conflict)["detail"].GetString(), StringComparison.Ordinal);
        (await admin.PostAsync("/api/places/typo-1/archive")).IsProblem(HttpStatusCode.Conflict);
        foreach (var unused in (string[])["devices/typo-d", "elders/typo-e", "places/typo-1", "sites/typo"])
        {
            Assert.Equal(HttpStatusCode.NoContent, (await admin.SendAsync(HttpMethod.Delete, $"/api/{unused}")).Status);
            (await admin.GetAsync($"/api/{unused}")).IsProblem(HttpStatusCode.NotFound);
        }

        var room = house.Room();
        await house.Host.SayAsync($"door-{room}", """{"contact":true}""");
        (await admin.SendAsync(HttpMethod.Delete, $"/api/devices/door-{room}")).IsProblem(HttpStatusCode.Conflict);
    }

    [Fact]
    public async Task A_place_is_put_aside_with_its_devices_once_nobody_lives_there()
    {
        var admin = await house.Host.PersonAsync("admin");
        var room = house.Room();
        foreach (var bed in (int[])[1, 2]) await DischargeAsync(admin, $"elder-{room}-{bed}", "keep");
        Assert.True((await admin.PostAsync($"/api/places/{room}/archive")).Is(HttpStatusCode.OK)["archived"].GetBoolean());
        Assert.True((await admin.GetAsync($"/api/devices/door-{room}"))["archived"].GetBoolean());
        (await admin.PostAsync($"/api/devices/door-{room}/restore")).IsProblem(HttpStatusCode.Conflict);
        (await admin.PostAsync($"/api/elders/elder-{room}-1/admit", new { on = Today(), placeId = room })).IsProblem(HttpStatusCode.Conflict);
        (await admin.PostAsync($"/api/places/{room}/restore")).Is(HttpStatusCode.OK);
        (await admin.PostAsync($"/api/elders/elder-{room}-1/archive")).Is(HttpStatusCode.OK);
        (await admin.PutAsync($"/api/elders/elder-{room}-1", new { name = "x" })).IsProblem(HttpStatusCode.Conflict);
    }

    [Fact]
    public async Task A_director_writes_at_their_sites_and_nowhere_else()
    {
        var (admin, director) = (await house.Host.PersonAsync("admin"), await house.Host.PersonAsync("director"));
        (await admin.PutAsync("/api/sites/north", new { name = "北", nameEn = "North", timeZone = "Asia/Shanghai" })).Is(HttpStatusCode.OK);
        (await admin.PutAsync("/api/places/north-1", new { siteId = "north", name = "1" })).Is(HttpStatusCode.OK);
        (await director.PutAsync("/api/places/north-2", new { siteId = "north", name = "2" })).IsProblem(HttpStatusCode.BadRequest);
        (await director.PutAsync("/api/places/north-1", new { name = "2" })).IsProblem(HttpStatusCode.NotFound);
        (await director.PutAsync("/api/elders/north-e", new { placeId = "north-1", name = "王" })).IsProblem(HttpStatusCode.BadRequest);
        (await director.PutAsync("/api/sites/sunshine", new { name = "x" })).IsProblem(HttpStatusCode.Forbidden);
        (await director.PutAsync($"/api/places/{house.Room()}", new { name = "改" })).Is(HttpStatusCode.OK);
    }

    private static string Today() => DateTime.UtcNow.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);

    private static async Task DischargeAsync(Person admin, string elder, string devices) =>
        (await admin.PostAsync($"/api/elders/{elder}/discharge", new { on = Today(), devices })).Is(HttpStatusCode.OK);

    private static async Task<(string?, string?)> WhereAsync(Person admin, string device)
    {
        var found = (await admin.GetAsync($"/api/devices/{device}")).Is(HttpStatusCode.OK);
        return (found["placeId"].GetString(), found["elderId"].GetString());
    }
}
