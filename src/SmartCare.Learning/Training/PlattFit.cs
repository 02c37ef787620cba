using SmartCare.Learning.Models;

namespace SmartCare.Learning.Training;

/// <summary>A logistic curve through scores that were made out of fold (Platt 1999): two numbers, by Newton's method.</summary>
internal static class PlattFit
{
    private const int Steps = 50;

    public static Calibration Of(IReadOnlyList<(double Raw, bool IsFall)> scores)
    {
        // Raw scores run to 40 and more, so they are scaled; targets are pulled in as Platt says, so that no slope is endless.
        var scale = scores.Max(s => Math.Abs(s.Raw));
        var falls = scores.Count(s => s.IsFall);
        var (high, low) = ((falls + 1.0) / (falls + 2), 1.0 / (scores.Count - falls + 2));
        var (slope, offset) = (1.0, 0.0);
        for (var step = 0; step < Steps; step++)
        {
            var (slopeBy, offsetBy, ss, so, oo) = (0.0, 0.0, 1e-9, 0.0, 1e-9);
            foreach (var (raw, isFall) in scores)
            {
                var x = raw / scale;
                var p = 1 / (1 + Math.Exp(-(slope * x + offset)));
                var (off, weight) = ((isFall ? high : low) - p, p * (1 - p));
                slopeBy += off * x;
                offsetBy += off;
                ss += weight * x * x;
                so += weight * x;
                oo += weight;
            }

            var determinant = ss * oo - so * so;
            slope += (oo * slopeBy - so * offsetBy) / determinant;
            offset += (ss * offsetBy - so * slopeBy) / determinant;
        }

        return new Calibration(slope / scale, offset);
    }
}
