using System.Collections.Frozen;

namespace Serilog.Sinks.Journald;

/// <summary>The names of the fields in use: the application's own, under its prefix, and those with a meaning to the journal.</summary>
internal sealed class JournalFields
{
    // systemd.journal-fields(7). A property "Unit" of a root process, as UNIT, would show up in `journalctl -u` of another service.
    private static readonly string[] Journals =
    [
        "MESSAGE", "MESSAGE_ID", "PRIORITY", "CODE_FILE", "CODE_LINE", "CODE_FUNC", "ERRNO", "DOCUMENTATION", "TID",
        "INVOCATION_ID", "USER_INVOCATION_ID", "UNIT", "USER_UNIT", "OBJECT_PID", "COREDUMP_UNIT", "COREDUMP_USER_UNIT",
        "SYSLOG_FACILITY", "SYSLOG_IDENTIFIER", "SYSLOG_PID", "SYSLOG_TIMESTAMP", "SYSLOG_RAW",
    ];

    private readonly string _prefix;
    private readonly FrozenSet<string> _reserved;

    public JournalFields(string prefix)
    {
        if (prefix.Length > 0 && (!JournalFieldName.IsValid(prefix) || prefix.Length > 32 || prefix.EndsWith('_')))
        {
            throw new ArgumentException(
                "A field prefix has at most 32 of A-Z, 0-9 and underscore, begins with a letter and does not end with an underscore.", nameof(prefix));
        }

        _prefix = prefix;
        Event = Own("EVENT");
        EventId = Own("EVENT_ID");
        Logger = Own("LOGGER");
        Exception = Own("EXCEPTION");
        TraceId = Own("TRACE_ID");
        SpanId = Own("SPAN_ID");
        Truncated = Own("TRUNCATED");
        _reserved = Journals.Concat([Event, EventId, Logger, Exception, TraceId, SpanId, Truncated]).ToFrozenSet(StringComparer.Ordinal);
    }

    public string Event { get; }

    public string EventId { get; }

    public string Logger { get; }

    public string Exception { get; }

    public string TraceId { get; }

    public string SpanId { get; }

    public string Truncated { get; }

    /// <summary>The field for a property, or null where its name gives none. Two properties may get the same one.</summary>
    public string? ForProperty(string propertyName) => JournalFieldName.TryCreate(_prefix, propertyName);

    /// <summary>Whether the name has a meaning of its own and must not be given to a property.</summary>
    public bool IsReserved(string name) => _reserved.Contains(name);

    private string Own(string name) => _prefix.Length == 0 ? name : $"{_prefix}_{name}";
}
