using Microsoft.Playwright;
using SmartCare.Testing;
using static Microsoft.Playwright.Assertions;

namespace SmartCare.EndToEnd.Tests;

/// <summary>One duty handed over to the next (交接班), by two people in two browsers.</summary>
public sealed class HandoverTests(Browser browser) : IClassFixture<Browser>
{
    /// <summary>The page asks again every ten seconds.</summary>
    private const float SoonMs = 60_000;

    private static readonly LocatorAssertionsToHaveAttributeOptions s_soon = new() { Timeout = SoonMs };

    [Fact]
    public async Task Who_leaves_and_who_comes_sign_on_the_handover_page_and_both_see_the_record()
    {
        await using var silo = await SiloProcess.StartAsync();
        using var api = await Api.SignInAsync(silo.Http, "director");
        await api.PutAsync("/api/sites/sunshine/duty", new { checks = new[] { new { id = "doors", name = "门窗", every = "day", at = "00:00:00" } } });
        var leaves = await HandoverAsync(silo, "duty");
        var comes = await HandoverAsync(silo, "director");

        await leaves.GetByTestId("check-do").ClickAsync();
        await leaves.GetByTestId("check-note").FillAsync("后门已锁");
        await leaves.GetByTestId("check-record").ClickAsync();
        await Expect(leaves.GetByTestId("check")).ToHaveAttributeAsync("data-state", "done", s_soon);
        await leaves.GetByTestId("drill-name").FillAsync("三楼疏散");
        await leaves.GetByTestId("drill-start").ClickAsync();
        await leaves.GetByTestId("drill-end").ClickAsync();
        await Expect(leaves.GetByTestId("drill")).ToHaveCountAsync(0, new LocatorAssertionsToHaveCountOptions { Timeout = SoonMs });

        await leaves.GetByTestId("sign-note").FillAsync("102 夜里常按铃");
        await leaves.GetByTestId("sign-outgoing").ClickAsync();
        await Expect(leaves.GetByTestId("sign-panel")).ToHaveAttributeAsync("data-wanted", "other", s_soon);
        await comes.GetByTestId("sign-incoming").ClickAsync(new LocatorClickOptions { Timeout = SoonMs });

        foreach (var page in (IPage[])[comes, leaves])
        {
            var record = page.GetByTestId("signed");
            await Expect(record).ToHaveAttributeAsync("data-incoming", "director", s_soon);
            await Expect(record).ToContainTextAsync("值班员");
            await Expect(record).ToContainTextAsync("102 夜里常按铃");
        }

        var stored = (await api.GetAsync("/api/sites/sunshine/handover")).GetProperty("signed")[0];
        Assert.Equal(("duty", "director"), (stored.GetProperty("outgoing").GetString(), stored.GetProperty("incoming").GetString()));
    }

    private async Task<IPage> HandoverAsync(SiloProcess silo, string user)
    {
        var page = await browser.WallAsync(silo.Http, user);
        await page.GetByTestId("handover-link").ClickAsync();
        await page.GetByTestId("sign-panel").WaitForAsync();
        return page;
    }
}
