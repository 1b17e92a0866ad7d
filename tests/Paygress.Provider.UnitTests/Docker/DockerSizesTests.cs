using System.Collections.Immutable;
using Microsoft.Extensions.Time.Testing;
using Paygress.Provider.Core.Hosts;
using Paygress.Provider.Linux.Commands;
using Paygress.Provider.Linux.Docker;
using Paygress.Provider.TestSupport.Commands;

namespace Paygress.Provider.UnitTests.Docker;

public sealed class DockerSizesTests
{
    private static readonly string First = new('a', 64);
    private static readonly string Second = new('b', 64);

    private readonly FakeCommandRunner _runner = new();
    private readonly FakeTimeProvider _time = new();

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

    // As with millions of files: one tenant's, and no reason to know nothing of the others.
    [Fact]
    public async Task MeasureAsync_OneTakesTooLong_OthersHaveTheirs()
    {
        var third = new string('c', 64);
        _runner.When("docker", "container", "inspect", "--size").TimesOut();
        AnswerAbout(Second, 7);
        _runner.When("docker", "container", "inspect", "--size", Format, "--", third).Exits(1, stderr: "Error response from daemon: file name too long");

        var sizes = (await MeasureAsync(First, Second, third)).ShouldBeOfType<HostResult<ImmutableDictionary<string, long?>>.Done>().Value;

        sizes.OrderBy(s => s.Key).ShouldBe([KeyValuePair.Create(First, (long?)null), KeyValuePair.Create(Second, (long?)7), KeyValuePair.Create(third, (long?)null)]);
    }

    // However many there are: from then on they come last, and the others have their figures.
    [Fact]
    public async Task MeasureAsync_AgainAfterOneTookTooLong_AsksAboutTheOthersTogether()
    {
        _runner.When("docker", "container", "inspect", "--size").TimesOut();
        AnswerAbout(Second, 7);
        await MeasureAsync(First, Second);
        var asked = _runner.Received.Count;

        await MeasureAsync(First, Second);

        _runner.Received.Skip(asked).Select(r => r.Arguments[^1]).ShouldBe([Second, First]);
        _runner.Received[^2].Arguments.Length.ShouldBe(6);
        _runner.Received.OfType<CommandSpec>().Select(r => r.Timeout).Distinct().ShouldBe([new DockerOptions().StartTimeout], "a walk that was in time among others is in time alone");
    }

    // Whoever is left out would have grown from nothing by the next measurement.
    [Fact]
    public async Task MeasureAsync_ManyTakeTooLong_NothingIsKnown()
    {
        _runner.When("docker", "container", "inspect", "--size").Answers(_ =>
        {
            _time.Advance(TimeSpan.FromMinutes(3));
            return new CommandResult.TimedOut(BoundedText.Empty, BoundedText.Empty, TimeSpan.FromMinutes(3));
        });

        (await MeasureAsync(First, Second, new string('c', 64))).IsDone.ShouldBeFalse();
    }

    [Fact]
    public async Task MeasureAsync_DockerFallsSilentMeanwhile_NothingIsKnown()
    {
        _runner.When("docker", "container", "inspect", "--size").TimesOut();
        AnswerAbout(First, 7);
        _runner.When("docker", "container", "inspect", "--size", Format, "--", Second).IsNotStarted(NotStartedReason.Silent);

        (await MeasureAsync(First, Second)).IsDone.ShouldBeFalse();
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

    private static string Format => DockerArguments.Measure([])[3];

    private void AnswerAbout(string id, long bytes) =>
        _runner.When("docker", "container", "inspect", "--size", Format, "--", id).Answers(spec => spec.Arguments.Length == 6
            ? new CommandResult.Exited(0, new BoundedText($$"""{"Id":"{{id}}","Bytes":{{bytes}}}""", false), BoundedText.Empty, TimeSpan.Zero)
            : new CommandResult.TimedOut(BoundedText.Empty, BoundedText.Empty, TimeSpan.Zero));

    private void Refuse(string output, string complaints) => _runner.When("docker", "container", "inspect", "--size").Exits(1, output, complaints);

    private DockerSizes Sizes => field ??= new(new DockerClient(_runner, new DockerOptions()), new DockerOptions(), _time);

    private Task<HostResult<ImmutableDictionary<string, long?>>> MeasureAsync(params ImmutableArray<string> ids) =>
        Sizes.MeasureAsync(ids, TestContext.Current.CancellationToken);
}
