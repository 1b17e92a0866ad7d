using System.Globalization;
using Serilog;
using Serilog.Core;
using Serilog.Events;

namespace Paygress.Provider.Logging;

/// <summary>Sets up where log entries go: to the journal with fields, or readable to the console.</summary>
internal static class ProviderLogging
{
    /// <summary>Begins every field of ours in the journal.</summary>
    public const string FieldPrefix = "PAYGRESS";

    public const string SyslogIdentifier = "paygress-provider";

    private const string ConsoleTemplate = "{Timestamp:HH:mm:ss.fff} {Level:u3} {Message:lj}{NewLine}{Exception}";
    private const string JournalSocket = "/run/systemd/journal/socket";

    /// <summary>Makes the logger; disposing it writes what is left.</summary>
    public static Logger Create(LoggingOptions options)
    {
        var configuration = new LoggerConfiguration()
            .MinimumLevel.Is(options.Level)

            // The web framework tells of every request at Information; ours are told by the API itself.
            .MinimumLevel.Override("Microsoft", options.Level > LogEventLevel.Warning ? options.Level : LogEventLevel.Warning)
            .Enrich.FromLogContext();
        return UsesJournal(options)
            ? configuration.WriteTo.FallbackChain(to => to.Journald(SyslogIdentifier, MessageIds.Of, fieldPrefix: FieldPrefix), WriteToConsole).CreateLogger()
            : configuration.WriteTo.Logger(to => WriteToConsole(to.WriteTo)).CreateLogger();
    }

    private static bool UsesJournal(LoggingOptions options) =>
        options.Target is LoggingTarget.Journal || (options.Target is LoggingTarget.Auto && StartedBySystemd && File.Exists(JournalSocket));

    // A provider that somebody starts by hand tells that somebody, on the terminal.
    private static bool StartedBySystemd => Environment.GetEnvironmentVariable("JOURNAL_STREAM") is { Length: > 0 };

    private static void WriteToConsole(Serilog.Configuration.LoggerSinkConfiguration to) =>
        to.Console(outputTemplate: ConsoleTemplate, formatProvider: CultureInfo.InvariantCulture, standardErrorFromLevel: LogEventLevel.Verbose);
}
