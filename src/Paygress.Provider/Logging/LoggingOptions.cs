using Serilog.Events;

namespace Paygress.Provider.Logging;

/// <summary>What is logged and where to: section <c>Logging</c>.</summary>
internal sealed class LoggingOptions
{
    public const string SectionName = "Logging";

    /// <summary>The least level that is written.</summary>
    public LogEventLevel Level { get; set; } = LogEventLevel.Information;

    /// <summary>To the journal, to the console (standard error, readable), or <c>auto</c>: to the journal where systemd started the provider.</summary>
    public LoggingTarget Target { get; set; } = LoggingTarget.Auto;
}
