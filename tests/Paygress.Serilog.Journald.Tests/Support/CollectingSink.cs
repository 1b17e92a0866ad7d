using System.Collections.Concurrent;
using Serilog.Core;
using Serilog.Events;

namespace Serilog.Tests.Support;

/// <summary>Keeps the events it gets.</summary>
internal sealed class CollectingSink : ILogEventSink
{
    public ConcurrentQueue<LogEvent> Events { get; } = new();

    public void Emit(LogEvent logEvent) => Events.Enqueue(logEvent);
}
