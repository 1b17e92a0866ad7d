using System.Diagnostics;
using CsCheck;
using Serilog.Events;
using Serilog.Parsing;
using Serilog.Sinks.Journald;
using Serilog.Tests.Support;

namespace Serilog.Tests.Sinks.Journald;

public sealed class JournalEntryEncoderTests
{
    [Theory]
    [InlineData(LogEventLevel.Fatal, "2")]
    [InlineData(LogEventLevel.Error, "3")]
    [InlineData(LogEventLevel.Warning, "4")]
    [InlineData(LogEventLevel.Information, "6")]
    [InlineData(LogEventLevel.Debug, "7")]
    [InlineData(LogEventLevel.Verbose, "7")]
    public void Encode_Level_BecomesPriority(LogEventLevel level, string expected) =>
        Encode(Some.LogEvent(level: level))["PRIORITY"].ShouldBe(expected);

    [Fact]
    public void Encode_PlainEvent_HasMessagePriorityAndIdentifierOnly() =>
        Encode(Some.LogEvent()).Fields.Select(field => $"{field.Key}={field.Value}")
            .ShouldBe(["MESSAGE=Something happened", "PRIORITY=6", "SYSLOG_IDENTIFIER=test"]);

    [Fact]
    public void Encode_NoIdentifier_LeavesTheFieldOut()
    {
        var encoder = new JournalEntryEncoder(new JournalFields(""), syslogIdentifier: null, messageId: null);

        JournalEntry.Parse(encoder.Encode(Some.LogEvent()).Span).Names.ShouldNotContain("SYSLOG_IDENTIFIER");
    }

    [Fact]
    public void Encode_StringInTemplate_StandsInTheMessageWithoutQuotes()
    {
        var entry = Encode(Some.LogEvent("Lease {LeaseId} expired {Late} late", properties: [("LeaseId", "a1"), ("Late", TimeSpan.FromSeconds(3))]));

        entry["MESSAGE"].ShouldBe("Lease a1 expired 00:00:03 late");
        entry["PAYGRESS_LEASE_ID"].ShouldBe("a1");
        entry["PAYGRESS_LATE"].ShouldBe("00:00:03");
    }

    [Fact]
    public void Encode_MessageIdFromCallback_IsAField()
    {
        var encoder = new JournalEntryEncoder(
            new JournalFields(""), "test", e => e.Level == LogEventLevel.Error ? "0123456789abcdef0123456789abcdef" : null);

        JournalEntry.Parse(encoder.Encode(Some.LogEvent(level: LogEventLevel.Error)).Span)["MESSAGE_ID"].ShouldBe("0123456789abcdef0123456789abcdef");
        JournalEntry.Parse(encoder.Encode(Some.LogEvent()).Span).Names.ShouldNotContain("MESSAGE_ID");
    }

    [Fact]
    public void Encode_EventIdOfMicrosoftsLogging_BecomesTwoFields()
    {
        var eventId = new StructureValue([new LogEventProperty("Id", new ScalarValue(5003)), new LogEventProperty("Name", new ScalarValue("LeaseExpired"))]);

        var entry = Encode(Some.LogEvent(properties: [("EventId", eventId)]));

        entry["PAYGRESS_EVENT"].ShouldBe("LeaseExpired");
        entry["PAYGRESS_EVENT_ID"].ShouldBe("5003");
    }

    [Fact]
    public void Encode_EventIdWithoutName_HasNoEventField()
    {
        var eventId = new StructureValue([new LogEventProperty("Id", new ScalarValue(5003))]);

        Encode(Some.LogEvent(properties: [("EventId", eventId)])).Names.ShouldNotContain("PAYGRESS_EVENT");
    }

    [Fact]
    public void Encode_ScalarEventId_IsTheEventId() =>
        Encode(Some.LogEvent(properties: [("EventId", 7)]))["PAYGRESS_EVENT_ID"].ShouldBe("7");

    [Fact]
    public void Encode_SourceContext_IsTheLogger() =>
        Encode(Some.LogEvent(properties: [("SourceContext", "Paygress.Provider.Leases")]))["PAYGRESS_LOGGER"].ShouldBe("Paygress.Provider.Leases");

