using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Paygress.Provider.Core.Leases;
using Paygress.Provider.Linux.Storage;
using Paygress.Provider.TestSupport.Golden;

namespace Paygress.Provider.UnitTests.Conventions;

/// <summary>The shape of the sources: sealed classes, one type a file, small files.</summary>
public sealed partial class ShapeTests
{
    private const int MostLinesOfSource = 200;
    private const int MostLinesOfTest = 400;

    [Fact]
    public void Classes_OfTheProvider_AreSealedStaticOrAbstract() =>
        new[] { typeof(Lease).Assembly, typeof(StoredTime).Assembly, typeof(ExitCode).Assembly }
            .SelectMany(a => a.GetTypes())
            .Where(t => t is { IsClass: true, IsSealed: false, IsAbstract: false } && IsOurs(t))
            .Select(t => t.FullName)
            .ShouldBeEmpty();

    [Fact]
    public void Files_OfTheSources_AreNamedAfterTheirOneType() =>
        Repository.SourceFiles("src").SelectMany(FindFaults).ShouldBeEmpty();

    [Theory]
    [InlineData("src", MostLinesOfSource)]
    [InlineData("tests", MostLinesOfTest)]
    public void Files_OfAnyKind_AreSmall(string folder, int most) =>
        Repository.SourceFiles(folder)
            .Select(file => (File: file, Lines: Repository.Lines(file).Length))
            .Where(f => f.Lines > most)
            .ShouldBeEmpty();

    [Fact]
    public void Namespaces_OfTheSources_AreTheirFolders()
    {
        // The sink's namespaces are Serilog's, as its conventions ask for.
        foreach (var file in Repository.SourceFiles("src").Where(f => !f.Contains("Serilog", StringComparison.Ordinal)))
        {
            var declared = Repository.Lines(file).Select(line => Namespace().Match(line)).FirstOrDefault(m => m.Success)?.Groups["name"].Value;
            var folder = Path.GetDirectoryName(file)!["src/".Length..].Replace('/', '.');
            (declared ?? folder).ShouldBe(folder, file);
        }
    }

    private static IEnumerable<string> FindFaults(string file)
    {
        var types = Repository.Lines(file).Select(line => TopLevelType().Match(line)).Where(m => m.Success).Select(m => m.Groups["name"].Value).ToArray();
        var name = Path.GetFileName(file).Split('.')[0];
        if (types.Length > 1 || (types.Length == 1 && types[0] != name))
        {
            yield return $"{file}: {string.Join(", ", types)}";
        }
    }

    private static bool IsOurs(Type type) =>
        type.FullName!.StartsWith("Paygress.", StringComparison.Ordinal)
        && !type.IsDefined(typeof(CompilerGeneratedAttribute))
        && !type.Name.Contains('<', StringComparison.Ordinal);

    [GeneratedRegex(@"^(public|internal|file) ([a-z]+ )*?(class|struct|interface|enum|record|record struct|delegate [A-Za-z<>]+) (?<name>[A-Z]\w*)", RegexOptions.ExplicitCapture)]
    private static partial Regex TopLevelType();

    [GeneratedRegex(@"^namespace (?<name>[\w.]+);", RegexOptions.ExplicitCapture)]
    private static partial Regex Namespace();
}
