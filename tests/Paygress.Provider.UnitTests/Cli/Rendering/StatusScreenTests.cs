using Paygress.Provider.Api;
using Paygress.Provider.Api.Messages;

namespace Paygress.Provider.UnitTests.Cli.Rendering;

public sealed class StatusScreenTests
{
    [Fact]
    public async Task Build_EightyColumns_FitsOneScreen()
    {
        var cli = new CliHarness();
        cli.Provider.Answer(Status(active: 2), ApiJsonContext.Default.StatusMessage);

        (await cli.RunAsync("status")).ShouldBe(ExitCode.Done);

        cli.Out.ShouldBe("""
            box-17  build 0.1.0  up 3d 04h  taking leases
            failing: spawn

            cpu sold      █████░░░░░░░░░░░░░░░  1000 of 4000 millicores
            memory sold   ██████████░░░░░░░░░░  512 of 1024 MB
            storage sold  ██████████████████░░  90 of 100 GB
            cpu busy      █████░░░░░░░░░░░░░░░  25 of 100 %
            memory used   █████░░░░░░░░░░░░░░░  1 of 4 GiB
            disk used     ██████████░░░░░░░░░░  5 of 10 GiB

            leases     2 of 200: 2 active, 0 provisioning, 0 locked, 0 evicting
            queue      0 of 1000
            next end   in 1m 30s
            heartbeat  12s ago

            LOOP     HEALTH   LAST TURN  LAST ERROR
            cleanup  ok       2s ago     -
            spawn    failing  never      docker did not answer within 10 s: Cannot connect …
            """);
    }

    internal static StatusMessage Status(int active) => new()
    {
        Provider = "box-17",
        Build = "0.1.0",
        Isolation = "default",
        InstanceId = "i",
        UptimeS = 273_600,
        Draining = false,
        Node = new NodeMessage(0.25, 4000, 1L << 30, 4L << 30, 5L << 30, 10L << 30),
        Available = new CapacityMessage(3000, 512, 10),
        Reserved = new CapacityMessage(1000, 512, 90),
        Leases = new LeaseCountsMessage(0, 0, active, 0, 0),
        MaxLeases = 200,
        QueueDepth = 0,
        QueueLimit = 1000,
        Loops =
        [
            new LoopMessage("cleanup", true, CliHarness.Now.AddSeconds(-2), null),
            new LoopMessage("spawn", false, null, "docker did not answer within 10 s: Cannot connect to the daemon"),
        ],
        LastHeartbeatAt = CliHarness.Now.AddSeconds(-12),
        NextExpiry = CliHarness.Now.AddSeconds(90),
        OverdueEvictions = [],
    };
}
