namespace Paygress.Provider.Core.Leases;

/// <summary>When something that failed is tried again: after 1, 2, 4 ... 60 seconds. Pure.</summary>
public static class Backoff
{
    private const int MaxSeconds = 60;

    /// <summary>The wait after <paramref name="attempts"/> tries before this one.</summary>
    public static TimeSpan Next(int attempts) => TimeSpan.FromSeconds(attempts >= 6 ? MaxSeconds : 1 << Math.Max(0, attempts));
}
