using System.Collections.Immutable;

namespace Paygress.Provider.Benchmarks.Figures;

/// <summary>Draws series as boxes: half of the values in the box, the line in it is the median, whiskers at p5 and p95.</summary>
internal static class Plot
{
    private const int WidthOfOne = 110;
    private const int WidthOfRest = 100;
    private const int Height = 480;

    /// <summary>Writes PATH.svg and PATH.png.</summary>
    public static void Write(string path, string title, ImmutableArray<Series> all)
    {
        using var plot = new ScottPlot.Plot();
        plot.Title(title);
        plot.YLabel("milliseconds");
        plot.Axes.SetLimits(-0.6, all.Length - 0.4, 0, all.Max(s => s.P95) * 1.05);
        foreach (var (series, i) in all.Select((s, i) => (s, i)))
        {
            plot.Add.Box(BoxOf(series, i));
        }

        // Broken at commas, as the names stand side by side.
        plot.Axes.Bottom.SetTicks([.. all.Select((_, i) => (double)i)], [.. all.Select(s => s.Name.Replace(", ", ",\n", StringComparison.Ordinal))]);
        var width = (WidthOfOne * all.Length) + WidthOfRest;
        plot.SaveSvg(path + ".svg", width, Height);
        plot.SavePng(path + ".png", width, Height);
    }

    private static ScottPlot.Box BoxOf(Series series, double position) => new()
    {
        Position = position,
        BoxMin = series.At(0.25),
        BoxMiddle = series.Median,
        BoxMax = series.At(0.75),
        WhiskerMin = series.At(0.05),
        WhiskerMax = series.P95,
    };
}
