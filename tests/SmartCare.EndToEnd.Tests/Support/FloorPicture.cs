using Microsoft.Playwright;

namespace SmartCare.Testing;

/// <summary>A corridor with ten doors on either side, drawn by the browser itself.</summary>
internal static class FloorPicture
{
    public static async Task<byte[]> DrawAsync(IPage page) => Convert.FromBase64String(await page.EvaluateAsync<string>("""
        () => {
          const canvas = Object.assign(document.createElement('canvas'), { width: 1500, height: 640 });
          const pen = canvas.getContext('2d');
          pen.fillStyle = '#fff';
          pen.fillRect(0, 0, 1500, 640);
          Object.assign(pen, { strokeStyle: '#445', lineWidth: 5 });
          for (let n = 0; n < 10; n++) for (const y of [15, 395]) pen.strokeRect(15 + n * 147, y, 147, 230);
          pen.strokeRect(15, 15, 1470, 610);
          return canvas.toDataURL('image/png').split(',')[1];
        }
        """));
}
