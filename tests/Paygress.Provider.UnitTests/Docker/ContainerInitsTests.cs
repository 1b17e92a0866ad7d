using Paygress.Provider.Core.Compute;
using Paygress.Provider.Linux.Docker;

namespace Paygress.Provider.UnitTests.Docker;

// That a signal arrives, and only at the container's own process, is shown by ContainerSignalTests with a real engine.
public sealed class ContainerInitsTests
{
    private static readonly string Id = new('c', 64);

    private readonly ContainerInits _subject = new();

    // This very process is no container's: whatever is remembered, nothing is sent to it.
    [Theory]
    [InlineData("running", "runc")]
    [InlineData("running", "runsc")]
    [InlineData("paused", "runc")]
    public void TrySignal_NumberIsAnothersProcess_IsLeftToDocker(string status, string runtime)
    {
        _subject.Note(Container(status, runtime, Environment.ProcessId));

        _subject.TrySignal(Id, StopSignal.Kill).ShouldBeFalse();
    }

    [Fact]
    public void TrySignal_NeverHeardOf_IsLeftToDocker() => _subject.TrySignal(Id, StopSignal.Terminate).ShouldBeFalse();

    [Theory]
    [InlineData("running", "runc", true)]
    [InlineData("running", "io.containerd.runc.v2", true)]
    [InlineData("running", "crun", true)]
    [InlineData("running", "runsc", false)]
    [InlineData("running", "kata", false)]
    [InlineData("running", null, false)]
    [InlineData("paused", "runc", false)]
    [InlineData("exited", "runc", false)]
    public void Note_RunningUnderARuntimeWithoutASandbox_IsKnown(string status, string? runtime, bool isKnown)
    {
        _subject.Note(Container(status, runtime, 4711));

        _subject.Knows(Id).ShouldBe(isKnown);
    }

    [Fact]
    public void Note_NoLongerRuns_IsForgotten()
    {
        _subject.Note(Container("running", "runc", 4711));

        _subject.Note(Container("exited", "runc", 0));

        _subject.Knows(Id).ShouldBeFalse();
    }

    [Fact]
    public void Forget_Known_IsForgotten()
    {
        _subject.Note(Container("running", "runc", 4711));

        _subject.Forget(Id);

        _subject.Knows(Id).ShouldBeFalse();
    }

    [Fact]
    public void Note_ShortId_IsNotKnown()
    {
        _subject.Note(Container("running", "runc", 4711) with { Id = "cccc" });

        _subject.Knows("cccc").ShouldBeFalse();
    }

    private static DockerContainer Container(string status, string? runtime, int pid) =>
        new() { Id = Id, Runtime = runtime, State = new DockerContainerState { Status = status, Pid = pid } };
}
