using System.Globalization;
using System.Text;

namespace SmartCare.Learning.Training;

/// <summary>A drawing with two axes, as SVG that any browser shows and that reads as text in a review.</summary>
/// <param name="maxX">The x axis goes from 0 to this; y from <paramref name="minY"/> to 1.</param>
internal sealed class Plot(string title, string x, string y, double maxX, double minY)
{
    private const int Width = 560, Height = 400, Left = 60, Right = 20, Top = 40, Bottom = 50;

    private const int Steps = 5;

    private static readonly string[] s_colours = ["#0b5fa5", "#b3470b", "#4a7a1c"];

    private readonly StringBuilder _drawn = new();
    private int _series;

    /// <summary>One more line through points, with its name at the edge and an interval at each point that has one.</summary>
    public void Line(string name, IEnumerable<(double X, double Y, double Low, double High)> points)
    {
        var (colour, all) = (s_colours[_series % s_colours.Length], points.ToList());
        Add($"""<polyline fill="none" stroke="{colour}" stroke-width="1.5" points="{string.Join(' ', all.Select(p => $"{At(p.X)},{Up(p.Y)}"))}"/>""");
        foreach (var point in all)
        {
            Add($"""<circle cx="{At(point.X)}" cy="{Up(point.Y)}" r="2.5" fill="{colour}"/>""");
            if (point.High > point.Low) Add($"""<line x1="{At(point.X)}" x2="{At(point.X)}" y1="{Up(point.Low)}" y2="{Up(point.High)}" stroke="{colour}" opacity="0.5"/>""");
        }

        Add($"""<text x="{Width - Right - 8}" y="{Height - Bottom - 12 - 16 * _series}" text-anchor="end" fill="{colour}">{name}</text>""");
        _series++;
    }

    /// <summary>From corner to corner: what is said is what is.</summary>
    public void Diagonal() => Add($"""<line x1="{At(0)}" y1="{Up(0)}" x2="{At(maxX)}" y2="{Up(1)}" stroke="#888" stroke-dasharray="4 4"/>""");

    public override string ToString()
    {
        var axes = new StringBuilder();
        for (var step = 0; step <= Steps; step++)
        {
            var (across, along) = (minY + (1 - minY) * step / Steps, maxX * step / Steps);
            axes.Append(Invariant($"""<line x1="{Left}" x2="{Width - Right}" y1="{Up(across)}" y2="{Up(across)}" stroke="#ddd"/>""")).Append('\n');
            axes.Append(Invariant($"""<text x="{Left - 6}" y="{Up(across)}" text-anchor="end" dominant-baseline="middle">{across:0.##}</text>""")).Append('\n');
            axes.Append(Invariant($"""<text x="{At(along)}" y="{Height - Bottom + 16}" text-anchor="middle">{along:0.##}</text>""")).Append('\n');
        }

        return Invariant($"""
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {Width} {Height}" font-family="sans-serif" font-size="12">
            <rect width="{Width}" height="{Height}" fill="#fff"/>
            <text x="{Left}" y="22" font-size="14">{title}</text>
            {axes}<text x="{(Left + Width - Right) / 2}" y="{Height - 12}" text-anchor="middle">{x}</text>
            <text x="16" y="{(Top + Height - Bottom) / 2}" text-anchor="middle" transform="rotate(-90 16 {(Top + Height - Bottom) / 2})">{y}</text>
            {_drawn}</svg>

            """);
    }

    private void Add(FormattableString element) => _drawn.Append(Invariant(element)).Append('\n');

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private string At(double x) => (Left + Math.Clamp(x / maxX, 0, 1) * (Width - Left - Right)).ToString("0.#", CultureInfo.InvariantCulture);

    private string Up(double y) => (Height - Bottom - Math.Clamp((y - minY) / (1 - minY), 0, 1) * (Height - Top - Bottom)).ToString("0.#", CultureInfo.InvariantCulture);
}
