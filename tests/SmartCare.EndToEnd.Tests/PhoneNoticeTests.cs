using SmartCare.Mqtt.Tests.Support;
using SmartCare.Server.Tests.Notices;
using SmartCare.Server.Tests.Notices.Push;
using SmartCare.Testing;
using static Microsoft.Playwright.Assertions;

namespace SmartCare.EndToEnd.Tests;

/// <summary>A notice in a real browser: what the silo sends to a push service of the test's own is given to the service worker as the browser would give it.</summary>
public sealed class PhoneNoticeTests(Browser browser) : IClassFixture<Browser>
{
    [Fact]
    public async Task A_notice_is_shown_and_acknowledged_by_the_service_worker_and_a_tap_leads_the_wall_to_its_alert()
    {
        await using var service = await Gateway.StartAsync();
        service.Answers = _ => (201, "");
        await using var silo = await SiloProcess.StartAsync("--Notices:Allow=127.0.0.1");
        using var phone = new Phone(service.Url);
        using var duty = await Api.SignInAsync(silo.Http, "duty");
        await duty.PostAsync("/api/push/phones", phone.Subscription("zh"));
        await PlanAsync(silo);
        var wall = await browser.WallAsync(silo.Http, "duty");
        var worker = await PageWorker.StartAsync(wall, silo.Http);

        var (code, _) = await Tool.RunAsync("mosquitto_pub", "-p", $"{silo.MqttPort}", "-q", "1", "-u", "call-101-1", "-P", "demo", "-t", "smartcare/call-101-1", "-m", """{"action":"emergency"}""");
        Assert.Equal(0, code);
        var message = phone.Read(await service.NextAsync());
        var alert = message.GetProperty("alert").GetString()!;
        await worker.PushAsync(message.GetRawText());
        await Until.TrueAsync(
            () => duty.GetAsync($"/api/alerts/{alert}/notices"), n => n.GetProperty("items")[0].GetProperty("state").GetString() == "sent", TimeSpan.FromSeconds(20));
        Assert.Equal("知道了", await worker.ButtonAsync());

        var card = wall.Locator($"[data-testid=alert-card][data-alert-id='{alert}']");
        await Expect(card).ToHaveAttributeAsync("data-state", "open");
        await worker.PressAsync("");
        await Expect(card.GetByTestId("ack")).ToBeFocusedAsync();
        await worker.PushAsync(message.GetRawText());
        await worker.PressAsync("acknowledge");
        await Expect(card).ToHaveAttributeAsync("data-state", "acknowledged");
        Assert.Equal("duty", (await duty.GetAsync($"/api/alerts/{alert}")).GetProperty("acknowledgedBy").GetString());

        // The address that a tap opens where no page is open.
        await wall.GotoAsync(new Uri(silo.Http, message.GetProperty("open").GetString()).ToString());
        await Expect(card.GetByTestId("arrive")).ToBeFocusedAsync();
        await duty.PostAsync($"/api/alerts/{alert}/resolve", new { outcome = "real" });
        await wall.GotoAsync(new Uri(silo.Http, message.GetProperty("open").GetString()).ToString());
        await Expect(wall.Locator("[data-testid=room-drawer][data-place-id='101']").GetByTestId("place-history")).ToBeVisibleAsync();
    }

    private static async Task PlanAsync(SiloProcess silo)
    {
        using var director = await Api.SignInAsync(silo.Http, "director");
        var person = new { name = "值班", channels = new[] { new { kind = "push", address = "duty" } } };
        await director.PutAsync("/api/sites/sunshine/duty", new
        {
            shifts = new[] { new { name = "全天", from = "00:00:00", to = "00:00:00", people = new[] { person } } },
            tiers = new[] { new { kind = "help", secondAfterS = 10 } },
        });
    }
}
