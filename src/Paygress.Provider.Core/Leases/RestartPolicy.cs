namespace Paygress.Provider.Core.Leases;

/// <summary>Which containers are started again when they exit by themselves.</summary>
public enum RestartPolicy
{
    /// <summary>Those that end with an exit code other than 0, or that the host stopped.</summary>
    OnFailure,

    /// <summary>All.</summary>
    Always,

    /// <summary>None, but for those that the host stopped.</summary>
    Never,
}
