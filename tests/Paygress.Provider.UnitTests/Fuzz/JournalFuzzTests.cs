using Paygress.Provider.Linux.Journal;

namespace Paygress.Provider.UnitTests.Fuzz;

/// <summary>What journalctl prints.</summary>
public sealed class JournalFuzzTests
{
    private const string Line = """{"__REALTIME_TIMESTAMP":"1764340000000000","PRIORITY":"6","PAYGRESS_EVENT":"LeaseStarted","MESSAGE":"Lease runs","_PID":"1"}""";

    [Fact]
    public void Entries_Spoilt_AreEntriesOrNone() => Fuzzing.Check(
        Mutations.JsonText(Line),
        text => JournalctlEntry.ReadLines(text).ShouldAllBe(e => e.Priority >= 0 && e.Priority <= 7));
}
