using System.Collections.Immutable;

namespace Paygress.Provider.UnitTests.Docs;

/// <summary>One text of the journal's catalog.</summary>
internal sealed record CatalogEntry(string MessageId, string Subject, ImmutableArray<string> Paragraphs)
{
    private const string Begin = "-- ";
    private const string SubjectHeader = "Subject: ";

    /// <summary>Reads a catalog in the form of systemd.</summary>
    public static ImmutableArray<CatalogEntry> ReadAll(string catalog)
    {
        var lines = catalog.Split('\n').Where(line => !line.StartsWith('#'));
        return [.. string.Join('\n', lines).Split('\n' + Begin).Skip(1).Select(Read)];
    }

    private static CatalogEntry Read(string entry)
    {
        var parts = entry.Trim('\n').Split("\n\n");
        var head = parts[0].Split('\n');
        var subject = head.Single(line => line.StartsWith(SubjectHeader, StringComparison.Ordinal))[SubjectHeader.Length..];
        return new CatalogEntry(head[0], subject, [.. parts[1..].Select(p => p.Replace('\n', ' '))]);
    }
}
