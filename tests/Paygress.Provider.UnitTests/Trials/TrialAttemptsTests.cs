using Paygress.Provider.Core.Hosts;
using Paygress.Provider.Core.Trials;
using Paygress.Provider.Core.Workloads;

namespace Paygress.Provider.UnitTests.Trials;

public sealed class TrialAttemptsTests
{
    private static readonly TrialTerms Terms = new(new Tier("basic", 1000, 1024, 10, 50), 512, 30 << 20, ["169.254.169.254"], "10.213.0.1");

    [Theory]
    [InlineData("privileges", 32, "NoNewPrivs:\t1\nCapEff:\t00000000000000e3\nmount: permission denied", TrialOutcome.Held)]
    [InlineData("privileges", 32, "NoNewPrivs:\t0\nmount: permission denied", TrialOutcome.Broken)]
    [InlineData("privileges", 0, "NoNewPrivs:\t1\n", TrialOutcome.Broken)]
    [InlineData("privileges", 1, "Error response from daemon: Container c is not running", TrialOutcome.Unknown)]
    [InlineData("host processes", 0, "5\n", TrialOutcome.Held)]
    [InlineData("host processes", 0, "143\n", TrialOutcome.Broken)]
    [InlineData("host processes", 1, "0\n", TrialOutcome.Unknown)]
    [InlineData("host processes", 1, "sh: not found", TrialOutcome.Unknown)]
    [InlineData("root", 1, "touch: /trial: Read-only file system", TrialOutcome.Held)]
    [InlineData("root", 0, "", TrialOutcome.Broken)]
    [InlineData("root", 1, "touch: /trial: Input/output error", TrialOutcome.Unknown)]
    [InlineData("network 169.254.169.254", 1, "nc: can't connect to remote host (169.254.169.254): No route to host", TrialOutcome.Held)]
    [InlineData("network 169.254.169.254", 0, "reached", TrialOutcome.Broken)]
    [InlineData("network 169.254.169.254", 1, "nc: timed out", TrialOutcome.Unknown)]
    [InlineData("network 10.213.0.1", 1, "nc: can't connect to remote host (10.213.0.1): Connection refused", TrialOutcome.Broken)]
    [InlineData("neighbour 10.213.0.3", 1, "nc: can't connect to remote host (10.213.0.3): Host is unreachable", TrialOutcome.Held)]
    [InlineData("neighbour 10.213.0.3", 1, "nc: timed out", TrialOutcome.Held)]
    [InlineData("neighbour 10.213.0.3", 0, "reached", TrialOutcome.Broken)]
    [InlineData("neighbour 10.213.0.3", 127, "busybox: not found", TrialOutcome.Unknown)]
    [InlineData("cpu", 0, "5000.10 9000.00\n5003.20 9001.00\n0m0.00s 0m0.00s\n0m2.95s 0m0.30s", TrialOutcome.Held)]
    [InlineData("cpu", 0, "5000.10 9000.00\n5003.20 9001.00\n0m0.00s 0m0.00s\n0m8.90s 0m0.10s", TrialOutcome.Broken)]
    [InlineData("cpu", 0, "5000.10 9000.00\n5008.20 9001.00\n0m0.00s 0m0.00s\n0m7.90s 0m0.10s", TrialOutcome.Held)]
    [InlineData("cpu", 0, "5000.10 9000.00\n5003.20 9001.00\n0m0.00s 0m0.00s\n0m0.01s 0m0.02s", TrialOutcome.Unknown)]
    [InlineData("cpu", 0, "5000.10 9000.00\n5000.10 9000.00\n0m0.00s 0m0.00s\n0m2.95s 0m0.30s", TrialOutcome.Unknown)]
    [InlineData("cpu", 0, "0m0.00s 0m0.00s\n0m2.95s 0m0.30s", TrialOutcome.Unknown)]
    [InlineData("cpu", 1, "sh: syntax error", TrialOutcome.Unknown)]
    [InlineData("volume size", 0, "fallocate: fallocate '/data/trial': No space left on device", TrialOutcome.Held)]
    [InlineData("volume size", 0, "", TrialOutcome.Broken)]
    [InlineData("scratch size", 0, "fallocate: fallocate '/tmp/trial': No space left on device", TrialOutcome.Held)]
    [InlineData("processes", 2, "sh: can't fork: Resource temporarily unavailable", TrialOutcome.Held)]
    [InlineData("processes", 0, "trial:living 513", TrialOutcome.Broken)]
    [InlineData("processes", 0, "trial:living 512", TrialOutcome.Unknown)]
    [InlineData("processes", 0, "trial:living 99999999999", TrialOutcome.Unknown)]
    [InlineData("processes", 1, "Error response from daemon: Container c is not running", TrialOutcome.Unknown)]
    [InlineData("memory and swap", 137, "", TrialOutcome.Held)]
    [InlineData("memory and swap", 1, "dd: memory exhausted", TrialOutcome.Unknown)]
    [InlineData("memory and swap", 0, "1+0 records in\ntrial:exceeded", TrialOutcome.Broken)]
    [InlineData("memory and swap", 126, "OCI runtime exec failed: not allowed, out of memory cgroups", TrialOutcome.Unknown)]
    [InlineData("memory and swap", 1, "dd: /dev/zero: Permission denied", TrialOutcome.Unknown)]
    public void Judge_WhatWasSeen_SaysWhetherTheLimitHolds(string limit, int exitCode, string output, TrialOutcome expected) =>
        TrialAttempts.For(Terms, "10.213.0.3").Single(a => a.Limit == limit).Judge(new TrialAnswer(exitCode, output)).Outcome.ShouldBe(expected);

    [Fact]
    public void For_NetworkThatIsNotGuarded_TriesNoneOfIt()
    {
        var attempts = TrialAttempts.For(Terms with { Refused = [], Machine = null }, "10.213.0.3");

        attempts.ShouldNotContain(a => a.Limit.StartsWith("network", StringComparison.Ordinal) || a.Limit.StartsWith("neighbour", StringComparison.Ordinal));
        attempts.Single(a => a.Needed is HostCapability.DataVolumes).Limit.ShouldBe("volume size");
    }

    // On a tenth of a core their beginning takes longer than some seconds, and a shell that waits for their output would wait for all.
    [Fact]
    public void For_Processes_LastAsLongAsTheAttemptAndHoldNoOutput() =>
        TrialAttempts.For(Terms, "n")[^1].Script.ShouldBe("for i in $(busybox seq 513); do busybox sleep 120 > /dev/null 2>&1 & done; set -- /proc/[0-9]*; echo trial:living $#");

    [Fact]
    public void Judge_Cpu_SaysWhatItGot() =>
        TrialAttempts.For(Terms, "n").Single(a => a.Limit == "cpu").Judge(new TrialAnswer(0, "5000.10 9000.00\n5003.10 9001.00\n0m0.00s 0m0.00s\n0m3.00s 0m0.30s")).Said.ShouldBe("it got 1100 of 1000 millicores");
}
