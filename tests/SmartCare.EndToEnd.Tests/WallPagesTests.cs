using System.Net.Http.Headers;
using System.Net.Http.Json;
using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using SmartCare.Testing;
using static Microsoft.Playwright.Assertions;

namespace SmartCare.EndToEnd.Tests;

/// <summary>What duty and director do at the wall beside answering alerts, each in a browser of their own, on a real silo.</summary>
public sealed class WallPagesTests(Browser browser) : IClassFixture<Browser>
{
    private const float PatienceMs = 20_000;

    private static readonly LocatorAssertionsToContainTextOptions s_said = new() { Timeout = PatienceMs };

    [Fact]
    public async Task An_alert_is_told_put_aside_looked_up_again_and_reviewed()
    {
        await using var silo = await SiloProcess.StartAsync();
        using var api = await Api.SignInAsync(silo.Http, "duty");
        await using var gateway = new MqttNetClient(new MqttNetOptions { Port = silo.MqttPort, UserName = "gateway", Password = "demo" });
        await gateway.ConnectAsync();
        var wall = await browser.WallAsync(silo.Http, "director");
        wall.SetDefaultTimeout(PatienceMs);

        // A flat battery can wait: it is put aside with a reason, and rings again at once when that is taken back.
        await gateway.PublishAsync("smartcare/door-105", """{"battery":3}""");
        var card = wall.Locator("[data-testid=alert-card][data-kind=battery]");
        await card.GetByTestId("details").ClickAsync();
        var drawer = wall.GetByTestId("alert-drawer");
        await drawer.GetByTestId("note-text").FillAsync("电池已订");
        await drawer.GetByTestId("note-send").ClickAsync();
        await Expect(drawer.GetByTestId("story")).ToContainTextAsync("电池已订", s_said);
        await Expect(drawer.GetByTestId("told")).ToContainTextAsync("没有通知外面的人", s_said);
        await drawer.GetByTestId("shelve-minutes").SelectOptionAsync("240");
        await drawer.GetByTestId("shelve-note").FillAsync("等电池");
        await drawer.GetByTestId("shelve").ClickAsync();
        await Expect(card).ToContainTextAsync("搁置至", s_said);
        await drawer.GetByTestId("shelve-end").ClickAsync();
        await Expect(card).Not.ToContainTextAsync("搁置至", s_said);
        await drawer.GetByTestId("drawer-close").ClickAsync();

        // A press is answered and resolved; weeks later somebody looks it up, and writes down what was learned.
        await gateway.PublishAsync("smartcare/call-106-1", """{"action":"emergency"}""");
        var press = wall.Locator("[data-testid=alert-card][data-kind=help]");
        await press.GetByTestId("ack").ClickAsync();
        await press.GetByTestId("resolve").ClickAsync();
        await wall.GetByTestId("resolve-outcome-real").ClickAsync();
        await wall.GetByTestId("resolve-note").FillAsync("想喝水");
        await wall.GetByTestId("resolve-confirm").ClickAsync();
        await Expect(press).ToHaveCountAsync(0, new() { Timeout = PatienceMs });
        await wall.GetByTestId("past-link").ClickAsync();
        await wall.GetByTestId("past-kind").SelectOptionAsync("help");
        var row = wall.GetByTestId("past-row");
        await Expect(row).ToHaveCountAsync(1, new() { Timeout = PatienceMs });
        await Expect(row).ToContainTextAsync("106", s_said);
        await row.GetByRole(AriaRole.Button).ClickAsync();
        await Expect(wall.GetByTestId("story")).ToContainTextAsync("想喝水", s_said);
        await wall.GetByTestId("review-write").ClickAsync();
        await wall.GetByTestId("review-cause").FillAsync("水杯够不着");
        await wall.GetByTestId("review-save").ClickAsync();
        await Expect(wall.GetByTestId("reviews")).ToContainTextAsync("水杯够不着", s_said);
        var download = await wall.RunAndWaitForDownloadAsync(() => wall.GetByTestId("alert-export").ClickAsync());
        Assert.EndsWith(".zip", download.SuggestedFilename, StringComparison.Ordinal);

        await wall.GetByTestId("past-kind").SelectOptionAsync("fire");
        await Expect(row).ToHaveCountAsync(0, new() { Timeout = PatienceMs });
        var reviewed = (await api.AlertsAsync("closed")).Single(a => a.GetProperty("kind").GetString() == "help").GetProperty("id").GetString();
        await AHazardIsWrittenDownAndSetRightAsync(wall, silo.Http);
        Assert.Equal("水杯够不着", (await api.GetAsync($"/api/alerts/{reviewed}/reviews")).GetProperty("items")[0].GetProperty("cause").GetString());
        await FiguresSteps.FollowOneCallAsync(wall, PatienceMs);
    }

