using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace SmartCare.Testing;

/// <summary>What a director does at the figures, on a wall whose silo has rung one call and had it answered.</summary>
internal static class FiguresSteps
{
    public static async Task FollowOneCallAsync(IPage wall, float patienceMs)
    {
        var page = wall.GetByTestId("figures-page");
        await wall.GetByTestId("figures-link").ClickAsync();
        var help = page.GetByTestId("row-kinds-help");
        await Expect(help).ToContainTextAsync("100%", new() { Timeout = patienceMs });
        await NothingSeriousAsync(wall);
        await Expect(page.GetByTestId("live-sunshine")).ToBeVisibleAsync();

        // A figure leads to its alerts, and back again.
        await help.GetByRole(AriaRole.Link).First.ClickAsync();
        await Expect(wall.GetByTestId("past-row")).ToHaveCountAsync(1, new() { Timeout = patienceMs });
        await wall.GoBackAsync();
        var table = await wall.RunAndWaitForDownloadAsync(() => page.GetByTestId("figures-kinds").Locator("a.csv").ClickAsync());
        Assert.Contains("\"help\",\"1\"", await File.ReadAllTextAsync(await table.PathAsync()), StringComparison.Ordinal);

        await wall.GetByTestId("lang-switch").ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 2 })).ToHaveTextAsync("Figures");
        await Expect(help).ToContainTextAsync("Help call");
        await NothingSeriousAsync(wall);
        Assert.InRange((await wall.PdfAsync(new() { Format = "A4", Landscape = true })).Length, 20_000, 20_000_000);
    }

    private static async Task NothingSeriousAsync(IPage page)
    {
        var faults = (await page.RunAxe()).Violations.Where(v => v.Impact is "serious" or "critical")
            .Select(v => $"{v.Id} ({v.Impact}): {string.Join("; ", v.Nodes.Take(3).Select(n => n.Html))}").ToList();
        Assert.True(faults.Count == 0, string.Join('\n', faults));
    }
}
