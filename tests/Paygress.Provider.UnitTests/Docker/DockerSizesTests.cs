using System.Collections.Immutable;
using Paygress.Provider.Core.Hosts;
using Paygress.Provider.Linux.Docker;
using Paygress.Provider.TestSupport.Commands;

namespace Paygress.Provider.UnitTests.Docker;

public sealed class DockerSizesTests
{
    private static readonly string First = new('a', 64);
    private static readonly string Second = new('b', 64);

    private readonly FakeCommandRunner _runner = new();

    // A path that is too long for docker to walk: one tenant's, and no reason to know nothing of the others.
    [Theory]
    [InlineData("-1")]
    [InlineData("null")]
    public async Task MeasureAsync_OneHasNoFigure_OthersHaveTheirs(string bytes)
    {
        _runner.When("docker", "container", "inspect", "--size").Exits(stdout: $$"""{"Id":"{{First}}","Bytes":{{bytes}}}""" + "\n" + $$"""{"Id":"{{Second}}","Bytes":7}""");

        var sizes = (await new DockerSizes(_runner, new DockerOptions()).MeasureAsync([First, Second], TestContext.Current.CancellationToken))
            .ShouldBeOfType<HostResult<ImmutableDictionary<string, long?>>.Done>().Value;

        sizes.Count.ShouldBe(2);
        (sizes[First], sizes[Second]).ShouldBe((null, 7));
    }
}
