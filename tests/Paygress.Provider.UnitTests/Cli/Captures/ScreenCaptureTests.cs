using Paygress.Provider.Api.Messages;
using Paygress.Provider.Cli.Rendering;
using Paygress.Provider.UnitTests.Cli.Rendering;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Paygress.Provider.UnitTests.Cli.Captures;

/// <summary>The other screens, plain and with what an attacker would write into them.</summary>
public sealed class ScreenCaptureTests
{
    private static readonly IReadOnlyList<LeaseEventMessage> Log =
    [
        new(At(0), "Enqueued", "queued", null),
        new(At(0.12), "Admitted", "provisioning", "vmid 1000, ports 20000"),
        new(At(0.135), "ImageReady", "provisioning", "sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"),
        new(At(1.5), "Started", "active", "container 0123456789ab"),
        new(At(601.6), "Expired", "evicting", null),
        new(At(602), "EvictionFailed", "evicting", "loop device /dev/loop7 is in use by process 4711 (backup), which holds /mnt/backup; it is tried again"),
    ];

    private static readonly WhyMessage Why = new(
        SomeLease.Id, 1000, "evicting", "It is being removed: its time was up. Last error: device is busy.",
        [
            new("queue", At(0), 0.12, "done", "admitted: vmid 1000, ports 20000"),
            new("container", At(0.12), 1.3, "done", "seen running: container 0123456789ab"),
            new("run", At(1.5), 600.1, "done", "time was up"),
            new("removal", At(601.6), 0.4, "failed", "something could not be removed yet: loop device /dev/loop7 is in use by process 4711"),
            new("removal", At(602), 63, "under_way", null),
        ],
        [new(At(1.5), 6, "LeaseStarted", $"Lease {SomeLease.Id} runs until 12:10:01"), new(At(602), 4, "LeaseEvictionFailed", "Lease could not be removed: device is busy")],
        null);

    private static readonly Dictionary<string, Func<int, IRenderable>> Screens = new()
    {
        ["status"] = width => StatusScreen.Build(StatusScreenTests.Status(active: 2), CliHarness.Now, width),
        ["status-trouble"] = width => StatusScreen.Build(Trouble(StatusScreenTests.Status(active: 2)), CliHarness.Now, width),
        ["inspect"] = _ => new Rows(LeaseDetails.All(SomeLease.Active()), Spectre.Console.Text.Empty, Timeline.Build(Log, isOver: false, At(665))),
        ["why"] = _ => StoryScreen.Build(Why),
        ["why-no-journal"] = _ => StoryScreen.Build(Why with { Journal = [], JournalObstacle = "this machine has no journalctl" }),
        ["why-hostile"] = _ => StoryScreen.Build(Why with
        {
            Summary = SomeLeases.Hostile,
            Steps = [new(SomeLeases.Hostile, At(0), double.MaxValue, "done", SomeLeases.Hostile)],
            Journal = [new(At(-5), 3, SomeLeases.Hostile, SomeLeases.Hostile)],
        }),
    };

    public static TheoryData<string, int, bool> All => [.. Screens.Keys.SelectMany(s => (int[])[80, 200], (screen, width) => (screen, width)).SelectMany(x => (bool[])[true, false], (x, colour) => (x.screen, x.width, colour))];

    [Theory]
    [MemberData(nameof(All))]
    public void Screen_AnyWidth_Fits(string screen, int width, bool colour) => Capture.Of(screen, Screens[screen](width), width, colour).CheckFits(width);

    [Theory]
    [InlineData("status-trouble", 80)]
    [InlineData("inspect", 80)]
    [InlineData("why", 80)]
    [InlineData("why-no-journal", 80)]
    [InlineData("why-hostile", 80)]
    public void Screen_Golden_IsAsShown(string screen, int width) => Capture.Of(screen, Screens[screen](width), width).CheckGolden();

    private static StatusMessage Trouble(StatusMessage status) => status with
    {
        DockerSilentSince = CliHarness.Now.AddSeconds(-75),
        QueueDepth = 1000,
        LastHeartbeatAt = null,
        NotOffered = [new ObstacleMessage("leases", "the tenants' network is not guarded: docker's rules: chain DOCKER-USER is gone"), new ObstacleMessage("encrypted_volumes", SomeLeases.Hostile)],
        OverdueEvictions = [SomeLease.Active() with { State = "evicting", LastError = SomeLeases.Hostile }],
    };

    private static DateTimeOffset At(double seconds) => CliHarness.Now.AddSeconds(seconds);
}
