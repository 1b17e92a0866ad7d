using Paygress.Provider.Core.Leases;

namespace Paygress.Provider.Core.Restarts;

/// <summary>Decides whether and when a container that exited within its lease is started again.</summary>
public static class RestartRule
{
    /// <summary>After a run at least this long the next start waits only the shortest time.</summary>
    public static readonly TimeSpan HealthyRun = TimeSpan.FromMinutes(10);

    /// <summary>True when it is to be started again.</summary>
    /// <param name="byItself">True only when it is certain that the main process ended by itself, and not because docker or the host went down.</param>
    public static bool IsWanted(RestartPolicy policy, int exitCode, bool byItself) => policy switch
    {
        RestartPolicy.Always => true,
        RestartPolicy.OnFailure => exitCode != 0 || !byItself,
        _ => !byItself,
    };

    /// <summary>The wait before the next start: 1, 2, 4 ... 60 seconds.</summary>
    /// <param name="restarts">How often it was started again before.</param>
    /// <param name="ran">How long the last run was.</param>
    public static TimeSpan Delay(int restarts, TimeSpan ran) =>
        Backoff.Next(ran >= HealthyRun ? 0 : restarts);
}
