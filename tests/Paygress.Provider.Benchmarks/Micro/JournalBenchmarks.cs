using BenchmarkDotNet.Attributes;
using Serilog.Events;
using Serilog.Parsing;
using Serilog.Sinks.Journald;

namespace Paygress.Provider.Benchmarks.Micro;

/// <summary>One log event as the bytes of a journal entry.</summary>
public class JournalBenchmarks
{
    private readonly JournalEntryEncoder _encoder = new(new JournalFields("PAYGRESS"), "paygress-provider", _ => "7c1d9e52a4f04b6e8d3b90f100000001");

    private readonly LogEvent _event = new(
        new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero),
        LogEventLevel.Information,
        exception: null,
        new MessageTemplateParser().Parse("Lease {LeaseId} ({Vmid}) is {State}, reason {EndReason}: nothing of it is left"),
        [
            new LogEventProperty("LeaseId", new ScalarValue("01a226547e607838ae13aca46e43dd57")), new LogEventProperty("Vmid", new ScalarValue(1000)),
            new LogEventProperty("State", new ScalarValue("Ended")), new LogEventProperty("EndReason", new ScalarValue("Expired")),
        ]);

    [Benchmark]
    public int Encode() => _encoder.Encode(_event).Length;
}
