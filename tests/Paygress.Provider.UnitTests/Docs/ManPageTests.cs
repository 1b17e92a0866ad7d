using Paygress.Provider.Cli;
using Paygress.Provider.TestSupport.Golden;

namespace Paygress.Provider.UnitTests.Docs;

public sealed class ManPageTests
{
    [Fact]
    public void Page_MadeAnew_IsTheSame()
    {
        var context = CliContext.OfProcess(TimeProvider.System);

        GoldenFile.Check("deploy/man/paygress-provider.1", ManPage.Write(CommandLine.Create(context, DaemonVerbs.Create(context.Terminal)).Root));
    }
}
