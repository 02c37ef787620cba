using System.Net;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using SmartCare.Server.Tests.Support;

namespace SmartCare.Server.Tests.Notices;

/// <summary>By HTTP alone: an elder's contacts are written, and told in the order in which they stand.</summary>
public sealed class FamilyOrderTests
{
    [Fact]
    public async Task A_family_is_told_by_webhook_and_then_by_mail_in_the_order_that_was_set()
    {
        var time = new SteppedTime();
        await using var gateway = await Gateway.StartAsync();
        await using var mail = new MailServer();
        await using var host = await TestHost.StartAsync(
            s => s.AddSingleton<TimeProvider>(time),
            ["--Notices:Allow=127.0.0.1", $"--Notices:Smtp:Url=smtp://127.0.0.1:{mail.Port}", "--Notices:Smtp:From=care@care.example"]);
        var admin = await host.PersonAsync("admin");
        (await admin.PutAsync("/api/sites/sunshine/duty", new { tiers = new[] { new { kind = "help", thirdAfterS = 10 } } })).Is(HttpStatusCode.OK);
        var people = new object[]
        {
            new { name = "女儿", relation = "女儿", channels = new[] { new { kind = "webhook", address = $"{gateway.Url}hook", secret = "s3cret" } } },
            new { name = "儿子", channels = new[] { new { kind = "mail", address = "son@example.com" } } },
        };
        (await admin.PutAsync("/api/elders/elder-101-1", new { contacts = new { mode = "order", people } })).Is(HttpStatusCode.OK);

        // The button of the page, with the secret that the page never saw.
        Assert.True((await admin.PostAsync("/api/elders/elder-101-1/contacts/0/test")).Is(HttpStatusCode.OK)["delivered"].GetBoolean());
        Assert.Contains("webhook-signature", (await gateway.NextAsync()).Headers.Keys);

        var alert = (await host.PressAsync("call-101-1")).GetProperty("id").GetString();
        time.Advance(TimeSpan.FromSeconds(11));
        var first = await gateway.NextAsync();
        Assert.Equal(alert, first.Json.GetProperty("alert").GetProperty("id").GetString());
        // Nobody answers: the next has their turn.
        time.Advance(TimeSpan.FromMinutes(3));
        Assert.Contains("son@example.com", await mail.NextAsync(), StringComparison.Ordinal);
        var told = (await admin.GetAsync($"/api/alerts/{alert}/notices")).Is(HttpStatusCode.OK).Items;
        Assert.Equal([("女儿", "webhook"), ("儿子", "mail")], told.Where(n => n.GetProperty("audience").GetString() == "family").OrderBy(n => n.GetProperty("wantedAt").GetDateTimeOffset())
            .Select(n => (n.GetProperty("person").GetString(), n.GetProperty("channel").GetString())));
        Assert.DoesNotContain("s3cret", JsonSerializer.Serialize(told), StringComparison.Ordinal);
    }
}
