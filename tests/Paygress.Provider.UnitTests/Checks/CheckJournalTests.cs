using Microsoft.Extensions.Logging.Testing;
using Paygress.Provider.Checks;
using Paygress.Provider.Core.Diagnostics;
using Paygress.Provider.Core.Hosts;
using Paygress.Provider.Linux.Checks;

namespace Paygress.Provider.UnitTests.Checks;

public sealed class CheckJournalTests
{
    private static readonly CheckLine Fine = new("docker", "daemon", CheckOutcome.Passed, "answers");
    private static readonly CheckLine Odd = new("clock", "synchronised", CheckOutcome.Warned, "is not", "mend it");
    private static readonly CheckLine Old = new("docker", "client", CheckOutcome.Failed, "too old", "install", HostCapability.Leases);

    private readonly World _world = new();
    private readonly CheckJournal _journal;

    public CheckJournalTests() => _journal = new CheckJournal(_world.Capabilities, new FakeLogger<CheckJournal>(_world.LogCollector));

    [Fact]
    public void Note_FirstRun_TellsEachLineOnce()
    {
        _journal.Note([Fine, Odd, Old]);

        _world.LoggedIds.ShouldBe([EventIds.HostCheckPassed, EventIds.HostCheckWarned, EventIds.HostCheckFailed]);
        _world.LogCollector.LatestRecord.Message.ShouldBe("Check of docker, client failed: too old. To mend it: install");
    }

    [Fact]
    public void Note_LaterRun_TellsOnlyWhatChanged()
    {
        _journal.Note([Fine, Odd, Old]);
        _world.LogCollector.Clear();

        _journal.Note([Fine with { Detail = "answers again" }, Odd, Old with { Outcome = CheckOutcome.Passed }]);

        _world.LoggedIds.ShouldBe([EventIds.HostCheckPassed]);
    }

    [Fact]
    public void Note_WhatBlocks_IsOffTheOfferUntilItIsMended()
    {
        _journal.Note([Fine, Old]);
        _world.Capabilities.FindObstacle(HostCapability.Leases).ShouldBe("too old");
        _world.Capabilities.Offered.ShouldBe([HostCapability.DataVolumes, HostCapability.EncryptedVolumes]);

        _journal.Note([Fine, Old with { Outcome = CheckOutcome.Passed }]);

        _world.Capabilities.FindObstacle(HostCapability.Leases).ShouldBeNull();
    }
}