    [Fact]
    public void Encode_Exception_IsAFieldWithAllItsLines()
    {
        var exception = new InvalidOperationException("outer", new IOException("first\nsecond"));

        Encode(Some.LogEvent(exception: exception))["PAYGRESS_EXCEPTION"].ShouldBe(exception.ToString());
    }

    [Fact]
    public void Encode_Trace_BecomesTwoFields()
    {
        var (trace, span) = (ActivityTraceId.CreateRandom(), ActivitySpanId.CreateRandom());
        var template = new MessageTemplateParser().Parse("x");
        var entry = Encode(new LogEvent(default, LogEventLevel.Debug, null, template, [], trace, span));

        entry["PAYGRESS_TRACE_ID"].ShouldBe(trace.ToHexString());
        entry["PAYGRESS_SPAN_ID"].ShouldBe(span.ToHexString());
    }

    [Fact]
    public void Encode_PropertiesOfTheSameFieldName_AreNumbered()
    {
        var entry = Encode(Some.LogEvent(properties: [("LeaseId", 1), ("Lease_Id", 2), ("lease-id", 3)]));

        entry["PAYGRESS_LEASE_ID"].ShouldBe("1");
        entry["PAYGRESS_LEASE_ID_2"].ShouldBe("2");
        entry["PAYGRESS_LEASE_ID_3"].ShouldBe("3");
    }

    [Theory]
    [InlineData("Exception", "PAYGRESS_EXCEPTION")]
    [InlineData("Event", "PAYGRESS_EVENT")]
    [InlineData("Truncated", "PAYGRESS_TRUNCATED")]
    public void Encode_PropertyWithANameOfOurs_DoesNotTakeIt(string property, string field)
    {
        var entry = Encode(Some.LogEvent(properties: [(property, "x")]));

        entry.Names.ShouldNotContain(field);
        entry[field + "_2"].ShouldBe("x");
    }

    [Theory]
    [InlineData("Message", "MESSAGE_2")]
    [InlineData("Priority", "PRIORITY_2")]
    [InlineData("Unit", "UNIT_2")]
    [InlineData("SyslogIdentifier", "SYSLOG_IDENTIFIER_2")]
    [InlineData("Errno", "ERRNO_2")]
    public void Encode_WithoutPrefixAPropertyWithANameOfTheJournals_DoesNotTakeIt(string property, string field)
    {
        var encoder = new JournalEntryEncoder(new JournalFields(""), "test", messageId: null);

        JournalEntry.Parse(encoder.Encode(Some.LogEvent(properties: [(property, "x")])).Span)[field].ShouldBe("x");
    }

    [Fact]
    public void Encode_NullProperty_IsLeftOut() =>
        Encode(Some.LogEvent(properties: [("LeaseId", null)])).Names.ShouldNotContain("PAYGRESS_LEASE_ID");

    [Fact]
    public void Encode_AnyProperties_GivesValidFieldsEachOnce() =>
        Gen.Select(Gen.String, Gen.String).Array[0, 20].Sample(pairs =>
        {
            var properties = pairs.Where(pair => LogEventProperty.IsValidName(pair.Item1)).DistinctBy(pair => pair.Item1);
            var entry = Encode(Some.LogEvent(properties: [.. properties.Select(pair => (pair.Item1, (object?)pair.Item2))]));
            return entry.Names.All(JournalFieldName.IsValid) && entry.Names.Distinct().Count() == entry.Fields.Count;
        });

    [Fact]
    public void EncodeTruncated_LongValues_FitIntoADatagramAndSaySo()
    {
        var huge = new string('é', 500_000);
        var encoder = new JournalEntryEncoder(new JournalFields("PAYGRESS"), "test", messageId: null);

        var bytes = encoder.EncodeTruncated(Some.LogEvent("{Text}", LogEventLevel.Error, new IOException(huge), ("Text", huge)));

        bytes.Length.ShouldBeLessThan(100_000);
        var entry = JournalEntry.Parse(bytes.Span);
        entry["PAYGRESS_TRUNCATED"].ShouldBe("1");
        entry["MESSAGE"].ShouldBe(huge[..4096]);
        entry["PRIORITY"].ShouldBe("3");
    }

    private static JournalEntry Encode(LogEvent logEvent) =>
        JournalEntry.Parse(new JournalEntryEncoder(new JournalFields("PAYGRESS"), "test", messageId: null).Encode(logEvent).Span);
}
