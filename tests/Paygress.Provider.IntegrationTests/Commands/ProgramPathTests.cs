using System.Diagnostics.CodeAnalysis;
using Paygress.Provider.Linux.Commands;

namespace Paygress.Provider.IntegrationTests.Commands;

[SuppressMessage("Interoperability", "CA1416", Justification = "The tests run on Linux only.")]
public sealed class ProgramPathTests : IDisposable
{
    private readonly string _first = Directory.CreateTempSubdirectory("path-").FullName;
    private readonly string _second = Directory.CreateTempSubdirectory("path-").FullName;

    public void Dispose()
    {
        Directory.Delete(_first, recursive: true);
        Directory.Delete(_second, recursive: true);
    }

    [Fact]
    public void Find_FirstIsNotExecutable_TakesTheSecond()
    {
        Make(_first, UnixFileMode.UserRead);
        var expected = Make(_second, UnixFileMode.UserRead | UnixFileMode.UserExecute);

        ProgramPath.Find("tool", $"{_first}:{_second}").Path.ShouldBe(expected);
    }

    [Fact]
    public void Find_NoneIsExecutable_SaysSo()
    {
        Make(_first, UnixFileMode.UserRead);

        ProgramPath.Find("tool", $"{_first}:{_second}").ShouldBe((null, NotStartedReason.NotExecutable));
    }

    [Fact]
    public void Find_NowhereInThePath_IsNotFound()
    {
        ProgramPath.Find("tool", _first).ShouldBe((null, NotStartedReason.NotFound));
    }

    [Fact]
    public void Find_InARelativeDirectoryOfThePath_IsNotFound()
    {
        Make(_first, UnixFileMode.UserExecute);
        var relative = Path.GetRelativePath(Environment.CurrentDirectory, _first);

        ProgramPath.Find("tool", $"{relative}:.:").ShouldBe((null, NotStartedReason.NotFound));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    public void Find_NoSearchPath_LooksAtTheUsualPlaces(string? searchPath)
    {
        ProgramPath.Find("sh", searchPath).Path.ShouldNotBeNull();
    }

    [Fact]
    public void Find_Directory_IsNotExecutable()
    {
        ProgramPath.Find(_first, "/bin").ShouldBe((null, NotStartedReason.NotExecutable));
    }

    private static string Make(string directory, UnixFileMode mode)
    {
        var file = Path.Join(directory, "tool");
        File.WriteAllText(file, "#!/bin/sh\n");
        File.SetUnixFileMode(file, mode);
        return file;
    }
}
