using System.Net;
using System.Text.Json;
using SmartCare.Server.Tests.Support;

namespace SmartCare.Server.Tests.Accounts;

/// <summary>A volunteer of a partner organisation: comes and says so, records visits, and sees no more than that takes.</summary>
[Collection(InTheHouse.Name)]
public sealed class VolunteerTests(House house)
{
    private const string Password = "an evening by the river";

    [Fact]
    public async Task A_volunteers_answer_counts_as_arrived_and_nothing_else_of_the_house_is_theirs()
    {
        var (admin, bed) = (await house.Host.PersonAsync("admin"), house.Bed());
        (await admin.PutAsync($"/api/elders/elder-{bed}", new { consent = new[] { "day", "vitals", "mode", "camera" } })).Is(HttpStatusCode.OK);
        (await admin.PutAsync("/api/people/volunteer", new { name = "小周", role = "family", sites = new[] { "sunshine" }, elders = new[] { $"elder-{bed}" }, organisation = "青年志愿者协会", password = Password, mustChangePassword = false })).Is(HttpStatusCode.OK);
        using var volunteer = await Person.SignInAsync(house.Host.Http, "volunteer", Password);
        Assert.Equal("青年志愿者协会", (await volunteer.GetAsync("/api/session"))["organisation"].GetString());

        var id = (await house.Host.PressAsync($"call-{bed}")).GetProperty("id").GetString();
        (await volunteer.PostAsync($"/api/alerts/{id}/acknowledge")).IsProblem(HttpStatusCode.Forbidden);
        (await volunteer.PostAsync($"/api/alerts/{id}/resolve", new { outcome = "real" })).IsProblem(HttpStatusCode.Forbidden);
        var arrived = (await volunteer.PostAsync($"/api/alerts/{id}/arrive")).Is(HttpStatusCode.OK);
        Assert.Equal(("arrived", "volunteer"), (arrived["state"].GetString(), arrived["arrivedBy"].GetString()));
        Assert.Equal("volunteer", (await admin.GetAsync($"/api/alerts/{id}"))["arrivedBy"].GetString());
        await admin.PostAsync($"/api/alerts/{id}/resolve", new { outcome = "real" });

        // What she agreed to, she agreed to for her relatives.
        (await volunteer.PostAsync($"/api/elders/elder-{bed}/visits", new { note = "聊了一会儿" })).Is(HttpStatusCode.OK);
        var elder = (await volunteer.GetAsync($"/api/elders/elder-{bed}")).Is(HttpStatusCode.OK);
        foreach (var hidden in (string[])["mode", "contacts", "birthDate", "doctor"]) Assert.Equal(JsonValueKind.Null, elder[hidden].ValueKind);
        Assert.Contains("volunteer", (await admin.GetAsync($"/api/elders/elder-{bed}"))["visits"].ToString(), StringComparison.Ordinal);
        (await volunteer.GetAsync("/api/elders/elder-120-2")).IsProblem(HttpStatusCode.NotFound);
        (await volunteer.GetAsync("/api/upkeep")).IsProblem(HttpStatusCode.Forbidden);

        // A relative of the same role says no such thing.
        var family = await house.Host.PersonAsync("family");
        (await family.PostAsync("/api/elders/elder-101-1/visits", new { })).IsProblem(HttpStatusCode.Forbidden);
        Assert.StartsWith("organisation", (await admin.PutAsync("/api/people/duty", new { organisation = "x" })).IsProblem(HttpStatusCode.BadRequest)["detail"].GetString(), StringComparison.Ordinal);
    }
}
