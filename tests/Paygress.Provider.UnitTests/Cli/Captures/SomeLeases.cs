using System.Globalization;
using Paygress.Provider.Api.Messages;

namespace Paygress.Provider.UnitTests.Cli.Captures;

/// <summary>Lists of leases as an operator has them, and as an attacker would like to.</summary>
internal static class SomeLeases
{
    /// <summary>Text that would move the cursor, turn the line around, or take more columns than characters.</summary>
    public const string Hostile = "a\e[2J\e]0;x\a\u202Egro.live\u200D\r\nb\u0300\u0301\u0302\u0303\u0304漢字かな😀\ud800";

    public static readonly IReadOnlyList<LeaseMessage> Three =
    [
        SomeLease.Active(1002, 45) with { LeaseId = Id(2), Owner = "alice@example.org", StartedAt = CliHarness.Now.AddSeconds(-255), Template = null, Image = "docker.io/library/nginx:1.27@sha256:1" },
        SomeLease.Active(1000, 420) with { LeaseId = Id(0), StartedAt = CliHarness.Now.AddSeconds(-180) },
        SomeLease.Active(1001, 86_000) with { LeaseId = Id(1), State = "locked", Encrypted = true, StartedAt = CliHarness.Now.AddSeconds(-400), Template = "bitcoin-node" },
    ];

    public static readonly IReadOnlyList<LeaseMessage> Many =
    [
        .. Enumerable.Range(0, 300).Select(i => (i % 10) switch
        {
            0 => SomeLease.Waiting("queued") with { LeaseId = Id(i) },
            1 => SomeLease.Waiting("provisioning", "pulling docker.io/library/a-rather-long-name:1.2.3") with { LeaseId = Id(i), Vmid = 1000 + i },
            2 => SomeLease.Active(1000 + i, 0) with { LeaseId = Id(i), State = "evicting", EndReason = "expired", LastError = "loop device is in use by process 4711" },
            var n => SomeLease.Active(1000 + i, 30 + (i * i * n)) with { LeaseId = Id(i), StartedAt = CliHarness.Now.AddSeconds(-100 * n), Owner = $"owner-{i}" },
        }),
    ];

    public static readonly IReadOnlyList<LeaseMessage> OfAnAttacker =
    [
        SomeLease.Active(1000, 420) with { LeaseId = Id(0), StartedAt = CliHarness.Now.AddSeconds(-180) },
        SomeLease.Active(1001, 500) with { LeaseId = Id(1), StartedAt = CliHarness.Now, Owner = Hostile, Template = Hostile, LastError = Hostile },
        SomeLease.Waiting("queued", Hostile) with { LeaseId = Id(2), Template = null, Image = $"x/{Hostile}:{Hostile}" },
        SomeLease.Active(1003, 600) with { LeaseId = Id(3), StartedAt = CliHarness.Now, Owner = new string('漢', 200), Template = string.Concat(Enumerable.Repeat("👩‍👩‍👧‍👦", 30)) },
    ];

    private static string Id(int number) => string.Create(CultureInfo.InvariantCulture, $"019b7e0000007000800000000000{number:x4}");
}
