namespace Paygress.Provider.Logging;

/// <summary>Where log entries go.</summary>
internal enum LoggingTarget
{
    /// <summary>To the journal where journald answers, else to the console.</summary>
    Auto,

    /// <summary>To the journal; what it does not take goes to the console.</summary>
    Journal,

    /// <summary>To the console, readable.</summary>
    Console,
}
