using System.Net;
using System.Text.Json;
using SmartCare.Server.Tests.Support;
using SmartCare.Testing;

namespace SmartCare.Server.Tests.Registry;

[Collection(InTheHouse.Name)]
public sealed class RegistryTests(House house)
{
    [Theory]
    [InlineData("sites/s1", """{"name":"","nameEn":"S","timeZone":"Asia/Shanghai"}""", "name and nameEn")]
    [InlineData("sites/s1", """{"name":"站","nameEn":"S","timeZone":"Mars/Base"}""", "timeZone")]
    [InlineData("sites/s1", """{"name":"站","nameEn":"S"}""", "timeZone")]
    [InlineData("places/p1", """{"siteId":"moon","name":"1","kind":"room"}""", "siteId")]
    [InlineData("places/p1", """{"siteId":"sunshine","kind":"room"}""", "name")]
    [InlineData("places/102", """{"siteId":"riverside","name":"102","kind":"room"}""", "stays at its site")]
    [InlineData("elders/e1", """{"placeId":"nowhere","name":"张三"}""", "placeId")]
    [InlineData("elders/e1", """{"placeId":"102","name":"张三","careLevel":4}""", "careLevel")]
    [InlineData("elders/e1", """{"placeId":"102"}""", "name")]
    [InlineData("devices/d1", """{"placeId":"nowhere","model":"smoke","name":"d"}""", "placeId")]
    [InlineData("devices/d1", """{"placeId":"102","model":"toaster","name":"d"}""", "model is one of")]
    [InlineData("devices/d1", """{"placeId":"102","name":"d"}""", "model is one of")]
    [InlineData("devices/d1", """{"placeId":"102","model":"call","elderId":"elder-103-1","name":"d"}""", "elderId")]
    [InlineData("devices/d1", """{"placeId":"102","model":"call","name":"d","password":"7 chars"}""", "password has 8")]
    [InlineData("devices/d1", """{"placeId":"102","model":"call","name":""}""", "name")]
    [InlineData("devices/d1", """{"placeId":"102","model":"call","name":"1\u202e01"}""", "name: U+202E may not stand there")]
    [InlineData("elders/e1", """{"placeId":"102","name":"王\u0000"}""", "name: U+0000 may not stand there")]
    [InlineData("places/p1", """{"siteId":"sunshine","name":" \t","kind":"room"}""", "name: U+0009 may not stand there")]
    [InlineData("places/p1", """{"siteId":"sunshine","name":"  ","kind":"room"}""", "name is needed")]
    [InlineData("sites/s1", """{"name":"站","nameEn":"S\u2028","timeZone":"Asia/Shanghai"}""", "nameEn: U+2028 may not stand there")]
    [InlineData("sites/sunshine/duty", """{"directors":[{"name":"z\u200bhou","channels":[]}]}""", "directors[0].name: U+200B may not stand there")]
    [InlineData("devices/duty", """{"placeId":"102","model":"call","name":"d"}""", "person signs in")]
    [InlineData("devices/alerts", """{"placeId":"102","model":"call","name":"d"}""", "word of the MQTT topics")]
    [InlineData("devices/bridge", """{"placeId":"102","model":"call","name":"d"}""", "word of the MQTT topics")]
    [InlineData("devices/a%20b", """{"placeId":"102","model":"call","name":"d"}""", "An id has")]
    [InlineData("devices/%23", """{"placeId":"102","model":"call","name":"d"}""", "An id has")]
    [InlineData("devices/.d", """{"placeId":"102","model":"call","name":"d"}""", "An id has")]
    public async Task A_record_that_makes_no_sense_is_refused_with_the_reason(string path, string body, string why)
    {
        var refused = (await (await house.Host.PersonAsync("admin")).PutAsync($"/api/{path}", JsonDocument.Parse(body).RootElement)).IsProblem(HttpStatusCode.BadRequest);
        Assert.Contains(why, refused["detail"].GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("duty", "sites/sunshine")]
    [InlineData("director", "sites/sunshine")]
    [InlineData("family", "elders/elder-101-1")]
    [InlineData("duty", "devices/smoke-102")]
    [InlineData("duty", "devices/duty")]
    public async Task Who_may_not_write_learns_nothing_of_what_would_be_wrong(string user, string path) =>
        (await (await house.Host.PersonAsync(user)).PutAsync($"/api/{path}", new { })).IsProblem(HttpStatusCode.Forbidden);

    [Fact]
    public async Task A_new_site_with_place_elder_and_device_is_watched_at_once()
    {
        var admin = await house.Host.PersonAsync("admin");
        (await admin.PutAsync("/api/sites/maple", new { name = "枫叶", nameEn = "Maple", timeZone = "Asia/Shanghai" })).Is(HttpStatusCode.OK);
        (await admin.PutAsync("/api/places/m-1", new { siteId = "maple", name = "1号", kind = "home" })).Is(HttpStatusCode.OK);
        (await admin.PutAsync("/api/elders/m-e1", new { placeId = "m-1", name = "孙桂兰", careLevel = 3 })).Is(HttpStatusCode.OK);
        var device = (await admin.PutAsync("/api/devices/m-call", new { placeId = "m-1", elderId = "m-e1", model = "call", name = "按钮", password = "s3cret-8" })).Is(HttpStatusCode.OK);
        Assert.Equal(
            ["id", "siteId", "placeId", "elderId", "model", "class", "name", "lastSeenAt", "online", "clockWrong", "notUnderstood", "lastTestAt", "via", "alias", "wornAt", "archived", "values", "nuisance"],
            device.Body.EnumerateObject().Select(p => p.Name));
        Assert.Equal(("maple", "call", JsonValueKind.Null), (device["siteId"].GetString(), device["class"].GetString(), device["online"].ValueKind));
        Assert.Equal(device.Body.ToString(), (await admin.GetAsync("/api/devices/m-call")).Body.ToString());
        Assert.Equal(
            [
                "id", "siteId", "placeId", "name", "bed", "careLevel", "mode", "modeUntil", "lastSignAt", "plan", "visits", "birthDate", "sex", "categories", "careAssessment", "allergies",
                "firstAid", "doctor", "contacts", "consent", "admittedOn", "dischargedOn", "dischargeReason", "photo", "archived",
            ],
            (await admin.GetAsync("/api/elders/m-e1")).Body.EnumerateObject().Select(p => p.Name));
        Assert.Equal("""{"id":"m-1","siteId":"maple","name":"1号","kind":"home","beds":null,"archived":false}""", (await admin.GetAsync("/api/places/m-1")).Body.ToString());
        Assert.Equal("""{"id":"maple","name":"枫叶","nameEn":"Maple","timeZone":"Asia/Shanghai","district":null,"levelId":null,"phone":null,"fallModel":null,"archived":false}""", (await admin.GetAsync("/api/sites/maple")).Body.ToString());

        await Assert.ThrowsAsync<MqttNetException>(() => house.Host.MqttAsync("m-call"));
        await using var wall = await house.Host.WallAsync("admin");
        await using (var button = await house.Host.MqttAsync("m-call", with: o => o with { Password = "s3cret-8" }))
            await button.PublishAsync("smartcare/m-call", """{"sos":true}""");
        var alert = (await wall.AlertAsync(a => a.Kind == "help")).Alert;
        Assert.Equal(("maple", "孙桂兰"), (alert.GetProperty("siteId").GetString(), alert.GetProperty("elder").GetProperty("name").GetString()));
        (await (await house.Host.PersonAsync("duty")).GetAsync($"/api/alerts/{alert.GetProperty("id").GetString()}")).IsProblem(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_refused_record_changes_no_password()
    {
        var room = house.Room();
        var other = await OtherSiteAsync();
        await house.Host.PressAsync($"call-{room}-1");
        await using var wall = await house.Host.WallAsync();
        await house.Host.SayAsync($"call-{room}-2", """{"battery":3}""");
        await wall.AlertAsync(a => a.Kind == "battery");
        var admin = await house.Host.PersonAsync("admin");
        var moved = await admin.PutAsync($"/api/devices/call-{room}-2", new { placeId = other, model = "call", name = "b", password = "another one" });
        moved.IsProblem(HttpStatusCode.Conflict);
        await (await house.Host.MqttAsync($"call-{room}-2")).DisposeAsync();
    }

    /// <summary>The site decides which shard watches a device: both directions, so that each shard takes up and lets go.</summary>
    [Fact]
    public async Task A_device_that_moves_to_another_site_rings_from_there()
    {
        var from = house.Room();
        var to = await OtherSiteAsync();
        var admin = await house.Host.PersonAsync("admin");
        var device = $"smoke-{from}";
        await house.Host.SayAsync(device, """{"smoke":false,"temperature":20}""");
        foreach (var place in (string[])[to, from])
        {
            var moved = (await admin.PutAsync($"/api/devices/{device}", new { placeId = place, model = "smoke", name = "烟感" })).Is(HttpStatusCode.OK);
            Assert.Equal((place, true), (moved["placeId"].GetString(), moved["online"].GetBoolean()));
            await using var wall = await house.Host.WallAsync("admin");
            await house.Host.SayAsync(device, """{"smoke":true}""");
            Assert.Equal(place, (await wall.AlertAsync(a => a.Kind == "fire")).Alert.GetProperty("placeId").GetString());
            await house.Host.SayAsync(device, """{"smoke":false}""");
            await wall.AlertAsync(a => a.Kind == "fire" && a.Alert.GetProperty("still").GetArrayLength() == 0);
        }
    }

    [Fact]
    public async Task Lists_are_paged_by_id_and_narrowed()
    {
        var admin = await house.Host.PersonAsync("admin");
        var (ids, after) = (new List<string>(), "");
        while (after is not null)
        {
            var page = (await admin.GetAsync($"/api/places?site=sunshine&limit=25&after={after}")).Is(HttpStatusCode.OK);
            ids.AddRange(page.Items.Select(i => i.GetProperty("id").GetString()!));
            after = page["next"].GetString();
        }

        Assert.Equal(60, ids.Count);
        Assert.Equal(ids.Order(StringComparer.Ordinal), ids);
        Assert.Equal(["elder-101-1", "elder-101-2"], await Ids("/api/elders?place=101"));
        Assert.Equal(["call-101-1", "call-101-2", "door-101", "fall-101", "smoke-101"], await Ids("/api/devices?place=101"));
        Assert.Equal(80, (await Ids("/api/devices?site=riverside&limit=500")).Count());

        async Task<IEnumerable<string?>> Ids(string path) => (await admin.GetAsync(path)).Is(HttpStatusCode.OK).Items.Select(i => i.GetProperty("id").GetString());
    }

    [Theory]
    [InlineData("sites/none")]
    [InlineData("places/none")]
    [InlineData("elders/none")]
    [InlineData("devices/none")]
    public async Task What_is_not_registered_is_not_found(string path) =>
        (await (await house.Host.PersonAsync("admin")).GetAsync($"/api/{path}")).IsProblem(HttpStatusCode.NotFound);

    [Fact]
    public async Task The_demo_home_is_the_one_of_the_design()
    {
        var duty = await house.Host.PersonAsync("duty");
        var site = (await duty.GetAsync("/api/sites/sunshine")).Is(HttpStatusCode.OK);
        Assert.Equal(("阳光养老院", "Sunshine Home", "Asia/Shanghai"), (site["name"].GetString(), site["nameEn"].GetString(), site["timeZone"].GetString()));
        Assert.Equal("河畔社区居家", (await duty.GetAsync("/api/sites/riverside"))["name"].GetString());
        Assert.Equal(120, (await duty.GetAsync("/api/elders?site=sunshine&limit=500")).Items.Count);
        Assert.Equal(20, (await duty.GetAsync("/api/places?site=riverside&limit=500")).Items.Count);
        Assert.Equal(
            ["call-h007", "door-h007", "motion-h007", "smoke-h007"],
            (await duty.GetAsync("/api/devices?place=h007")).Items.Select(d => d.GetProperty("id").GetString()));
    }

    /// <summary>A place of a site that the demo has not.</summary>
    private async Task<string> OtherSiteAsync()
    {
        var admin = await house.Host.PersonAsync("admin");
        (await admin.PutAsync("/api/sites/far", new { name = "远山", nameEn = "Far Hills", timeZone = "Asia/Shanghai" })).Is(HttpStatusCode.OK);
        (await admin.PutAsync("/api/places/far-1", new { siteId = "far", name = "1", kind = "room" })).Is(HttpStatusCode.OK);
        return "far-1";
    }
}
