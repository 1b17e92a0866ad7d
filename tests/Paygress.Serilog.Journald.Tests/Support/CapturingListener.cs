using System.Collections.Concurrent;
using Serilog.Core;
using Serilog.Events;

namespace Serilog.Tests.Support;

/// <summary>Keeps what a sink reports as lost.</summary>
internal sealed class CapturingListener : ILoggingFailureListener
{
    public ConcurrentQueue<LogEvent> Events { get; } = new();

    public ConcurrentQueue<(LoggingFailureKind Kind, string Message, Exception? Exception)> Failures { get; } = new();

    public void OnLoggingFailed(object sender, LoggingFailureKind kind, string message, IReadOnlyCollection<LogEvent>? events, Exception? exception)
    {
        Failures.Enqueue((kind, message, exception));
        foreach (var logEvent in events ?? [])
        {
            Events.Enqueue(logEvent);
        }
    }
}
