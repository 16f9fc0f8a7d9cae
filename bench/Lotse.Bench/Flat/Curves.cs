using System.Globalization;
using System.Net;
using System.Text;

namespace Lotse.Bench.Flat;

/// <summary>How long a step takes at one size, in milliseconds.</summary>
internal sealed record CurvePoint(string What, long Tickets, double Median, double Least, double Most, double Worst);

/// <summary>Draws what flat measured: a small picture for each step, all in one SVG that follows the reader's light or dark.</summary>
internal static class Curves
{
    private const int Width = 232, Height = 150, Columns = 4, Left = 14, Right = 14, Top = 40, Bottom = 26, Head = 56;

    private const string Style =
        """
        <style>
          text { font: 11px system-ui, sans-serif; fill: #3c4450 } .title { font-weight: 600; fill: #1b2028 } .large { font-size: 15px }
          .frame { fill: none; stroke: #d9dee5 } .median { fill: none; stroke: #0b62c4; stroke-width: 2 } .worst { fill: none; stroke: #8a94a3; stroke-width: 1.25; stroke-dasharray: 4 3 }
          .dot { fill: #0b62c4 } .range { stroke: #0b62c4; stroke-width: 1 } .ground { fill: #ffffff }
          @media (prefers-color-scheme: dark) { text { fill: #b6bfca } .title { fill: #eef2f6 } .frame { stroke: #39424e } .median { stroke: #6fb0ff } .dot { fill: #6fb0ff } .range { stroke: #6fb0ff } .worst { stroke: #8d98a6 } .ground { fill: #14181d } }
        </style>
        """;

    /// <param name="lines">As flat writes them with --csv, the first one the heading.</param>
    public static IReadOnlyList<CurvePoint> Read(IEnumerable<string> lines) => [.. lines.Skip(1).Where(line => line.Length > 0).Select(line =>
    {
        var end = line.LastIndexOf('"');
        var numbers = line[(end + 2)..].Split(',').Select(number => double.Parse(number, CultureInfo.InvariantCulture)).ToList();
        return new CurvePoint(line[1..end], (long)numbers[0], numbers[1], numbers[2], numbers[3], numbers[4]);
    })];

    public static string Draw(string title, IReadOnlyList<CurvePoint> points)
    {
        var steps = points.GroupBy(point => point.What).ToList();
        var rows = (steps.Count + Columns - 1) / Columns;
        var (width, height) = (Columns * Width, Head + (rows * Height));
        var svg = new StringBuilder(Text($"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" height=\"{height}\" role=\"img\" aria-label=\"{WebUtility.HtmlEncode(title)}\">\n{Style}\n"));
        svg.Append(Text($"<rect class=\"ground\" width=\"{width}\" height=\"{height}\"/>\n<text class=\"title large\" x=\"{Left}\" y=\"24\">{WebUtility.HtmlEncode(title)}</text>\n"));
        svg.Append(Text($"<text x=\"{Left}\" y=\"44\">milliseconds by tickets; the line is the median with its rounds from least to most, the dashed one the slowest in a hundred</text>\n"));
        foreach (var (step, at) in steps.Select((step, at) => (step, at))) Panel(svg, step.Key, [.. step.OrderBy(point => point.Tickets)], at % Columns * Width, Head + (at / Columns * Height));
        return svg.Append("</svg>\n").ToString();
    }

    private static void Panel(StringBuilder svg, string name, IReadOnlyList<CurvePoint> points, int x, int y)
    {
        var most = points.Max(point => Math.Max(point.Worst, point.Most)) * 1.08;
        var (first, last) = (Math.Log10(points[0].Tickets), Math.Log10(points[^1].Tickets));
        double X(CurvePoint point) => x + Left + 8 + ((Width - Left - Right - 16) * (last > first ? (Math.Log10(point.Tickets) - first) / (last - first) : 0.5));
        double Y(double value) => y + Height - Bottom - ((Height - Top - Bottom) * value / most);
        svg.Append(Text($"<rect class=\"frame\" x=\"{x + Left - 6}\" y=\"{y + 4}\" width=\"{Width - 16}\" height=\"{Height - 10}\" rx=\"6\"/>\n<text class=\"title\" x=\"{x + Left}\" y=\"{y + 20}\">{WebUtility.HtmlEncode(name)}</text>\n"));
        svg.Append(Text($"<polyline class=\"worst\" points=\"{string.Join(' ', points.Select(point => Text($"{X(point):F1},{Y(point.Worst):F1}")))}\"/>\n"));
        svg.Append(Text($"<polyline class=\"median\" points=\"{string.Join(' ', points.Select(point => Text($"{X(point):F1},{Y(point.Median):F1}")))}\"/>\n"));
        foreach (var point in points)
        {
            var anchor = point == points[0] ? "start" : point == points[^1] ? "end" : "middle";
            svg.Append(Text($"<line class=\"range\" x1=\"{X(point):F1}\" x2=\"{X(point):F1}\" y1=\"{Y(point.Least):F1}\" y2=\"{Y(point.Most):F1}\"/><circle class=\"dot\" cx=\"{X(point):F1}\" cy=\"{Y(point.Median):F1}\" r=\"3\"/>"));
            svg.Append(Text($"<text x=\"{X(point):F1}\" y=\"{Y(point.Median) - 7:F1}\" text-anchor=\"{anchor}\">{point.Median:F1}</text><text x=\"{X(point):F1}\" y=\"{y + Height - 12}\" text-anchor=\"{anchor}\">{Size(point.Tickets)}</text>\n"));
        }
    }

    private static string Size(long tickets) => tickets >= 950_000 ? Text($"{tickets / 1e6:F0} million") : Text($"{Math.Round(tickets / 1000.0) * 1000:N0}");

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
