using System.IO.Compression;
using System.Net;
using System.Text;
using System.Text.Json;
using SmartCare.Server.Tests.Support;
using SmartCare.Testing;

namespace SmartCare.Server.Tests.Complaints;

/// <summary>Who reads what of a complaint, and what of it is written elsewhere: nothing that it says.</summary>
[Collection(InTheHouse.Name)]
public sealed class ComplaintTests(House house)
{
    private const string Password = "an evening by the river", Words = "夜班把铃挂在够不着的地方";

    [Theory]
    [InlineData(false, "director: reads it, accused: not there, elsewhere: not there, duty: not there, neighbour: not there, family: wrote it, admin: reads it")]
    [InlineData(true, "director: not there, accused: not there, elsewhere: not there, duty: not there, neighbour: not there, family: wrote it, admin: reads it")]
    public async Task Seven_people_and_what_each_of_them_reads(bool adminOnly, string expected)
    {
        var people = await PeopleAsync();
        // Sunshine has two directors, and it is about the second.
        var made = (await people["family"].PostAsync("/api/complaints", new { siteId = "sunshine", kind = "abuse", text = Words, about = new[] { "complaint-accused" }, adminOnly })).Is(HttpStatusCode.Created);
        var id = made["id"].GetString();
        var seen = new List<string>();
        foreach (var who in (string[])["director", "accused", "elsewhere", "duty", "neighbour", "family", "admin"])
        {
            var listed = (await people[who].GetAsync("/api/complaints")).Is(HttpStatusCode.OK).Items.FirstOrDefault(c => c.GetProperty("id").GetString() == id);
            var read = await people[who].GetAsync($"/api/complaints/{id}");
            if (read.Status is HttpStatusCode.OK) Assert.Equal(Words, read["text"].GetString());
            else read.IsProblem(HttpStatusCode.NotFound);
            Assert.Equal(read.Status is HttpStatusCode.OK, listed.ValueKind is JsonValueKind.Object);
            if (listed.ValueKind is JsonValueKind.Object) Assert.False(listed.TryGetProperty("text", out var _));
            seen.Add($"{who}: {(listed.ValueKind is not JsonValueKind.Object ? "not there" : listed.GetProperty("mine").GetBoolean() ? "wrote it" : "reads it")}");
        }

        Assert.Equal(expected, string.Join(", ", seen));
        (await people["family"].PostAsync($"/api/complaints/{id}/answer", new { text = "?" })).IsProblem(HttpStatusCode.Forbidden);
        (await people["accused"].PostAsync($"/api/complaints/{id}/answer", new { text = "?" })).IsProblem(HttpStatusCode.NotFound);
        (await people["admin"].PostAsync($"/api/complaints/{id}/answer", new { text = "已调离" })).Is(HttpStatusCode.OK);
        Assert.Equal("已调离", (await people["family"].GetAsync($"/api/complaints/{id}"))["answers"][0].GetProperty("text").GetString());
        await IsRecordedAsync(people, id!);
    }

    [Fact]
    public async Task Who_wrote_an_anonymous_one_stands_nowhere_and_a_key_opens_it()
    {
        var people = await PeopleAsync();
        var made = (await people["duty"].PostAsync("/api/complaints", new { siteId = "sunshine", kind = "complaint", text = Words, anonymous = true })).Is(HttpStatusCode.Created);
        var (id, key) = (made["id"].GetString(), made["key"].GetString());
        var read = (await people["admin"].GetAsync($"/api/complaints/{id}")).Is(HttpStatusCode.OK);
        Assert.Equal(JsonValueKind.Null, read["by"].ValueKind);
        Assert.False(read.Body.TryGetProperty("key", out _));
        (await people["duty"].GetAsync($"/api/complaints/{id}")).IsProblem(HttpStatusCode.NotFound);
        (await people["director"].PostAsync($"/api/complaints/{id}/answer", new { text = "会改" })).Is(HttpStatusCode.OK);
        Assert.Equal("会改", (await people["duty"].PostAsync("/api/complaints/lookup", new { id, key })).Is(HttpStatusCode.OK)["answers"][0].GetProperty("text").GetString());
        (await people["duty"].PostAsync("/api/complaints/lookup", new { id, key = "0" + key![1..] + "x" })).IsProblem(HttpStatusCode.NotFound);

        var filed = (await people["admin"].GetAsync("/api/audit?user=complaint/anonymous&limit=500")).Is(HttpStatusCode.OK).Items;
        Assert.All(filed, row => Assert.Equal(("fileComplaint", JsonValueKind.Null), (row.GetProperty("what").GetString(), row.GetProperty("from").ValueKind)));
        Assert.NotEmpty(filed);
        // Only those who read and answered it stand beside its id.
        var rows = (await people["admin"].GetAsync($"/api/audit?about=complaint/{id}")).Items;
        Assert.Equal(["admin read", "director answer"], rows.Select(r => $"{r.GetProperty("user").GetString()} {r.GetProperty("what").GetString()}"));
    }