    [Fact]
    public async Task Rooms_stand_where_they_are_and_a_wall_that_hears_nothing_calls_none_of_them_calm()
    {
        await using var silo = await SiloProcess.StartAsync();
        await using var gateway = new MqttNetClient(new MqttNetOptions { Port = silo.MqttPort, UserName = "gateway", Password = "demo" });
        await gateway.ConnectAsync();
        await gateway.PublishAsync("smartcare/door-102", """{"contact":true}""");
        var director = await browser.WallAsync(silo.Http, "director");
        director.SetDefaultTimeout(PatienceMs);
        await director.GotoAsync($"{silo.Http}#/admin/sites/sunshine");
        await director.GetByTestId("floor-name").FillAsync("1");
        await director.GetByTestId("floor-picture").SetInputFilesAsync(new FilePayload { Name = "floor.png", MimeType = "image/png", Buffer = await FloorPicture.DrawAsync(director) });
        var editor = director.GetByTestId("floor-editor");
        foreach (var room in (string[])["101", "102"]) await editor.Locator($"[data-testid=place-spot][data-place-id='{room}']").ClickAsync();
        await DragAsync(director, editor.Locator("[data-testid=spot][data-place-id='101']"), editor.Locator("img"), 0.2f, 0.25f);
        await editor.Locator("[data-testid=spot][data-place-id='102']").PressAsync("ArrowRight");

        var duty = await browser.WallAsync(silo.Http, "duty");
        duty.SetDefaultTimeout(PatienceMs);
        await duty.GetByTestId("show-plan").ClickAsync();
        var map = duty.GetByTestId("floor-map");
        var (first, second) = (map.Locator("[data-testid=room-tile][data-place-id='101']"), map.Locator("[data-testid=room-tile][data-place-id='102']"));
        var (picture, spot) = ((await map.Locator("img").BoundingBoxAsync())!, (await first.BoundingBoxAsync())!);
        Assert.InRange((spot.X + spot.Width / 2 - picture.X) / picture.Width, 0.19, 0.21);
        Assert.InRange((spot.Y + spot.Height / 2 - picture.Y) / picture.Height, 0.24, 0.26);
        await gateway.PublishAsync("smartcare/smoke-101", """{"smoke":true}""");
        await Expect(first).ToHaveAttributeAsync("data-tone", "high", new() { Timeout = PatienceMs });
        await Expect(second).ToHaveAttributeAsync("data-tone", "calm", new() { Timeout = PatienceMs });

        // Eighty rooms are one stop of the Tab key, and the arrow keys go on from it.
        await first.FocusAsync();
        await duty.Keyboard.PressAsync("ArrowRight");
        await Expect(second).ToBeFocusedAsync();

        await silo.KillAsync();
        await duty.GetByTestId("blind-banner").WaitForAsync();
        await Expect(second).ToHaveAttributeAsync("data-tone", "unwatched", new() { Timeout = PatienceMs });
        await Expect(first).ToHaveAttributeAsync("data-tone", "high", new() { Timeout = PatienceMs });
    }

