using System.Collections.Immutable;
using Paygress.Provider.Core.Hosts;
using Paygress.Provider.Core.Leases;
using Paygress.Provider.Core.Stories;
using Paygress.Provider.Linux.Commands;
using Paygress.Provider.Linux.Journal;
using Paygress.Provider.TestSupport;
using Paygress.Provider.TestSupport.Commands;

namespace Paygress.Provider.UnitTests.Journal;

public sealed class JournalctlJournalTests
{
    private static readonly LeaseId Lease = LeaseId.New(Some.Now);

    private readonly FakeCommandRunner _runner = new();

    [Fact]
    public async Task Read_Entries_AreThoseOfRootAboutThisLease()
    {
        _runner.When("journalctl").Exits(stdout: """
            {"__REALTIME_TIMESTAMP":"1764340000000000","PRIORITY":"6","PAYGRESS_EVENT":"LeaseStarted","MESSAGE":"Lease runs","_PID":"1"}
            {"__REALTIME_TIMESTAMP":"1764340001500000","PRIORITY":"4","MESSAGE":[226,130],"PAYGRESS_EVENT":null}
            not json
            {"__REALTIME_TIMESTAMP":"99999999999999999999","MESSAGE":"no such time"}

            """);

        var read = await ReadAsync();

        read.ShouldBeOfType<HostResult<ImmutableArray<JournalEntry>>.Done>().Value.ShouldBe(
        [
            new JournalEntry(DateTimeOffset.FromUnixTimeSeconds(1764340000), 6, "LeaseStarted", "Lease runs"),
            new JournalEntry(DateTimeOffset.FromUnixTimeMilliseconds(1764340001500), 4, null, "(no text)"),
        ]);
        _runner.ReceivedLines.ShouldHaveSingleItem().ShouldEndWith($" _UID=0 PAYGRESS_LEASE_ID={Lease}");
    }

    [Fact]
    public async Task Read_NoJournal_SaysWhy()
    {
        _runner.When("journalctl").IsNotStarted(NotStartedReason.NotFound);

        (await ReadAsync()).Error!.Detail.ShouldBe("this machine has no journalctl");
    }

    [Fact]
    public async Task Read_JournalctlFails_SaysSo()
    {
        _runner.When("journalctl").Exits(1, stderr: "No journal files were opened due to insufficient permissions.");

        (await ReadAsync()).Error!.Detail.ShouldBe("journalctl failed (1)");
    }

    [Fact]
    public async Task Read_JournalctlHangs_IsNotWaitedFor()
    {
        _runner.When("journalctl").TimesOut();

        (await ReadAsync()).ShouldBeOfType<HostResult<ImmutableArray<JournalEntry>>.Unknown>().Problem.Detail.ShouldBe("journalctl did not end within 5 s");
    }

    private Task<HostResult<ImmutableArray<JournalEntry>>> ReadAsync() => new JournalctlJournal(_runner).ReadAsync(Lease, TestContext.Current.CancellationToken);
}