    [Fact]
    public async Task An_ordinary_export_counts_complaints_and_tells_none_and_a_confidential_one_tells_those_that_one_may_read()
    {
        var people = await PeopleAsync();
        (await people["family"].PostAsync("/api/complaints", new { siteId = "sunshine", kind = "complaint", text = "只给管理员看的话", adminOnly = true })).Is(HttpStatusCode.Created);
        (await people["family"].PostAsync("/api/complaints", new { siteId = "sunshine", kind = "complaint", text = Words })).Is(HttpStatusCode.Created);
        var month = $"{DateTimeOffset.UtcNow.ToOffset(TimeSpan.FromHours(8)):yyyy-MM}";
        var (plain, directors, admins) = (await ZipAsync(people["admin"], month, ""), await ZipAsync(people["director"], month, "&confidential=true"), await ZipAsync(people["admin"], month, "&confidential=true"));
        Assert.DoesNotContain(Words, string.Concat(plain.Values), StringComparison.Ordinal);
        Assert.Contains("投诉 complaint", plain["complaints.csv"], StringComparison.Ordinal);
        Assert.Contains(Words, directors["complaints-confidential.csv"], StringComparison.Ordinal);
        Assert.DoesNotContain("只给管理员看的话", string.Concat(directors.Values), StringComparison.Ordinal);
        Assert.Contains("只给管理员看的话", admins["complaints-confidential.csv"], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"kind":"complaint","text":"x"}""", "siteId"), InlineData("""{"siteId":"sunshine","text":"x"}""", "kind"), InlineData("""{"siteId":"sunshine","kind":"abuse","text":" "}""", "text")]
    [InlineData("""{"siteId":"sunshine","kind":"abuse","text":"x","about":["nobody-at-all"]}""", "about"), InlineData("""{"siteId":"sunshine","kind":"abuse","text":"x","about":["family"]}""", "about")]
    public async Task What_makes_no_sense_is_refused_by_its_field(string body, string field) =>
        Assert.StartsWith(field, (await (await house.Host.PersonAsync("family")).PostAsync("/api/complaints", JsonDocument.Parse(body).RootElement)).IsProblem(HttpStatusCode.BadRequest)["detail"].GetString(), StringComparison.Ordinal);

    /// <summary>That it was written, read and answered is in the record of admin; what it says is in nobody's, and a director's has no line of it.</summary>
    private static async Task IsRecordedAsync(Dictionary<string, Person> people, string id)
    {
        var rows = (await people["admin"].GetAsync($"/api/audit?about=complaint/{id}")).Is(HttpStatusCode.OK).Items;
        Assert.Contains(("admin", "read"), rows.Select(r => (r.GetProperty("user").GetString(), r.GetProperty("what").GetString())));
        Assert.Contains(("admin", "answer"), rows.Select(r => (r.GetProperty("user").GetString(), r.GetProperty("what").GetString())));
        Assert.DoesNotContain("已调离", rows.Select(r => r.ToString()).Aggregate("", string.Concat), StringComparison.Ordinal);
        Assert.Empty((await people["director"].GetAsync($"/api/audit?about=complaint/{id}")).Is(HttpStatusCode.OK).Items);
    }

    private async Task<Dictionary<string, Person>> PeopleAsync()
    {
        var admin = await house.Host.PersonAsync("admin");
        var people = new Dictionary<string, Person> { ["admin"] = admin };
        foreach (var user in (string[])["director", "duty", "family"]) people[user] = await house.Host.PersonAsync(user);
        foreach (var (name, role, site, elders) in ((string, string, string, string[])[])
            [("accused", "director", "sunshine", []), ("elsewhere", "director", "riverside", []), ("neighbour", "family", "sunshine", ["elder-101-2"])])
        {
            var user = $"complaint-{name}";
            (await admin.PutAsync($"/api/people/{user}", new { name, role, sites = new[] { site }, elders, password = Password, mustChangePassword = false })).Is(HttpStatusCode.OK);
            people[name] = await Person.SignInAsync(house.Host.Http, user, Password);
        }

        return people;
    }

    private static async Task<Dictionary<string, string>> ZipAsync(Person by, string month, string more)
    {
        using var answer = await by.Http.GetAsync($"/api/sites/sunshine/export?month={month}{more}");
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        using var zip = new ZipArchive(new MemoryStream(await answer.Content.ReadAsByteArrayAsync()));
        return zip.Entries.ToDictionary(e => e.FullName, e =>
        {
            using var text = new StreamReader(e.Open(), Encoding.UTF8);
            return text.ReadToEnd();
        });
    }
}
