using System.Net;
using System.Text.Json;
using SmartCare.Server.Tests.Support;

namespace SmartCare.Server.Tests.Registry;

/// <summary>What is known of an elder (老年人信息台账): written in parts, masked, kept with who changed it.</summary>
[Collection(InTheLedgersHouse.Name)]
public sealed class LedgerTests(House house)
{
    private static readonly object s_contacts = new
    {
        mode = "order",
        people = new object[]
        {
            new { name = "小王", relation = "女儿", channels = new[] { new { kind = "webhook", address = "https://hooks.example/w/1", secret = "s3cret" } }, quiet = new { from = "22:00:00", to = "06:00:00" } },
            new { name = "老李", relation = (string?)null, channels = new[] { new { kind = "sms", address = "13812345678" } } },
        },
    };

    [Fact]
    public async Task What_is_not_named_stays_and_a_null_clears()
    {
        var admin = await house.Host.PersonAsync("admin");
        var path = $"/api/elders/elder-{house.Room()}-1";
        var written = (await admin.PutAsync(path, new
        {
            birthDate = "1941-05-06", sex = "female", categories = new[] { "alone", "disabled" }, careAssessment = new { on = "2026-01-15", by = "周医生" }, allergies = "青霉素\n花生",
            firstAid = "糖尿病", doctor = new { name = "周医生", phone = "010-6512" }, admittedOn = "2025-12-01", contacts = s_contacts,
        })).Is(HttpStatusCode.OK);
        Assert.Equal(["alone", "disabled", "advancedAge"], written["categories"].EnumerateArray().Select(c => c.GetString()));
        Assert.Equal(1, written["bed"].GetInt32());
        var after = (await admin.PutAsync(path, new { doctor = (object?)null, careLevel = 3 })).Is(HttpStatusCode.OK);
        Assert.Equal((JsonValueKind.Null, 3, "1941-05-06", "青霉素\n花生"), (after["doctor"].ValueKind, after["careLevel"].GetInt32(), after["birthDate"].GetString(), after["allergies"].GetString()));
        Assert.Equal(("周医生", "2026-01-15"), (after["careAssessment"].GetProperty("by").GetString(), after["careAssessment"].GetProperty("on").GetString()));
        Assert.Equal(after.Body.ToString(), (await admin.GetAsync(path)).Body.ToString());
    }

    [Fact]
    public async Task Contacts_are_shown_whole_to_who_writes_them_and_a_secret_to_nobody()
    {
        var director = await house.Host.PersonAsync("director");
        var path = $"/api/elders/elder-{house.Room()}-1";
        var written = (await director.PutAsync(path, new { contacts = s_contacts })).Is(HttpStatusCode.OK)["contacts"];
        Assert.DoesNotContain("s3cret", written.ToString(), StringComparison.Ordinal);
        Assert.Equal("https://hooks.example/w/1", written.GetProperty("people")[0].GetProperty("channels")[0].GetProperty("address").GetString());
        var seen = (await (await house.Host.PersonAsync("duty")).GetAsync(path))["contacts"].GetProperty("people");
        Assert.Equal(("https://hooks.example/…", "138****5678"), (seen[0].GetProperty("channels")[0].GetProperty("address").GetString(), seen[1].GetProperty("channels")[0].GetProperty("address").GetString()));
        // As it was read it changes nothing; a mask for an address that is not known is no secret.
        (await director.PutAsync(path, new { contacts = written })).Is(HttpStatusCode.OK);
        Assert.DoesNotContain((await director.GetAsync($"{path}/history")).Items.Skip(1), h => h.GetProperty("field").GetString() == "contacts");
        var other = JsonDocument.Parse(written.ToString().Replace("/w/1", "/w/2", StringComparison.Ordinal)).RootElement;
        (await director.PutAsync(path, new { contacts = other })).IsProblem(HttpStatusCode.BadRequest);
        (await director.PostAsync($"{path}/contacts/2/test")).IsProblem(HttpStatusCode.NotFound);
    }

