using System.Net;
using System.Text.Json;
using SmartCare.Server.Tests.Support;

namespace SmartCare.Server.Tests.Upkeep;

/// <summary>What is due is judged by its fields, and who plans what is asked.</summary>
[Collection(InTheHouse.Name)]
public sealed class UpkeepFieldTests(House house)
{
    [Theory]
    [InlineData("""{"siteId":"sunshine","title":"x"}""", "kind"), InlineData("""{"kind":"round","title":"x"}""", "siteId"), InlineData("""{"kind":"hazard","siteId":"sunshine"}""", "title")]
    [InlineData("""{"kind":"hazard","type":"fire","siteId":"sunshine","title":"x"}""", "type"), InlineData("""{"kind":"hazard","siteId":"sunshine","title":"x","placeId":"h001"}""", "placeId")]
    [InlineData("""{"kind":"round","siteId":"sunshine","title":"x","dueOn":"2030-01-01"}""", "everyMonths"), InlineData("""{"kind":"round","siteId":"sunshine","title":"x","dueOn":"1030-01-01","everyMonths":3}""", "dueOn")]
    [InlineData("""{"kind":"equipment","siteId":"sunshine","title":"x"}""", "dueOn"), InlineData("""{"kind":"equipment","siteId":"sunshine","title":"x","expiresOn":"2026-01-01","madeOn":"2027-01-01"}""", "expiresOn")]
    [InlineData("""{"kind":"round","siteId":"sunshine","title":"x","dueOn":"2030-01-01","everyMonths":121}""", "everyMonths"), InlineData("""{"kind":"hazard","siteId":"sunshine","title":"x","expiresOn":"2030-01-01"}""", "madeOn and expiresOn")]
    [InlineData("""{"kind":"report","siteId":"sunshine","title":"x"}""", "happenedAt"), InlineData("""{"kind":"report","siteId":"sunshine","title":"x","happenedAt":"2090-01-01T00:00:00Z"}""", "happenedAt")]
    [InlineData("""{"kind":"report","type":"periodic","siteId":"sunshine","title":"x"}""", "everyMonths"), InlineData("""{"kind":"hazard","siteId":"sunshine","title":"x","alertId":"nosuch"}""", "alertId")]
    public async Task What_makes_no_sense_is_refused_by_its_field(string body, string field) =>
        Assert.StartsWith(field, (await (await house.Host.PersonAsync("director")).PostAsync("/api/upkeep", JsonDocument.Parse(body).RootElement)).IsProblem(HttpStatusCode.BadRequest)["detail"].GetString(), StringComparison.Ordinal);

    [Fact]
    public async Task A_nurse_writes_down_a_hazard_with_a_photo_and_another_verifies_it_while_the_plan_is_the_directors()
    {
        var (duty, director) = (await house.Host.PersonAsync("duty"), await house.Host.PersonAsync("director"));
        (await duty.PostAsync("/api/upkeep", new { kind = "round", siteId = "sunshine", title = "x", dueOn = "2090-01-01", everyMonths = 3 })).IsProblem(HttpStatusCode.Forbidden);
        var id = (await duty.PostAsync("/api/upkeep", new { kind = "hazard", siteId = "sunshine", title = "安全出口堆物", placeId = "120", text = "三个轮椅" })).Is(HttpStatusCode.Created)["id"].GetString();
        using (var photo = new ByteArrayContent([0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A, 1]) { Headers = { ContentType = new("image/png") } })
        using (var kept = await duty.Http.PutAsync($"/api/upkeep/{id}/photo", photo)) Assert.Equal(HttpStatusCode.OK, kept.StatusCode);
        Assert.Equal(9, (await director.Http.GetByteArrayAsync((await director.GetAsync($"/api/upkeep/{id}"))["photo"].GetString())).Length);
        (await duty.PostAsync($"/api/upkeep/{id}/steps", new { step = "verified" })).IsProblem(HttpStatusCode.Conflict);
        (await duty.PostAsync($"/api/upkeep/{id}/steps", new { step = "fixed", note = "移走了" })).Is(HttpStatusCode.OK);
        Assert.Contains("Somebody else", (await duty.PostAsync($"/api/upkeep/{id}/steps", new { step = "verified" })).IsProblem(HttpStatusCode.Conflict)["detail"].GetString(), StringComparison.Ordinal);
        Assert.Contains((await duty.GetAsync("/api/sites/sunshine/handover"))["upkeep"].EnumerateArray(), u => u.GetProperty("id").GetString() == id);
        (await duty.PostAsync($"/api/upkeep/{id}/steps", new { step = "retired", note = "x" })).IsProblem(HttpStatusCode.Forbidden);
        Assert.Equal("closed", (await director.PostAsync($"/api/upkeep/{id}/steps", new { step = "verified" })).Is(HttpStatusCode.OK)["state"].GetString());
        Assert.DoesNotContain((await duty.GetAsync("/api/upkeep?kind=hazard")).Items, u => u.GetProperty("id").GetString() == id);
        Assert.Contains("安全出口堆物", await duty.Http.GetStringAsync("/api/upkeep/export?kind=hazard"), StringComparison.Ordinal);

        var rows = (await director.GetAsync($"/api/audit?about=upkeep/{id}")).Items.Select(r => $"{r.GetProperty("user").GetString()} {r.GetProperty("what").GetString()}");
        Assert.Equal(["duty put photo", "director read", .. Enumerable.Repeat("duty stepUpkeep", 4), "director stepUpkeep"], rows);
        foreach (var query in (string[])["kind=x", "state=x", "limit=0"]) (await duty.GetAsync($"/api/upkeep?{query}")).IsProblem(HttpStatusCode.BadRequest);
    }
}
