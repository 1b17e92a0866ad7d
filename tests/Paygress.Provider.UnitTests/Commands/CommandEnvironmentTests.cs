using System.Collections.Immutable;
using Paygress.Provider.Linux.Commands;

namespace Paygress.Provider.UnitTests.Commands;

public sealed class CommandEnvironmentTests
{
    private static readonly ImmutableDictionary<string, string> NoExtra = ImmutableDictionary<string, string>.Empty;

    [Fact]
    public void Changes_NameIsNotOnTheList_IsRemoved()
    {
        var changes = Changes(NoExtra, "CREDENTIALS_DIRECTORY", "path", "LANGUAGE");

        changes["CREDENTIALS_DIRECTORY"].ShouldBeNull();
        changes["path"].ShouldBeNull();
        changes["LANGUAGE"].ShouldBeNull();
    }

    [Theory]
    [InlineData("PATH")]
    [InlineData("HOME")]
    [InlineData("DOCKER_HOST")]
    [InlineData("DOCKER_CONFIG")]
    [InlineData("DOCKER_TLS_VERIFY")]
    [InlineData("DOCKER_CERT_PATH")]
    public void Changes_NameIsOnTheList_IsLeftAlone(string name)
    {
        Changes(NoExtra, name).ContainsKey(name).ShouldBeFalse();
    }

    [Fact]
    public void Changes_Always_SetsTheLanguageOfProgrammers()
    {
        var changes = Changes(NoExtra, "LC_ALL", "LANG");

        changes["LC_ALL"].ShouldBe("C");
        changes["LANG"].ShouldBe("C");
    }

    [Fact]
    public void Changes_ExtraVariable_WinsOverTheList()
    {
        var changes = Changes(NoExtra.Add("DOCKER_HOST", "unix:///other").Add("X", "1"), "DOCKER_HOST", "X");

        changes["DOCKER_HOST"].ShouldBe("unix:///other");
        changes["X"].ShouldBe("1");
    }

    private static IReadOnlyDictionary<string, string?> Changes(
        ImmutableDictionary<string, string> extra,
        params string[] inherited) =>
        CommandEnvironment.Changes(inherited.ToDictionary(name => name, _ => "inherited"), extra);
}
