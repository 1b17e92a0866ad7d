using Serilog.Configuration;
using Serilog.Core;
using Serilog.Events;
using Serilog.Sinks.Journald;

namespace Serilog;

/// <summary>Adds <c>WriteTo.Journald()</c> to the logger configuration.</summary>
public static class JournaldLoggerConfigurationExtensions
{
    private const string DefaultSocketPath = "/run/systemd/journal/socket";

    /// <summary>Writes log events to the systemd journal in its native protocol, with a field per property.</summary>
    /// <remarks>
    /// An event that can't be sent is reported to the failure listener, so the sink works as the first one of
    /// <c>WriteTo.FallbackChain</c>. Logging waits for journald for a tenth of a second at most, and never throws.
    /// </remarks>
    /// <param name="sinkConfiguration">Logger sink configuration.</param>
    /// <param name="syslogIdentifier">The name shown in front of each line (<c>journalctl -t</c>); without one journald
    /// shows the name of the process.</param>
    /// <param name="messageId">Gives the 128-bit id of the kind of event, as 32 hexadecimal digits, or null for none.</param>
    /// <param name="socketPath">Where journald listens.</param>
    /// <param name="fieldPrefix">Put in front of the name of every field that is the application's own: with <c>ACME</c>
    /// the property <c>OrderId</c> becomes <c>ACME_ORDER_ID</c>.</param>
    /// <param name="restrictedToMinimumLevel">The minimum level for events passed through the sink. Ignored when
    /// <paramref name="levelSwitch"/> is specified.</param>
    /// <param name="levelSwitch">A switch allowing the pass-through minimum level to be changed at runtime.</param>
    /// <returns>Configuration object allowing method chaining.</returns>
    /// <exception cref="ArgumentException"><paramref name="socketPath"/> is no socket path, or
    /// <paramref name="fieldPrefix"/> can't begin a field name.</exception>
    public static LoggerConfiguration Journald(
        this LoggerSinkConfiguration sinkConfiguration,
        string? syslogIdentifier = null,
        Func<LogEvent, string?>? messageId = null,
        string socketPath = DefaultSocketPath,
        string fieldPrefix = "",
        LogEventLevel restrictedToMinimumLevel = LevelAlias.Minimum,
        LoggingLevelSwitch? levelSwitch = null)
    {
        ArgumentNullException.ThrowIfNull(sinkConfiguration);
        ArgumentException.ThrowIfNullOrEmpty(socketPath);
        ArgumentNullException.ThrowIfNull(fieldPrefix);

        var encoder = new JournalEntryEncoder(new JournalFields(fieldPrefix), syslogIdentifier, messageId);
#pragma warning disable CA2000 // The logger disposes its sinks, and this one its socket.
        var sink = new JournaldSink(encoder, new JournalSocket(socketPath));
#pragma warning restore CA2000
        return sinkConfiguration.Sink(sink, restrictedToMinimumLevel, levelSwitch);
    }
}