    [Theory]
    [InlineData("""{"birthDate":"2941-05-06"}""", "birthDate"), InlineData("""{"birthDate":"6.5.1941"}""", "birthDate: this value")]
    [InlineData("""{"birthDate":"1991-05-06","categories":["advancedAge"]}""", "follows from the birth date"), InlineData("""{"categories":["old"]}""", "categories[0]")]
    [InlineData("""{"careAssessment":{"on":"2026-01-01"}}""", "careAssessment"), InlineData("""{"doctor":{"phone":"1"}}""", "doctor"), InlineData("""{"bed":0}""", "bed is")]
    [InlineData("""{"contacts":{"mode":"random"}}""", "contacts.mode"), InlineData("""{"contacts":{"people":[{"name":""}]}}""", "contacts: Every person")]
    [InlineData("""{"contacts":{"people":[{"name":"a","channels":[{"kind":"webhook","address":"http://127.0.0.1/"}]}]}}""", "own network")]
    [InlineData("""{"contacts":{"people":[{"name":"a","channels":[],"phone":"1"}]}}""", "contacts.people[0].phone"), InlineData("""{"allergies":"a\u200b"}""", "allergies: U+200B")]
    [InlineData("""{"name":"a","Name":"b"}""", "Name")]
    public async Task What_makes_no_sense_is_refused_with_the_field(string body, string why)
    {
        var refused = (await (await house.Host.PersonAsync("admin")).PutAsync("/api/elders/elder-101-2", JsonDocument.Parse(body).RootElement)).IsProblem(HttpStatusCode.BadRequest);
        Assert.Contains(why, refused["detail"].GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_bed_holds_one_elder_and_only_where_elders_live()
    {
        var admin = await house.Host.PersonAsync("admin");
        var room = house.Room();
        (await admin.PutAsync($"/api/elders/elder-{room}-1", new { bed = 2 })).IsProblem(HttpStatusCode.Conflict);
        (await admin.PutAsync($"/api/places/{room}", new { beds = 1 })).IsProblem(HttpStatusCode.Conflict);
        (await admin.PutAsync($"/api/places/{room}", new { kind = "corridor" })).IsProblem(HttpStatusCode.Conflict);
        Assert.Equal(("bedroom", 2), (await admin.PutAsync($"/api/places/{room}", new { kind = "bedroom", beds = 2 })).Is(HttpStatusCode.OK) is var place
            ? (place["kind"].GetString(), place["beds"].GetInt32()) : default);
        (await admin.PutAsync($"/api/elders/elder-{room}-1", new { bed = 3 })).IsProblem(HttpStatusCode.Conflict);
        (await admin.PutAsync("/api/places/gym", new { siteId = "sunshine", name = "活动室", kind = "activity" })).Is(HttpStatusCode.OK);
        (await admin.PutAsync($"/api/elders/elder-{room}-1", new { placeId = "gym" })).IsProblem(HttpStatusCode.Conflict);
    }

    [Fact]
    public async Task Every_change_of_a_field_is_kept_with_who_made_it()
    {
        var (admin, director) = (await house.Host.PersonAsync("admin"), await house.Host.PersonAsync("director"));
        var path = $"/api/elders/elder-{house.Room()}-1";
        (await admin.PutAsync(path, new { allergies = "青霉素" })).Is(HttpStatusCode.OK);
        (await director.PutAsync(path, new { allergies = "花生", firstAid = "无" })).Is(HttpStatusCode.OK);
        (await director.PutAsync(path, new { allergies = "花生" })).Is(HttpStatusCode.OK);
        var changes = (await director.GetAsync($"{path}/history")).Is(HttpStatusCode.OK).Items;
        Assert.Equal(
            ["director firstAid null → 无", "director allergies 青霉素 → 花生", "admin allergies null → 青霉素"],
            changes.OrderByDescending(c => c.GetProperty("n").GetInt64())
                .Select(c => $"{c.GetProperty("by").GetString()} {c.GetProperty("field").GetString()} {c.GetProperty("before").GetString() ?? "null"} → {c.GetProperty("after").GetString() ?? "null"}"));
        var first = (await director.GetAsync($"{path}/history?limit=1")).Is(HttpStatusCode.OK);
        Assert.Equal(2, (await director.GetAsync($"{path}/history?after={first["next"].GetString()}")).Items.Count);
        (await (await house.Host.PersonAsync("duty")).GetAsync($"{path}/history")).IsProblem(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task A_photo_is_what_its_first_bytes_say()
    {
        var (admin, family) = (await house.Host.PersonAsync("admin"), await house.Host.PersonAsync("family"));
        byte[] png = [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A, 1, 2, 3];
        async Task<HttpStatusCode> PutAsync(byte[] bytes, string type)
        {
            using var content = new ByteArrayContent(bytes);
            content.Headers.ContentType = new(type);
            using var request = new HttpRequestMessage(HttpMethod.Put, "/api/elders/elder-101-1/photo") { Content = content };
            using var answer = await admin.Http.SendAsync(request);
            return answer.StatusCode;
        }

        Assert.Equal(HttpStatusCode.BadRequest, await PutAsync("<svg onload='x'/>"u8.ToArray(), "image/png"));
        Assert.Equal(HttpStatusCode.BadRequest, await PutAsync(png, "image/jpeg"));
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, await PutAsync(new byte[600 * 1024], "image/png"));
        Assert.Equal(HttpStatusCode.NoContent, await PutAsync(png, "image/png"));
        using (var shown = await family.Http.GetAsync("/api/elders/elder-101-1/photo"))
        {
            Assert.Equal(png, await shown.Content.ReadAsByteArrayAsync());
            Assert.Equal(("image/png", "nosniff"), (shown.Content.Headers.ContentType!.MediaType, shown.Headers.GetValues("X-Content-Type-Options").Single()));
            Assert.Contains("sandbox", shown.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        }

        Assert.True((await family.GetAsync("/api/elders/elder-101-1"))["photo"].GetBoolean());
        Assert.Equal(HttpStatusCode.NoContent, (await admin.SendAsync(HttpMethod.Delete, "/api/elders/elder-101-1/photo")).Status);
        (await family.GetAsync("/api/elders/elder-101-1/photo")).IsProblem(HttpStatusCode.NotFound);
        Assert.Empty(Directory.GetFiles(Path.Combine(house.Host.Folder, "photos")));
    }

    [Fact]
    public async Task The_models_are_told_with_what_their_channels_mean()
    {
        var models = (await (await house.Host.PersonAsync("duty")).GetAsync("/api/models")).Is(HttpStatusCode.OK).Items;
        var smoke = models.Single(m => m.GetProperty("id").GetString() == "smoke");
        Assert.Equal((true, 3_900, "smoke"), (smoke.GetProperty("testButton").GetBoolean(), smoke.GetProperty("silenceLimitS").GetInt32(), smoke.GetProperty("class").GetString()));
        Assert.Contains(smoke.GetProperty("channels").EnumerateArray(), c => c.GetProperty("name").GetString() == "smoke" && c.GetProperty("meaning").GetString() == "fire");
        Assert.Equal(["fire", "gas", "co", "battery", "tamper", "fault"], smoke.GetProperty("rings").EnumerateArray().Select(k => k.GetString()));
        Assert.Equal(["battery number % battery", "sos alarm  help", "still_s number s ", "test bool  "], models.Single(m => m.GetProperty("id").GetString() == "wearable").GetProperty("channels")
            .EnumerateArray().Where(c => c.GetProperty("name").GetString() is "battery" or "sos" or "still_s" or "test")
            .Select(c => string.Join(' ', new[] { "name", "type", "unit", "rings" }.Select(f => c.GetProperty(f).GetString()))));
    }
}