    [Fact]
    public async Task A_corridor_screen_is_left_by_its_password_alone_and_what_was_chosen_lasts()
    {
        await using var silo = await SiloProcess.StartAsync();
        using var api = await Api.SignInAsync(silo.Http, "duty");
        var wall = await browser.WallAsync(silo.Http, "duty");
        wall.SetDefaultTimeout(PatienceMs);
        await wall.GetByTestId("settings-open").ClickAsync();
        await wall.GetByTestId("theme-light").CheckAsync();
        await wall.GetByTestId("tone-deep").CheckAsync();
        await wall.GetByTestId("sound-test-high").ClickAsync();
        await Expect(wall.Locator("html")).ToHaveAttributeAsync("data-sound", "high", new() { Timeout = PatienceMs });
        await wall.GetByTestId("kiosk-on").ClickAsync();
        await Expect(wall.GetByTestId("signout")).ToHaveCountAsync(0);
        await wall.ReloadAsync();
        await Expect(wall.Locator("html")).ToHaveAttributeAsync("data-theme", "light", new() { Timeout = PatienceMs });
        await Expect(wall.GetByTestId("account-link")).ToHaveCountAsync(0);

        await wall.GetByTestId("kiosk-exit").ClickAsync();
        await wall.GetByTestId("kiosk-password").FillAsync("guess");
        await wall.GetByTestId("kiosk-password").PressAsync("Enter");
        await Expect(wall.GetByTestId("kiosk-dialog")).ToContainTextAsync("账号或密码不对", s_said);
        await wall.GetByTestId("kiosk-password").FillAsync("duty");
        await wall.GetByTestId("kiosk-password").PressAsync("Enter");
        await Expect(wall.GetByTestId("signout")).ToBeVisibleAsync(new() { Timeout = PatienceMs });

        // Who lives where, what is to be expected of them, and that somebody was there.
        await wall.Locator("[data-testid=room-tile][data-place-id='103']").ClickAsync();
        await wall.GetByTestId("visit").First.ClickAsync();
        await Expect(wall.GetByTestId("room-drawer")).ToContainTextAsync("值班员", s_said);
        await wall.GetByTestId("mode-change").First.ClickAsync();
        await wall.GetByTestId("mode").SelectOptionAsync("hospital");
        await wall.GetByTestId("mode-hours").SelectOptionAsync("24");
        await wall.GetByTestId("mode-save").ClickAsync();
        await Expect(wall.GetByTestId("elder-mode").First).ToHaveAttributeAsync("data-mode", "hospital", new() { Timeout = PatienceMs });
        var elder = await api.GetAsync("/api/elders/elder-103-1");
        Assert.Equal(("hospital", "duty"), (elder.GetProperty("mode").GetString(), elder.GetProperty("visits")[0].GetProperty("by").GetString()));
    }

    [Fact]
    public async Task An_official_looks_down_to_a_site_and_a_call_of_the_hotline_goes_its_way_and_the_first_load_of_a_wall_is_small()
    {
        await using var silo = await SiloProcess.StartAsync();
        await FirstLoadIsSmallAsync(silo.Http);
        using var admin = await Api.SignInAsync(silo.Http, "admin");
        foreach (var (id, kind, name, parentId) in ((string, string, string, string?)[])[("cy", "district", "朝阳区", null), ("a", "street", "阳光街道", "cy")])
            await admin.PutAsync($"/api/levels/{id}", new { kind, name, parentId });
        await admin.PutAsync("/api/sites/sunshine", new { levelId = "a" });
        await admin.PutAsync("/api/people/li", new { name = "李科员", role = "officer", levelId = "cy", names = true, password = "an evening by the river", mustChangePassword = false });
        using var hotline = new HttpClient { BaseAddress = silo.Http };
        var token = await admin.PostAsync("/api/tokens", new { name = "12349", scopes = new[] { "requests" }, sites = Array.Empty<string>(), days = 1, levelId = "cy" });
        hotline.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token.GetProperty("secret").GetString());
        using var taken = await hotline.PostAsJsonAsync("/api/requests", new { number = "12349-7", source = "hotline", kind = "meal", address = "阳光路 1 号", caller = "王先生" });
        taken.EnsureSuccessStatusCode();

        // The wall's own address leads her to her page.
        var page = await browser.OpenAsync(silo.Http, size: new ViewportSize { Width = 1366, Height = 768 });
        page.SetDefaultTimeout(PatienceMs);
        await page.GetByTestId("signin-user").FillAsync("li");
        await page.GetByTestId("signin-password").FillAsync("an evening by the river");
        await page.GetByTestId("signin-submit").ClickAsync();
        await Expect(page.GetByTestId("unplaced")).ToContainTextAsync("12349-7", s_said);
        await Expect(page.GetByTestId("unplaced")).Not.ToContainTextAsync("王先生");
        await IsForEverybodyAsync(page);
        Assert.InRange((await page.PdfAsync(new() { PreferCSSPageSize = true })).Length, 10_000, 5_000_000);
        await page.GetByTestId("child").GetByRole(AriaRole.Button).ClickAsync();
        await Expect(page.GetByTestId("level-name")).ToHaveTextAsync("阳光街道");
        await Expect(page.Locator("[data-testid=child][data-id=sunshine]")).ToContainTextAsync("阳光养老院", s_said);
        await page.GetByTestId("lang-switch").ClickAsync();
        await Expect(page.Locator("[data-testid=child][data-id=sunshine]")).ToContainTextAsync("Sunshine Home", s_said);

