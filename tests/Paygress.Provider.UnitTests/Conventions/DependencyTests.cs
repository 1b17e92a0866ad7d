using System.Reflection;
using System.Text.RegularExpressions;
using NetArchTest.Rules;
using Paygress.Provider.Core.Leases;
using Paygress.Provider.TestSupport.Golden;

namespace Paygress.Provider.UnitTests.Conventions;

/// <summary>The arrows between the projects, and what the rules must not touch.</summary>
public sealed partial class DependencyTests
{
    private static readonly Assembly Core = typeof(Lease).Assembly;

    [Theory]
    [InlineData("Paygress.Provider.Core")]
    [InlineData("Paygress.Provider.Linux", "Paygress.Provider.Core")]
    [InlineData("Paygress.Serilog.Journald")]
    [InlineData("Paygress.Provider", "Paygress.Provider.Core", "Paygress.Provider.Linux", "Paygress.Serilog.Journald")]
    public void ProjectReferences_OfEachProject_FollowTheArrows(string project, params string[] expected) =>
        ProjectReference().Matches(File.ReadAllText(Path.Combine(Repository.Root, "src", project, $"{project}.csproj")))
            .Select(m => m.Groups["name"].Value).ShouldBe(expected, ignoreOrder: true);

    [Fact]
    public void Core_AllTypes_DoNoInputOrOutput()
    {
        var result = Types.InAssembly(Core).ShouldNot().HaveDependencyOnAny(
            "System.IO.File", "System.IO.FileInfo", "System.IO.FileStream", "System.IO.Directory", "System.IO.DirectoryInfo",
            "System.Diagnostics.Process", "System.Net", "System.Console",
            "Microsoft.Data.Sqlite", "Microsoft.AspNetCore", "CliWrap", "Serilog").GetResult();

        (result.FailingTypeNames ?? []).ShouldBeEmpty();
    }

    [Fact]
    public void Core_AllTypes_ReadNoClockOfTheirOwn() =>
        Repository.SourceFiles("src/Paygress.Provider.Core")
            .Where(file => Repository.Lines(file).Any(line => OwnClock().IsMatch(line)))
            .ShouldBeEmpty();

    [GeneratedRegex(@"<ProjectReference Include="".*/(?<name>[^/]+)\.csproj""", RegexOptions.ExplicitCapture)]
    private static partial Regex ProjectReference();

    [GeneratedRegex(@"DateTime(Offset)?\.(Utc)?Now\b|Stopwatch\.|TimeProvider\.System|Task\.Delay\([^,]+\)", RegexOptions.ExplicitCapture)]
    private static partial Regex OwnClock();
}
