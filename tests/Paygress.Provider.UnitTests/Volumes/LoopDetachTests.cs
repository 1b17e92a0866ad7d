using Paygress.Provider.Core.Hosts;
using Paygress.Provider.Linux.Commands;
using Paygress.Provider.Linux.Volumes;
using Paygress.Provider.TestSupport.Commands;

namespace Paygress.Provider.UnitTests.Volumes;

public sealed class LoopDetachTests
{
    private const string Ours = "/d/volumes/1000.img";
    private const string Another = "/d/volumes/1001.img";

    private readonly FakeCommandRunner _runner = new();
    private readonly List<string> _detached = [];
    private string _attached = Ours;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task DetachDeviceAsync_NumberIsAnothersAfterThePause_IsLeftToIt()
    {
        _runner.When("losetup", "--json").Answers(_ => Says($$"""{"loopdevices": [{"name":"/dev/loop0","back-file":"{{_attached}}","back-ino":12,"back-maj:min":"254:0","ro":false}]}"""));
        _runner.When("losetup", "--detach").Answers(_ =>
        {
            _detached.Add(_attached);
            return Says();
        });
        var paths = new VolumePaths("/d", "/r");
        var subject = new LoopDevices(new HostTools(_runner), new LoopPaths(paths), new MountHolders(new KernelPaths()), new TimeOfPauses(() => _attached = Another));

        (await subject.DetachDeviceAsync("/dev/loop0", path => path == Ours, Token)).ShouldBe(HostResult.Done);

        _detached.ShouldNotBeEmpty();
        _detached.ShouldAllBe(file => file == Ours);
    }

    private static CommandResult.Exited Says(string output = "") =>
        new(0, new BoundedText(output, false), new BoundedText("", false), TimeSpan.Zero);

    /// <summary>A clock by which every pause is over at once, and something happens in it.</summary>
    private sealed class TimeOfPauses(Action happens) : TimeProvider
    {
        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            happens();
            return System.CreateTimer(callback, state, TimeSpan.Zero, period);
        }
    }
}
