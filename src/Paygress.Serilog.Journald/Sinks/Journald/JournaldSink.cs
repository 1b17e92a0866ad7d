using Serilog.Core;
using Serilog.Debugging;
using Serilog.Events;
using Serilog.Parsing;

namespace Serilog.Sinks.Journald;

/// <summary>Writes each event to the journal before the log call returns, so that it survives a crash.</summary>
internal sealed class JournaldSink(JournalEntryEncoder encoder, IJournalSocket socket) : ILogEventSink, ISetLoggingFailureListener, IDisposable
{
    private static readonly MessageTemplate LostTemplate =
        new MessageTemplateParser().Parse("{LostEntries} log entries were lost on the way to the journal");

    private ILoggingFailureListener _failureListener = SelfLog.FailureListener;
    private long _lost;

    /// <inheritdoc />
    public void SetFailureListener(ILoggingFailureListener failureListener)
    {
        ArgumentNullException.ThrowIfNull(failureListener);
        _failureListener = failureListener;
    }

    /// <inheritdoc />
    public void Emit(LogEvent logEvent)
    {
        ArgumentNullException.ThrowIfNull(logEvent);
        ReportLost(logEvent);
        if (Send(logEvent) is JournalSendResult.Failed failed)
        {
            Interlocked.Increment(ref _lost);
            var message = $"an event did not reach the journal: {failed.Reason}";
            _failureListener.OnLoggingFailed(this, LoggingFailureKind.Permanent, message, [logEvent], failed.Exception);
        }
    }

    /// <inheritdoc />
    public void Dispose() => socket.Dispose();

    // Before the event, since that is where the gap is.
    private void ReportLost(LogEvent next)
    {
        var lost = Interlocked.Exchange(ref _lost, 0);
        if (lost == 0)
        {
            return;
        }

        var notice = new LogEvent(
            next.Timestamp,
            LogEventLevel.Warning,
            exception: null,
            LostTemplate,
            [
                new LogEventProperty("LostEntries", new ScalarValue(lost)),
                new LogEventProperty(Constants.SourceContextPropertyName, new ScalarValue(typeof(JournaldSink).FullName)),
            ]);
        if (Send(notice) is JournalSendResult.Failed)
        {
            Interlocked.Add(ref _lost, lost);
        }
    }

    private JournalSendResult Send(LogEvent logEvent)
    {
        try
        {
            var result = socket.Send(encoder.Encode(logEvent).Span);
            return result is JournalSendResult.TooLarge ? SendTruncated(logEvent) : result;
        }
#pragma warning disable CA1031 // Logging must not fail its caller: a value that can't be rendered, a callback that throws or a disposed socket make a lost event.
        catch (Exception e)
#pragma warning restore CA1031
        {
            return new JournalSendResult.Failed(e.Message, e);
        }
    }

    private JournalSendResult SendTruncated(LogEvent logEvent)
    {
        var result = socket.Send(encoder.EncodeTruncated(logEvent).Span);
        return result is JournalSendResult.TooLarge tooLarge ? new JournalSendResult.Failed(tooLarge.Reason) : result;
    }
}
