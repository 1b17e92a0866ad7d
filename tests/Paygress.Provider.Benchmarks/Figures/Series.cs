using System.Collections.Immutable;

namespace Paygress.Provider.Benchmarks.Figures;

/// <summary>Times of one thing, in milliseconds.</summary>
internal sealed record Series(string Name, ImmutableArray<double> Milliseconds)
{
    public double Median => At(0.5);

    public double P95 => At(0.95);

    public double P99 => At(0.99);

    public double Worst => At(1);

    /// <summary>The value that this share of all does not exceed (nearest rank).</summary>
    public double At(double share)
    {
        var sorted = Milliseconds.Sort();
        return sorted[Math.Clamp((int)Math.Ceiling(share * sorted.Length) - 1, 0, sorted.Length - 1)];
    }
}
