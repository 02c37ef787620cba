using System.Net;
using Microsoft.Extensions.DependencyInjection;
using SmartCare.Grains.Silo;
using SmartCare.Server.Tests.Support;
using SmartCare.Testing;

namespace SmartCare.Server.Tests.Accounts;

/// <summary>A silo with an empty folder becomes a house by HTTP alone: from the password that its first start shows to a signed hand-over.</summary>
public sealed class FreshHouseTests
{
    private const string Shown = "a cup of jasmine tea", Own = "two cups of jasmine tea";

    /// <summary>A clock that leaps, and whose stretches of time do too.</summary>
    private sealed class LeapingTime : TimeProvider
    {
        private long _ticks;

        public void Leap(TimeSpan by) => Interlocked.Add(ref _ticks, by.Ticks);

        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + TimeSpan.FromTicks(Interlocked.Read(ref _ticks));

        public override long GetTimestamp() => base.GetTimestamp() + (long)(TimeSpan.FromTicks(Interlocked.Read(ref _ticks)).TotalSeconds * TimestampFrequency);
    }

    [Fact]
    public async Task The_first_admin_makes_its_people_the_dutys_wall_ends_the_alert_that_there_is_none_and_two_sign_a_handover()
    {
        var time = new LeapingTime();
        await using var host = await TestHost.StartAsync(services => services.AddKeyedSingleton<TimeProvider>(WatchClock.Wall, time), ["--Demo=false"]);
        using var admin = await FirstAsync(host.Http, "admin", host.Said.ToString().Split("the password ")[1].Split(' ')[0]);
        (await admin.PutAsync("/api/sites/home", new { name = "家", nameEn = "Home", timeZone = "Asia/Shanghai" })).Is(HttpStatusCode.OK);
        (await admin.PutAsync("/api/places/1", new { siteId = "home", name = "1", kind = "room" })).Is(HttpStatusCode.OK);
        (await admin.PutAsync("/api/elders/wang", new { placeId = "1", name = "王", bed = 1 })).Is(HttpStatusCode.OK);
        (await admin.PutAsync("/api/people/zhou", new { name = "周院长", role = "director", sites = new[] { "home" }, password = Shown })).Is(HttpStatusCode.OK);
        using var director = await FirstAsync(host.Http, "zhou", Shown);
        (await director.PutAsync("/api/people/li", new { name = "李护士", role = "duty", sites = new[] { "home" }, password = Shown })).Is(HttpStatusCode.OK);
        (await director.PutAsync("/api/people/son", new { name = "王先生", role = "family", sites = new[] { "home" }, elders = new[] { "wang" }, password = Shown })).Is(HttpStatusCode.OK);
        using var duty = await FirstAsync(host.Http, "li", Shown);
        using var family = await FirstAsync(host.Http, "son", Shown);
        Assert.Equal(["wang"], (await family.GetAsync("/api/elders")).Items.Select(e => e.GetProperty("id").GetString()));

        var reached = new[] { new { name = "周院长", channels = new[] { new { kind = "webhook", address = "https://robot.example/1" } } } };
        (await director.PutAsync("/api/sites/home/duty", new { directors = reached, emergency = reached })).Is(HttpStatusCode.OK);
        await using var watching = await HubClient.ConnectAsync(host.Http, director.Cookie);
        await watching.ResumeAsync(0);
        // Since when there is none is counted from the first beat that knows the plan: of two, the second does.
        await watching.BeatAsync();
        await watching.BeatAsync();
        time.Leap(TimeSpan.FromMinutes(3));
        var alone = await watching.AlertAsync(a => a.Alert.ToString().Contains("no wall of the duty is signed in", StringComparison.Ordinal));
        await using var wall = await HubClient.ConnectAsync(host.Http, duty.Cookie);
        await wall.ResumeAsync(0);
        await watching.AlertAsync(a => a.Id == alone.Id && a.State == "resolved");

        (await duty.PostAsync("/api/sites/home/handover/sign", new { @as = "outgoing", note = "一切安好" })).Is(HttpStatusCode.OK);
        (await duty.PostAsync("/api/sites/home/handover/sign", new { @as = "incoming" })).IsProblem(HttpStatusCode.Conflict);
        (await family.PostAsync("/api/sites/home/handover/sign", new { @as = "incoming" })).IsProblem(HttpStatusCode.NotFound);
        (await director.PostAsync("/api/sites/home/handover/sign", new { @as = "incoming" })).Is(HttpStatusCode.OK);
        var signed = (await duty.GetAsync("/api/sites/home/handover"))["signed"][0];
        Assert.Equal(("li", "zhou"), (signed.GetProperty("outgoing").GetString(), signed.GetProperty("incoming").GetString()));
    }

    /// <summary>The first sign-in of somebody, who sets an own password.</summary>
    private static async Task<Person> FirstAsync(Uri server, string user, string shown)
    {
        var person = await Person.SignInAsync(server, user, shown);
        (await person.GetAsync("/api/alerts")).IsProblem(HttpStatusCode.Forbidden);
        (await person.PutAsync("/api/session/password", new Dictionary<string, string> { ["current"] = shown, ["new"] = Own })).Is(HttpStatusCode.NoContent);
        return person;
    }
}
