namespace Paygress.Provider.Linux.Checks;

/// <summary>How a check ended.</summary>
public enum CheckOutcome
{
    /// <summary>As it should be.</summary>
    Passed,

    /// <summary>The provider works, but something is not offered or not as it should be.</summary>
    Warned,

    /// <summary>Leases can't be run, or none with data.</summary>
    Failed,
}
