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

        var sizes = (await MeasureAsync(First, Second)).ShouldBeOfType<HostResult<ImmutableDictionary<string, long?>>.Done>().Value;

        sizes.Count.ShouldBe(2);
        (sizes[First], sizes[Second]).ShouldBe((null, 7));
    }

    // As with containerd's image store.
    [Fact]
    public async Task MeasureAsync_OneIsRefused_OthersHaveTheirs()
    {
        var third = new string('c', 64);
        Refuse($$"""{"Id":"{{First}}","Bytes":7}""", $"Error response from daemon: file name too long\nError response from daemon: No such container: {third}\n");

        var sizes = (await MeasureAsync(First, Second, third)).ShouldBeOfType<HostResult<ImmutableDictionary<string, long?>>.Done>().Value;

        sizes.OrderBy(s => s.Key).ShouldBe([KeyValuePair.Create(First, (long?)7), KeyValuePair.Create(Second, (long?)null)]);
    }

    [Theory]
    [InlineData("", "Error response from daemon: file name too long")]
    [InlineData("""{"Id":"somebody","Bytes":7}""", "Error response from daemon: file name too long")]
    [InlineData("""{"Id":"@","Bytes":7}""", "context deadline exceeded")]
    [InlineData("""{"Id":"@","By""", "Error response from daemon: file name too long")]
    public async Task MeasureAsync_NobodyIsToldOfOrTheAnswerIsNoAnswer_NothingIsKnown(string output, string complaint)
    {
        Refuse(output.Replace("@", First, StringComparison.Ordinal), complaint);

        (await MeasureAsync(First, Second)).IsDone.ShouldBeFalse();
    }

    private void Refuse(string output, string complaints) => _runner.When("docker", "container", "inspect", "--size").Exits(1, output, complaints);

    private Task<HostResult<ImmutableDictionary<string, long?>>> MeasureAsync(params ImmutableArray<string> ids) =>
        new DockerSizes(_runner, new DockerOptions()).MeasureAsync(ids, TestContext.Current.CancellationToken);
}
