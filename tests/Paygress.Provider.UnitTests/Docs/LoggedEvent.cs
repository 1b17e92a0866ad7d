using System.Collections.Immutable;
using System.Reflection;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Logging;
using Paygress.Provider.Core.Diagnostics;
using Paygress.Provider.Linux.Storage;
using Paygress.Provider.Logging;
using Serilog.Sinks.Journald;

namespace Paygress.Provider.UnitTests.Docs;

/// <summary>One kind of journal entry, as the code has it.</summary>
internal sealed partial record LoggedEvent(int Id, string Name, LogLevel Level, string Message, string Logger, ImmutableArray<string> Fields)
{
    private static readonly Assembly[] Ours = [typeof(EventIds).Assembly, typeof(StoredTime).Assembly, typeof(MessageIds).Assembly];

    /// <summary>Every event that the provider can log, by number.</summary>
    public static readonly ImmutableArray<LoggedEvent> All =
    [
        .. Ours.SelectMany(a => a.GetTypes())
            .SelectMany(t => t.GetMethods(BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
            .Select(m => (Method: m, Attribute: m.GetCustomAttribute<LoggerMessageAttribute>()))
            .Where(m => m.Attribute is not null)
            .Select(m => Read(m.Method, m.Attribute!))
            .OrderBy(e => e.Id),
    ];

    public string MessageId => MessageIds.Of(Id);

    private static LoggedEvent Read(MethodInfo method, LoggerMessageAttribute attribute)
    {
        // The type's full name is the logger's: a generic logger of the class is injected everywhere.
        var properties = Placeholder().Matches(attribute.Message).Select(m => m.Groups[1].Value).Distinct(StringComparer.Ordinal);
        var exception = method.GetParameters().Any(p => p.ParameterType.IsAssignableTo(typeof(Exception)));
        return new LoggedEvent(
            attribute.EventId,
            attribute.EventName ?? method.Name,
            attribute.Level,
            attribute.Message,
            method.DeclaringType!.FullName!,
            [.. properties.Select(FieldOf), .. exception ? [new JournalFields(ProviderLogging.FieldPrefix).Exception] : Array.Empty<string>()]);
    }

    private static string FieldOf(string property)
    {
        var fields = new JournalFields(ProviderLogging.FieldPrefix);
        var name = fields.ForProperty(property) ?? throw new InvalidOperationException($"{property} gives no field");
        return fields.IsReserved(name) ? throw new InvalidOperationException($"{property} would be {name}, which has a meaning of its own") : name;
    }

    [GeneratedRegex("{([A-Za-z]+)[^}]*}")]
    private static partial Regex Placeholder();
}
