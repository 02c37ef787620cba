using Microsoft.Playwright;

namespace SmartCare.Testing;

/// <summary>Debian's Chromium, driven by Playwright; each wall is a context with cookies of its own.</summary>
public sealed class Browser : IAsyncLifetime
{
    private IPlaywright _playwright = null!;
    private IBrowser _chromium = null!;

    public async Task InitializeAsync()
    {
        // Five seconds unless said, which two browsers and a silo on two busy cores may need.
        Assertions.SetDefaultExpectTimeout((float)Tool.Patience.TotalMilliseconds);
        _playwright = await Playwright.CreateAsync();
        _chromium = await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = "/usr/bin/chromium",
            Args =
            [
                "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
                "--disable-component-update", "--disable-sync",
            ],
        });
    }

    public async Task DisposeAsync()
    {
        await _chromium.DisposeAsync();
        _playwright.Dispose();
    }

    /// <summary>A wall signed in as this user of the demo, whose password is the name.</summary>
    /// <param name="heard">Told each line of the browser's console.</param>
    internal async Task<IPage> WallAsync(Uri server, string user, Action<string>? heard = null)
    {
        var page = await OpenAsync(server, heard);
        await page.GetByTestId("signin-user").FillAsync(user);
        await page.GetByTestId("signin-password").FillAsync(user);
        await page.GetByTestId("signin-submit").ClickAsync();
        await page.GetByTestId("room-tile").First.WaitForAsync();
        return page;
    }

    /// <summary>A relative's telephone, signed in as this user of the demo.</summary>
    internal async Task<IPage> TelephoneAsync(Uri server, string user)
    {
        var page = await OpenAsync(new Uri(server, "/family"), size: new ViewportSize { Width = 390, Height = 844 });
        await page.GetByTestId("signin-user").FillAsync(user);
        await page.GetByTestId("signin-password").FillAsync(user);
        await page.GetByTestId("signin-submit").ClickAsync();
        await page.GetByTestId("family").WaitForAsync();
        return page;
    }

    /// <summary>The door of a wall, where nobody has signed in.</summary>
    /// <param name="size">Null: a wall's.</param>
    internal async Task<IPage> OpenAsync(Uri server, Action<string>? heard = null, ViewportSize? size = null)
    {
        var context = await _chromium.NewContextAsync(new BrowserNewContextOptions
        {
            ViewportSize = size ?? new ViewportSize { Width = 1920, Height = 1080 },
            // A test's certificate is signed by an authority that no browser knows.
            IgnoreHTTPSErrors = true,
        });
        var page = await context.NewPageAsync();
        page.Console += (_, line) => heard?.Invoke(line.Text);
        page.PageError += (_, error) => heard?.Invoke(error);
        await page.GotoAsync(server.ToString());
        return page;
    }
}
