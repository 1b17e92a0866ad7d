using Paygress.Provider.Linux.Commands;

namespace Paygress.Provider.UnitTests.Commands;

public sealed class ProgramSpecTests
{
    [Fact]
    public void ToString_Always_IsTheProgramsNameAlone()
    {
        var spec = new CommandSpec
        {
            Program = "/usr/sbin/cryptsetup",
            Arguments = ["open", "private"],
            StandardInput = "key"u8.ToArray(),
            Timeout = TimeSpan.FromSeconds(1),
        };

        spec.ToString().ShouldBe("cryptsetup");
    }
}
