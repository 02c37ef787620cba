using System.Net;
using System.Text.Json;
using SmartCare.Server.Tests.Support;

namespace SmartCare.Server.Tests.Registry;

/// <summary>What people agree about an elder, say of the home and record of visits.</summary>
[Collection(InTheHouse.Name)]
public sealed class ElderTests(House house)
{
    private static readonly object s_plan = new
    {
        dementia = true, upBy = "08:30", inBedBy = "22:00", backInBedMinutes = 20, visitEveryDays = 3, heartRate = new { low = 50, high = 110 },
    };

    [Fact]
    public async Task A_plan_is_kept_also_by_who_does_not_speak_of_it()
    {
        var admin = await house.Host.PersonAsync("admin");
        var elder = new { placeId = "h001", name = "张三", careLevel = 2, plan = s_plan };
        (await admin.PutAsync("/api/elders/elder-h001", elder)).Is(HttpStatusCode.OK);
        var kept = (await admin.PutAsync("/api/elders/elder-h001", new { placeId = "h001", name = "张三丰", careLevel = 2 })).Is(HttpStatusCode.OK);
        Assert.Equal("张三丰", kept["name"].GetString());
        Assert.Equal(("08:30", 20, 110, true), (kept["plan"].GetProperty("upBy").GetString(), kept["plan"].GetProperty("backInBedMinutes").GetInt32(),
            kept["plan"].GetProperty("heartRate").GetProperty("high").GetInt32(), kept["plan"].GetProperty("dementia").GetBoolean()));
        Assert.Equal(JsonValueKind.Null, kept["plan"].GetProperty("nightFrom").ValueKind);
    }

    [Theory]
    [InlineData("""{"upBy":"half past"}""", "time like"), InlineData("""{"inBedBy":"25:00"}""", "time like"), InlineData("""{"backInBedMinutes":0}""", "backHomeMinutes are")]
    [InlineData("""{"quietHours":0.5}""", "quietHours"), InlineData("""{"visitEveryDays":99}""", "visitEveryDays"), InlineData("""{"heartRate":{"low":90,"high":50}}""", "band")]
    public async Task A_plan_that_makes_no_sense_is_refused(string plan, string why)
    {
        var body = JsonDocument.Parse($$"""{"placeId":"h002","name":"李四","plan":{{plan}}}""").RootElement;
        var refused = (await (await house.Host.PersonAsync("admin")).PutAsync("/api/elders/elder-h002", body)).IsProblem(HttpStatusCode.BadRequest);
        Assert.Contains(why, refused["detail"].GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Staff_say_that_an_elder_is_in_hospital_and_home_again()
    {
        var duty = await house.Host.PersonAsync("duty");
        var until = DateTimeOffset.UtcNow.AddDays(3);
        var away = (await duty.PutAsync("/api/elders/elder-h003/mode", new { mode = "hospital", until })).Is(HttpStatusCode.OK);
        Assert.Equal("hospital", away["mode"].GetString());
        Assert.Equal(until.ToUnixTimeMilliseconds(), away["modeUntil"].GetDateTimeOffset().ToUnixTimeMilliseconds());
        var home = (await duty.PutAsync("/api/elders/elder-h003/mode", new { mode = "home" })).Is(HttpStatusCode.OK);
        Assert.Equal(("home", JsonValueKind.Null), (home["mode"].GetString(), home["modeUntil"].ValueKind));
    }

    [Theory]
    [InlineData("""{"mode":"holiday"}""", "mode is one of"), InlineData("""{"mode":"Hospital"}""", "mode is one of"), InlineData("{}", "mode is one of")]
    [InlineData("""{"mode":"away","until":"2020-01-01T00:00:00Z"}""", "until"), InlineData("""{"mode":"away","until":"2120-01-01T00:00:00Z"}""", "until")]
    public async Task A_mode_that_makes_no_sense_is_refused(string body, string why)
    {
        var refused = (await (await house.Host.PersonAsync("duty")).PutAsync("/api/elders/elder-h004/mode", JsonDocument.Parse(body).RootElement)).IsProblem(HttpStatusCode.BadRequest);
        Assert.Contains(why, refused["detail"].GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_visit_is_recorded_and_is_a_sign_of_life()
    {
        var duty = await house.Host.PersonAsync("duty");
        Assert.Equal(JsonValueKind.Null, (await duty.GetAsync("/api/elders/elder-h005"))["lastSignAt"].ValueKind);
        var visited = (await duty.PostAsync("/api/elders/elder-h005/visits", new { note = " 精神很好 " })).Is(HttpStatusCode.OK);
        var visit = Assert.Single(visited["visits"].EnumerateArray());
        Assert.Equal(("duty", "精神很好"), (visit.GetProperty("by").GetString(), visit.GetProperty("note").GetString()));
        Assert.Equal(visit.GetProperty("at").GetString(), visited["lastSignAt"].GetString());
        Assert.Equal(visited.Body.ToString(), (await duty.GetAsync("/api/elders/elder-h005")).Body.ToString());
        (await duty.PostAsync("/api/elders/elder-h005/visits", new { note = new string('x', 1_001) })).IsProblem(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task What_the_motion_sensor_of_a_home_of_one_sees_is_the_elder()
    {
        await house.Host.SayAsync("motion-h006", """{"occupancy":true}""");
        // The device's word is on disk; that it was hers comes by two letters.
        await house.Host.SettledAsync();
        var elder = await (await house.Host.PersonAsync("duty")).GetAsync("/api/elders/elder-h006");
        Assert.Equal(JsonValueKind.String, elder["lastSignAt"].ValueKind);
    }

    [Fact]
    public async Task Family_reads_of_its_own_elder_and_says_nothing()
    {
        var family = await house.Host.PersonAsync("family");
        (await family.PutAsync("/api/elders/elder-101-1/mode", new { mode = "away" })).IsProblem(HttpStatusCode.Forbidden);
        (await family.PostAsync("/api/elders/elder-101-1/visits", new { })).IsProblem(HttpStatusCode.Forbidden);
        (await family.PostAsync("/api/elders/elder-101-2/visits", new { })).IsProblem(HttpStatusCode.NotFound);
        // Where she is she has not agreed to show.
        Assert.Null((await family.GetAsync("/api/elders/elder-101-1")).Is(HttpStatusCode.OK)["mode"].GetString());
    }
}
