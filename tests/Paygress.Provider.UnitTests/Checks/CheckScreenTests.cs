using Paygress.Provider.Checks;
using Paygress.Provider.Linux.Checks;
using Paygress.Provider.UnitTests.Cli;

namespace Paygress.Provider.UnitTests.Checks;

public sealed class CheckScreenTests
{
    private static readonly CheckLine[] Lines =
    [
        new("docker", "daemon", CheckOutcome.Passed, "dockerd 20.10.24+dfsg1 answers"),
        new("docker", "limits", CheckOutcome.Failed, "dockerd can't limit pids (control groups version 1, driver cgroupfs); leases are not offered", "enable these control groups, then restart docker"),
        new("clock", "synchronised", CheckOutcome.Warned, "the kernel does not tell"),
    ];

    [Fact]
    public void Write_EightyColumns_HasGroupsMarksAndFixes()
    {
        var writer = new StringWriter();
        CheckScreen.Write(CliHarness.Side(writer, isScreen: false, width: 80).Console, Lines);

        string.Join('\n', writer.ToString().Split('\n').Select(l => l.TrimEnd())).TrimEnd().ShouldBe("""
            docker
              ok   daemon              dockerd 20.10.24+dfsg1 answers
              FAIL limits              dockerd can't limit pids (control groups version 1,
                                       driver cgroupfs); leases are not offered
                                       -> enable these control groups, then restart docker
            clock
              note synchronised        the kernel does not tell

            1 fine, 1 to know of, 1 to mend
            """);
    }

    [Fact]
    public void Write_OnAScreen_IsColoured()
    {
        var writer = new StringWriter();
        CheckScreen.Write(CliHarness.Side(writer, isScreen: true, width: 80).Console, Lines);

        writer.ToString().ShouldContain("\e[");
    }
}
