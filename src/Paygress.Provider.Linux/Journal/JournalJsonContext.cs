using System.Text.Json.Serialization;

namespace Paygress.Provider.Linux.Journal;

/// <summary>Reads journalctl's JSON without reflection. Fields that we do not know are ignored.</summary>
[JsonSerializable(typeof(JournalctlEntry))]
internal sealed partial class JournalJsonContext : JsonSerializerContext;
