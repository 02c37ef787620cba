using System.Text.RegularExpressions;
using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using SmartCare.Testing;
using static Microsoft.Playwright.Assertions;

namespace SmartCare.EndToEnd.Tests;

/// <summary>From an empty data folder to a press that rings with elder, room and bed, through pages alone.</summary>
public sealed partial class FirstHomeTests(Browser browser) : IClassFixture<Browser>
{
    private const int MostActions = 60;
    private const float PatienceMs = 60_000;

    private static readonly string[] s_pages =
        ["start", "inbox", "sites", "elders", "devices", "people", "duty", "policy", "tokens", "transfer", "audit", "account", "sites/new", "elders/new", "devices/new", "people/new"];

    [Theory, InlineData(false), InlineData(true)]
    public async Task A_home_is_set_up_and_its_first_press_rings(bool byKeyboardAlone)
    {
        await using var silo = await SiloProcess.StartEmptyAsync();
        var page = await browser.OpenAsync(silo.Http);
        page.SetDefaultTimeout(PatienceMs);
        var hand = new Hand(page, byKeyboardAlone);
        var password = await MakeHomeAsync(page, hand, FirstPassword().Match(silo.Child.Output).Groups[1].Value);

        // The button is put up, with the password that the page made for it, and pressed.
        var device = ShownDevice().Match(await page.Locator(".secret").InnerTextAsync()).Groups[1].Value;
        await using var button = new MqttNetClient(new MqttNetOptions { Port = silo.MqttPort, UserName = device, Password = password, ClientId = device });
        await button.ConnectAsync();
        await button.PublishAsync($"smartcare/{device}", """{"action":"emergency"}""");
        var rang = page.GetByTestId("test-now");
        await Expect(rang).ToHaveAttributeAsync("data-answer", "rang");
        foreach (var said in (string[])["求助", "101", "王秀兰", "1 床"]) await Expect(rang).ToContainTextAsync(said);
        await hand.PressAsync(page.GetByTestId("guide-finish"));
        await hand.PressAsync(page.GetByTestId("admin-back"));

        var alert = page.Locator("[data-testid=alert-card][data-kind=help]");
        foreach (var said in (string[])["王秀兰", "101"]) await Expect(alert).ToContainTextAsync(said);
        Assert.True(hand.Actions < MostActions, $"{hand.Actions} actions");
        if (!byKeyboardAlone) await AllPagesAreForEverybodyAsync(page);
    }

    /// <returns>The password that the page made for the button.</returns>
    private static async Task<string> MakeHomeAsync(IPage page, Hand hand, string first)
    {
        await hand.FillAsync(page.GetByTestId("signin-user"), "admin");
        await hand.FillAsync(page.GetByTestId("signin-password"), first);
        await hand.PressAsync(page.GetByTestId("signin-submit"));

        var form = page.GetByTestId("password-form");
        await hand.FillAsync(Field(form, "现在的密码"), first);
        await hand.FillAsync(Field(form, "新密码"), "correct horse battery staple");
        await hand.FillAsync(Field(form, "再输一次新密码"), "correct horse battery staple");
        await hand.PressAsync(Submit(form));

        form = page.GetByTestId("site-form");
        await hand.FillAsync(Field(form, "名称"), "枫叶养老院");
        await hand.PressAsync(Submit(form));
        form = page.GetByTestId("place-form");
        await hand.FillAsync(Field(form, "房号或名称"), "101");
        await hand.PressAsync(Submit(form));
        form = page.GetByTestId("elder-form");
        await hand.FillAsync(Field(form, "姓名"), "王秀兰");
        await hand.FillAsync(Field(form, "床位"), "1");
        await hand.PressAsync(Submit(form));

        form = page.GetByTestId("device-form");
        await hand.PressAsync(form.GetByRole(AriaRole.Button, new() { Name = "生成" }));
        var password = await Field(form, "连接密码").InputValueAsync();
        await hand.PressAsync(Submit(form));

        form = page.GetByTestId("person-form");
        await hand.FillAsync(Field(form, "姓名"), "李护士");
        await hand.FillAsync(Field(form, "账号"), "li");
        await hand.FillAsync(Field(form, "第一个密码"), "a first password");
        await hand.PressAsync(Submit(form));
        await page.GetByTestId("test-now").WaitForAsync();
        return password;
    }

    /// <summary>Nothing that axe-core calls serious or critical, on any page.</summary>
    private static async Task AllPagesAreForEverybodyAsync(IPage page)
    {
        var faults = new List<string>();
        foreach (var name in s_pages)
        {
            await page.EvaluateAsync("hash => { location.hash = hash; }", $"#/admin/{name}");
            await page.GetByTestId("admin").GetByRole(AriaRole.Heading, new() { Level = 1 }).First.WaitForAsync();
            foreach (var fault in (await page.RunAxe()).Violations.Where(v => v.Impact is "serious" or "critical"))
                faults.Add($"{name}: {fault.Id} ({fault.Impact}): {string.Join("; ", fault.Nodes.Take(3).Select(n => n.Html))}");
        }

        Assert.True(faults.Count == 0, string.Join('\n', faults));
    }

    private static ILocator Field(ILocator form, string label) => form.GetByLabel(new Regex($"^{label}"));

    private static ILocator Submit(ILocator form) => form.Locator("button.main");

    [GeneratedRegex(@"设备 (\S+) 的连接密码")]
    private static partial Regex ShownDevice();

    [GeneratedRegex(@"sign in as admin with the password (\S+)")]
    private static partial Regex FirstPassword();
}
