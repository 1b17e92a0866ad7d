namespace Paygress.Provider.Benchmarks.Promises;

/// <summary>A number that is held to.</summary>
/// <param name="Limit">The most it may be.</param>
/// <param name="Margin">How much more a run on a noisy machine may show, as a factor, before it is called broken; zero for a figure that is told and never gates.</param>
/// <param name="Measured">What it was.</param>
internal sealed record Promise(string Text, double Limit, double Margin, double Measured, string Unit = "")
{
    public bool IsKept => Measured <= Limit;

    public bool IsBroken => Margin > 0 && Measured > Limit * Margin;

    public string Verdict => IsKept ? "kept" : IsBroken ? "BROKEN" : Margin > 0 ? "within margin" : "missed";
}
