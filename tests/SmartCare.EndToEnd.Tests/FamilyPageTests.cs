using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using SmartCare.Testing;
using static Microsoft.Playwright.Assertions;

namespace SmartCare.EndToEnd.Tests;

/// <summary>What a daughter sees on her telephone while her mother in room 101, bed 1, calls and somebody comes.</summary>
public sealed class FamilyPageTests(Browser browser) : IClassFixture<Browser>
{
    [Fact]
    public async Task A_call_is_a_story_to_its_end_with_the_note_that_staff_released_and_nothing_of_the_neighbour()
    {
        await using var silo = await SiloProcess.StartAsync();
        using var admin = await Api.SignInAsync(silo.Http, "admin");
        await admin.PutAsync("/api/sites/sunshine", new { phone = "+86 10 5550 0101" });
        await admin.PutAsync("/api/elders/elder-101-1", new
        {
            consent = new[] { "day" }, contacts = new { mode = "order", people = new[] { new { name = "王芳", relation = "女儿", channels = new[] { new { kind = "push", address = "family" } } } } },
        });
        var telephone = await browser.TelephoneAsync(silo.Http, "family");
        var page = telephone.GetByTestId("family");
        await Expect(page).ToHaveAttributeAsync("data-standing", "unseen");
        await Expect(telephone.GetByTestId("headline")).ToContainTextAsync("王秀英");
        await Expect(telephone.GetByTestId("call-station")).ToHaveAttributeAsync("href", "tel:+861055500101");
        await Expect(telephone.GetByTestId("people")).ToContainTextAsync("王芳（您）");
        await IsForEverybodyAsync(telephone, "calm");

        var wall = await browser.WallAsync(silo.Http, "duty");
        await PressAsync(silo, "call-101-2");
        var neighbour = await AlertOfAsync(admin, "elder-101-2");
        await Expect(Card(wall, neighbour)).ToBeVisibleAsync();
        await PressAsync(silo, "call-101-1");
        var id = await AlertOfAsync(admin, "elder-101-1");
        var story = telephone.GetByTestId("story");
        await Expect(story).ToHaveCountAsync(1);
        await Expect(story).ToHaveAttributeAsync("data-alert-id", id);
        await Expect(page).ToHaveAttributeAsync("data-standing", "called");
        await Expect(story).ToContainTextAsync("还没有人应答");
        await IsForEverybodyAsync(telephone, "called");

        await telephone.GetByTestId("family-calling").ClickAsync();
        var card = Card(wall, id);
        await Expect(card.GetByTestId("alert-family")).ToContainTextAsync("王芳");
        await Expect(card).ToHaveAttributeAsync("data-state", "open");

        await card.GetByTestId("ack").ClickAsync();
        await Expect(story.Locator("[data-line=onTheWay]")).ToContainTextAsync("值班员");
        await card.GetByTestId("arrive").ClickAsync();
        await Expect(story.Locator("[data-line=there]")).ToContainTextAsync("值班员");
        await card.GetByTestId("resolve").ClickAsync();
        await wall.GetByTestId("resolve-outcome-real").ClickAsync();
        await wall.GetByTestId("resolve-note").FillAsync("扶起，无伤");
        await wall.GetByTestId("resolve-release").CheckAsync();
        await wall.GetByTestId("resolve-confirm").ClickAsync();
        await Expect(story).ToHaveAttributeAsync("data-state", "resolved");
        await Expect(story.Locator("[data-line=over]")).ToContainTextAsync("扶起，无伤");
        await Expect(page).ToHaveAttributeAsync("data-standing", "unseen");
        await IsForEverybodyAsync(telephone, "over");
        Assert.DoesNotContain(neighbour, await telephone.ContentAsync());

        await silo.KillAsync();
        await Expect(page).ToHaveAttributeAsync("data-standing", "blind", new() { Timeout = 10_000 });
        await Expect(telephone.GetByTestId("headline")).ToHaveAttributeAsync("data-tone", "bad");
    }

    [Fact]
    public async Task Each_is_led_to_their_own_page()
    {
        await using var silo = await SiloProcess.StartAsync();
        var relative = await browser.TelephoneAsync(silo.Http, "family");
        await relative.GotoAsync(silo.Http.ToString());
        await Expect(relative).ToHaveURLAsync(new Uri(silo.Http, "/family").ToString());
        await Expect(relative.GetByTestId("family")).ToBeVisibleAsync();
        // Password, second factor and where one is signed in stand with everybody's account.
        await relative.GetByTestId("family-account").ClickAsync();
        await Expect(relative.GetByTestId("sessions")).ToBeVisibleAsync();
        var nurse = await browser.WallAsync(silo.Http, "duty");
        await nurse.GotoAsync(new Uri(silo.Http, "/family").ToString());
        await Expect(nurse).ToHaveURLAsync(silo.Http.ToString());
        await Expect(nurse.GetByTestId("room-tile").First).ToBeVisibleAsync();
    }

    private static ILocator Card(IPage wall, string id) => wall.Locator($"[data-testid=alert-card][data-alert-id='{id}']");

    private static async Task PressAsync(SiloProcess silo, string button)
    {
        await using var device = new MqttNetClient(new MqttNetOptions { Port = silo.MqttPort, UserName = button, Password = "demo", ClientId = button });
        await device.ConnectAsync();
        await device.PublishAsync($"smartcare/{button}", """{"action":"emergency"}""");
    }

    private static async Task<string> AlertOfAsync(Api api, string elder)
    {
        var open = await Until.TrueAsync(() => api.AlertsAsync("open"), alerts => alerts.Exists(IsHers), TimeSpan.FromSeconds(10));
        return open.First(IsHers).GetProperty("id").GetString()!;

        bool IsHers(System.Text.Json.JsonElement alert) => alert.GetProperty("elder") is { ValueKind: System.Text.Json.JsonValueKind.Object } e && e.GetProperty("id").GetString() == elder;
    }

    /// <summary>Nothing that axe-core finds, no target too small for a thumb, and nothing beside the screen.</summary>
    private static async Task IsForEverybodyAsync(IPage page, string state)
    {
        var faults = (await page.RunAxe()).Violations.Select(v => $"{state}: {v.Id} ({v.Impact}): {string.Join("; ", v.Nodes.Take(3).Select(n => n.Html))}");
        Assert.Empty(faults);
        Assert.Equal(390, await page.EvaluateAsync<int>("() => document.scrollingElement.scrollWidth"));
        Assert.Empty(await page.EvaluateAsync<string[]>("() => [...document.querySelectorAll('button, a')].filter((e) => e.getBoundingClientRect().height < 44).map((e) => e.textContent)"));
    }
}
