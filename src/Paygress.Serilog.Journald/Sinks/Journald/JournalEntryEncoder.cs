using System.Globalization;
using Serilog.Core;
using Serilog.Events;
using Serilog.Formatting.Display;

namespace Serilog.Sinks.Journald;

/// <summary>Turns a log event into the bytes of a journal entry. Pure but for the callback that names the kind of event.</summary>
internal sealed class JournalEntryEncoder(JournalFields fields, string? syslogIdentifier, Func<LogEvent, string?>? messageId)
{
    private const string EventIdProperty = "EventId";
    private const int TruncatedValueLength = 4096;

    // "l": strings without quotes.
    private static readonly MessageTemplateTextFormatter Message = new("{Message:l}", CultureInfo.InvariantCulture);

    /// <summary>The whole event.</summary>
    public ReadOnlyMemory<byte> Encode(LogEvent logEvent)
    {
        var entry = new JournalEntryWriter(int.MaxValue);
        Write(logEvent, entry);
        return entry.Entry;
    }

    /// <summary>The event with every value cut to what fits into a datagram, and marked as such.</summary>
    public ReadOnlyMemory<byte> EncodeTruncated(LogEvent logEvent)
    {
        var entry = new JournalEntryWriter(TruncatedValueLength);
        entry.Add(fields.Truncated, "1");
        Write(logEvent, entry);
        return entry.Entry;
    }

    private void Write(LogEvent logEvent, JournalEntryWriter entry)
    {
        entry.Add("MESSAGE", Render(logEvent));
        entry.Add("PRIORITY", Priority(logEvent.Level));
        entry.Add("SYSLOG_IDENTIFIER", syslogIdentifier);
        entry.Add("MESSAGE_ID", messageId?.Invoke(logEvent));
        entry.Add(fields.Exception, logEvent.Exception?.ToString());
        entry.Add(fields.TraceId, logEvent.TraceId?.ToHexString());
        entry.Add(fields.SpanId, logEvent.SpanId?.ToHexString());

        foreach (var (name, value) in logEvent.Properties)
        {
            WriteProperty(name, value, entry);
        }
    }

    private void WriteProperty(string name, LogEventPropertyValue value, JournalEntryWriter entry)
    {
        switch (name, value)
        {
            case (Constants.SourceContextPropertyName, _):
                entry.Add(fields.Logger, JournalValue.ToText(value));
                break;
            case (EventIdProperty, StructureValue structure):
                entry.Add(fields.Event, Member(structure, "Name"));
                entry.Add(fields.EventId, Member(structure, "Id"));
                break;
            case (EventIdProperty, _):
                entry.Add(fields.EventId, JournalValue.ToText(value));
                break;
            default:
                WriteUnderOwnName(name, value, entry);
                break;
        }
    }

    private void WriteUnderOwnName(string name, LogEventPropertyValue value, JournalEntryWriter entry)
    {
        if (fields.ForProperty(name) is not { } field)
        {
            return;
        }

        var unique = field;
        for (var number = 2; fields.IsReserved(unique) || entry.Contains(unique); number++)
        {
            unique = JournalFieldName.WithNumber(field, number);
        }

        entry.Add(unique, JournalValue.ToText(value));
    }

    // The form in which Microsoft's logging, through Serilog's provider, passes its EventId.
    private static string? Member(StructureValue structure, string name) =>
        structure.Properties.FirstOrDefault(property => property.Name == name) is { } member ? JournalValue.ToText(member.Value) : null;

    private static string Render(LogEvent logEvent)
    {
        using var text = new StringWriter(CultureInfo.InvariantCulture);
        Message.Format(logEvent, text);
        return text.ToString();
    }

    // syslog(3): 2 critical, 3 error, 4 warning, 6 informational, 7 debug.
    private static string Priority(LogEventLevel level) => level switch
    {
        LogEventLevel.Fatal => "2",
        LogEventLevel.Error => "3",
        LogEventLevel.Warning => "4",
        LogEventLevel.Information => "6",
        _ => "7",
    };
}