        // On a telephone she reads the name, hands the call on, and tells the caller.
        await page.SetViewportSizeAsync(390, 844);
        await page.GetByTestId("requests-link").ClickAsync();
        await page.GetByTestId("names").CheckAsync();
        await Expect(page.GetByTestId("column-taken")).ToContainTextAsync("王先生", s_said);
        await page.GetByTestId("assign").ClickAsync();
        await page.GetByTestId("assign-site").SelectOptionAsync("sunshine");
        await IsForEverybodyAsync(page);
        await page.GetByTestId("assign-send").ClickAsync();
        await page.GetByTestId("column-assigned").GetByTestId("done").ClickAsync();
        await page.GetByTestId("column-done").GetByTestId("told").ClickAsync();
        await Expect(page.GetByTestId("request")).ToHaveCountAsync(0, new() { Timeout = PatienceMs });
        Assert.Equal("told", (await admin.GetAsync("/api/requests?state=told")).GetProperty("items")[0].GetProperty("state").GetString());
    }

    /// <summary>Nothing that axe-core calls serious or critical, and nothing beside the screen.</summary>
    private static async Task IsForEverybodyAsync(IPage page)
    {
        Assert.Empty((await page.RunAxe()).Violations.Where(v => v.Impact is "serious" or "critical").Select(v => $"{v.Id}: {string.Join("; ", v.Nodes.Take(3).Select(n => n.Html))}"));
        Assert.Equal(page.ViewportSize!.Width, await page.EvaluateAsync<int>("() => document.scrollingElement.scrollWidth"));
    }

    private static async Task FirstLoadIsSmallAsync(Uri silo)
    {
        using var http = new HttpClient { BaseAddress = silo };
        var total = 0;
        var page = await http.GetStringAsync("/");
        foreach (var address in System.Text.RegularExpressions.Regex.Matches(page, "(?:src|href)=\"(/assets/[^\"]+)\"").Select(m => m.Groups[1].Value))
        {
            using var ask = new HttpRequestMessage(HttpMethod.Get, address) { Headers = { AcceptEncoding = { new StringWithQualityHeaderValue("br"), new StringWithQualityHeaderValue("gzip") } } };
            using var answer = await http.SendAsync(ask);
            Assert.NotEmpty(answer.Content.Headers.ContentEncoding);
            total += (await answer.Content.ReadAsByteArrayAsync()).Length;
        }

        Assert.InRange(total, 20_000, 300_000);
        // What a person may see and what they sent never stand compressed together: lengths would tell secrets.
        using var api = new HttpRequestMessage(HttpMethod.Get, "/api/session/ways") { Headers = { AcceptEncoding = { new StringWithQualityHeaderValue("br") } } };
        Assert.Empty((await http.SendAsync(api)).Content.Headers.ContentEncoding);
    }

    /// <summary>It stands on its page and on the hand-over; whoever set it right does not verify it.</summary>
    private static async Task AHazardIsWrittenDownAndSetRightAsync(IPage page, Uri silo)
    {
        await page.GotoAsync($"{silo}#/admin/hazards");
        var form = page.GetByTestId("upkeep-form");
        await form.GetByLabel("名称").FillAsync("安全出口堆物");
        await form.GetByRole(AriaRole.Button, new() { Name = "登记", Exact = true }).ClickAsync();
        var row = page.GetByTestId("upkeep-list").Locator("tbody tr");
        await Expect(row).ToContainTextAsync("安全出口堆物", s_said);
        await row.GetByTestId("step-fixed").ClickAsync();
        await page.GetByRole(AriaRole.Dialog).GetByLabel("做了什么").FillAsync("移走了");
        await page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "已整改", Exact = true }).ClickAsync();
        await Expect(row).ToContainTextAsync("待复核", s_said);
        await Expect(row.GetByTestId("step-verified")).ToHaveCountAsync(0);
        await page.GotoAsync($"{silo}#handover");
        await Expect(page.GetByTestId("handover-upkeep")).ToContainTextAsync("安全出口堆物", s_said);
    }

    private static async Task DragAsync(IPage page, ILocator what, ILocator onto, float x, float y)
    {
        await what.ScrollIntoViewIfNeededAsync();
        var (from, to) = ((await what.BoundingBoxAsync())!, (await onto.BoundingBoxAsync())!);
        await page.Mouse.MoveAsync(from.X + from.Width / 2, from.Y + from.Height / 2);
        await page.Mouse.DownAsync();
        await page.Mouse.MoveAsync(to.X + to.Width * x, to.Y + to.Height * y, new() { Steps = 5 });
        await page.RunAndWaitForResponseAsync(() => page.Mouse.UpAsync(), answer => answer.Request.Method == "PUT" && answer.Url.Contains("/floors/", StringComparison.Ordinal));
    }
}
