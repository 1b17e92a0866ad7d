using Paygress.Provider.Cli;

namespace Paygress.Provider.UnitTests.Cli;

public sealed class PictureScreenTests
{
    [Fact]
    public void Frame_Picture_OverwritesEachLineAndClearsTheRest() =>
        PictureScreen.Frame("a\nbc\n", 24).ShouldBe("\e[?2026h\e[H\e[Ka\n\e[Kbc\n\e[J\e[?2026l");

    [Fact]
    public void Frame_MoreLinesThanTheScreen_AreCutSoThatNothingScrolls() =>
        PictureScreen.Frame("1\n2\n3\n", 2).ShouldBe("\e[?2026h\e[H\e[K1\n\e[K2\e[?2026l");

    [Fact]
    public void Dispose_AfterAPicture_GivesTheTerminalBack()
    {
        using var writer = new StringWriter();

        using (var screen = new PictureScreen(CliHarness.Side(writer, isScreen: true, 80)))
        {
            screen.Draw(new Spectre.Console.Text("hello"));
        }

        writer.ToString().ShouldStartWith("\e[?1049h\e[?25l\e[?7l");
        writer.ToString().ShouldContain("\e[Khello");
        writer.ToString().ShouldEndWith("\e[?7h\e[?25h\e[?1049l");
    }
}
