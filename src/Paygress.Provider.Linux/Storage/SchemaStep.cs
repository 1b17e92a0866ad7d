using System.Collections.Immutable;
using System.Globalization;

namespace Paygress.Provider.Linux.Storage;

/// <summary>One numbered step of the schema. Never edited after a release.</summary>
internal sealed record SchemaStep(int Version, string Sql)
{
    /// <summary>The steps in this program, in order: the files <c>Migrations/0001_leases.sql</c> and on.</summary>
    public static ImmutableArray<SchemaStep> LoadAll()
    {
        var assembly = typeof(SchemaStep).Assembly;
        return
        [
            .. assembly.GetManifestResourceNames()
                .Where(name => name.EndsWith(".sql", StringComparison.Ordinal))
                .Order(StringComparer.Ordinal)
                .Select(name => new SchemaStep(int.Parse(name.AsSpan(0, 4), CultureInfo.InvariantCulture), ReadResource(name))),
        ];

        string ReadResource(string name)
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!); // the name comes from the assembly
            return reader.ReadToEnd();
        }
    }
}
