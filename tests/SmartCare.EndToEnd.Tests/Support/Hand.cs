using Microsoft.Playwright;

namespace SmartCare.Testing;

/// <summary>Somebody at a page: by pointer and keys, or by keys alone. What they do is counted: a field filled in, a button pressed.</summary>
internal sealed class Hand(IPage page, bool isKeyboardAlone)
{
    /// <summary>Further than any form of the house goes.</summary>
    private const int MostTabs = 60;

    public int Actions { get; private set; }

    public async Task FillAsync(ILocator field, string text)
    {
        Actions++;
        await field.WaitForAsync();
        if (!isKeyboardAlone)
        {
            await field.FillAsync(text);
            return;
        }

        await TabToAsync(field);
        await page.Keyboard.PressAsync("Control+A");
        await page.Keyboard.InsertTextAsync(text);
    }

    public async Task PressAsync(ILocator button)
    {
        Actions++;
        await button.WaitForAsync();
        if (!isKeyboardAlone)
        {
            await button.ClickAsync();
            return;
        }

        await TabToAsync(button);
        await page.Keyboard.PressAsync("Enter");
    }

    private async Task TabToAsync(ILocator wanted)
    {
        for (var tab = 0; tab < MostTabs; tab++)
        {
            if (await wanted.EvaluateAsync<bool>("element => element === document.activeElement")) return;
            await page.Keyboard.PressAsync("Tab");
        }

        throw new InvalidOperationException($"{wanted} cannot be reached with the Tab key.");
    }
}
