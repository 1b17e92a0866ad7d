namespace Paygress.Provider.Core.Eviction;

/// <summary>When a failed effect is tried again: 1, 2, 4 ... 60 seconds.</summary>
public static class EvictionBackoff
{
    private const int MaxSeconds = 60;

    /// <summary>The wait after <paramref name="attempts"/> tries before this one.</summary>
    public static TimeSpan Next(int attempts) => TimeSpan.FromSeconds(attempts >= 6 ? MaxSeconds : 1 << Math.Max(0, attempts));
}
