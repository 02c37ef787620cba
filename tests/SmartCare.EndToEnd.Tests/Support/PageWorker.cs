using System.Text.Json;
using Microsoft.Playwright;

namespace SmartCare.Testing;

/// <summary>The service worker of a page, through Chromium's own protocol: a push is given to it as the browser would, and it is asked what it shows.</summary>
internal sealed class PageWorker
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(20);

    private readonly ICDPSession _page, _browser;
    private readonly string _origin, _registration, _session;
    private int _asked;

    private PageWorker(ICDPSession page, ICDPSession browser, string origin, string registration, string session) =>
        (_page, _browser, _origin, _registration, _session) = (page, browser, origin, registration, session);

    /// <summary>Registers the silo's worker in this page, which may show notices.</summary>
    public static async Task<PageWorker> StartAsync(IPage page, Uri silo)
    {
        var origin = silo.GetLeftPart(UriPartial.Authority);
        await page.Context.GrantPermissionsAsync(["notifications"], new BrowserContextGrantPermissionsOptions { Origin = origin });
        var own = await page.Context.NewCDPSessionAsync(page);
        var registered = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        own.Event("ServiceWorker.workerRegistrationUpdated").OnEvent += (_, told) =>
        {
            if (told is not { } json) return;
            foreach (var one in json.GetProperty("registrations").EnumerateArray()) registered.TrySetResult(one.GetProperty("registrationId").GetString()!);
        };
        await own.SendAsync("ServiceWorker.enable");
        await page.EvaluateAsync("async () => { await navigator.serviceWorker.register('/sw.js'); await navigator.serviceWorker.ready; }");
        var registration = await registered.Task.WaitAsync(s_patience);

        var browser = await page.Context.Browser!.NewBrowserCDPSessionAsync();
        var targets = (await browser.SendAsync("Target.getTargets"))!.Value.GetProperty("targetInfos").EnumerateArray();
        var worker = targets.Single(t => t.GetProperty("type").GetString() == "service_worker" && t.GetProperty("url").GetString() == $"{origin}/sw.js").GetProperty("targetId").GetString()!;
        var attached = (await browser.SendAsync("Target.attachToTarget", new() { ["targetId"] = worker, ["flatten"] = false }))!.Value;
        return new PageWorker(own, browser, origin, registration, attached.GetProperty("sessionId").GetString()!);
    }

    public Task PushAsync(string message) =>
        _page.SendAsync("ServiceWorker.deliverPushMessage", new() { ["origin"] = _origin, ["registrationId"] = _registration, ["data"] = message });

    /// <summary>The label of the first notice's first button.</summary>
    public async Task<string?> ButtonAsync() => (await AskAsync("self.registration.getNotifications().then(([notice]) => notice.actions[0].title)")).GetProperty("value").GetString();

    /// <summary>A browser lets nothing but a finger press a notice, so that the worker is told as if one had. Nor may anybody but a finger bring a window to the front: that refusal is passed over.</summary>
    /// <remarks>It waits for the notice to be there: a push is given before it is shown.</remarks>
    /// <param name="action">Of a button; empty: the notice itself.</param>
    public Task PressAsync(string action) => AskAsync($$"""
        (async () => {
          let notification;
          while (([notification] = await self.registration.getNotifications()) && !notification) await new Promise((wake) => setTimeout(wake, 20));
          const event = new NotificationEvent('notificationclick', { notification, action: '{{action}}' });
          let work;
          Object.defineProperty(event, 'waitUntil', { value: (all) => { work = all; } });
          self.dispatchEvent(event);
          await work.catch(() => undefined);
          // A tap closes the notice, and that takes a moment: the next one of its alert would be closed in its place.
          while ('{{action}}' === '' && (await self.registration.getNotifications()).length > 0) await new Promise((wake) => setTimeout(wake, 20));
        })()
        """);

    private async Task<JsonElement> AskAsync(string expression)
    {
        var id = ++_asked;
        var answered = new TaskCompletionSource<JsonElement>(TaskCreationOptions.RunContinuationsAsynchronously);
        _browser.Event("Target.receivedMessageFromTarget").OnEvent += (_, told) =>
        {
            if (told is not { } json || json.GetProperty("sessionId").GetString() != _session) return;
            var message = JsonDocument.Parse(json.GetProperty("message").GetString()!).RootElement;
            if (!message.TryGetProperty("id", out JsonElement of) || of.GetInt32() != id) return;
            if (message.TryGetProperty("result", out JsonElement said) && !said.TryGetProperty("exceptionDetails", out JsonElement _)) answered.TrySetResult(said.GetProperty("result"));
            else answered.TrySetException(new InvalidOperationException($"The worker could not say {expression}: {message}"));
        };
        var question = JsonSerializer.Serialize(new { id, method = "Runtime.evaluate", @params = new { expression, awaitPromise = true, returnByValue = true } });
        await _browser.SendAsync("Target.sendMessageToTarget", new() { ["sessionId"] = _session, ["message"] = question });
        return await answered.Task.WaitAsync(s_patience);
    }
}
