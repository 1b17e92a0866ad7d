namespace Paygress.Provider;

/// <summary>What the process tells its caller.</summary>
internal static class ExitCode
{
    /// <summary>Done; for the daemon: asked to stop.</summary>
    public const int Done = 0;

    /// <summary>Failed; for the daemon: a loop crashed, as by a broken store, or another provider has the data directory or the socket.</summary>
    public const int Failed = 1;

    /// <summary>The command line is wrong.</summary>
    public const int Usage = 2;

    /// <summary>The provider can't be reached on its socket.</summary>
    public const int Unreachable = 3;

    /// <summary>The provider refused the request.</summary>
    public const int Refused = 4;

    /// <summary>A client verb was interrupted by Ctrl-C, as shells count it: 128 and the signal's number.</summary>
    public const int Interrupted = 130;

    /// <summary>A client verb was told to end, as by <c>timeout</c> or <c>kill</c>.</summary>
    public const int Terminated = 143;

    /// <summary>A client verb lost its terminal.</summary>
    public const int HungUp = 129;

    /// <summary>Configuration, store or the socket's path are unusable; the unit does not restart on it.</summary>
    public const int Unusable = 78;
}
