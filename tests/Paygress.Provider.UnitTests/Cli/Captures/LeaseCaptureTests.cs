using Paygress.Provider.Api.Messages;
using Paygress.Provider.Cli.Rendering;
using Spectre.Console.Rendering;

namespace Paygress.Provider.UnitTests.Cli.Captures;

public sealed class LeaseCaptureTests
{
    private const int Height = 24;

    private static readonly Dictionary<string, IReadOnlyList<LeaseMessage>> Lists = new()
    {
        ["none"] = [],
        ["three"] = SomeLeases.Three,
        ["many"] = SomeLeases.Many,
        ["hostile"] = SomeLeases.OfAnAttacker,
    };

    public static TheoryData<string, int, bool> All => [.. Lists.Keys.SelectMany(l => (int[])[40, 80, 200, 500], (list, width) => (list, width)).SelectMany(x => (bool[])[true, false], (x, colour) => (x.list, x.width, colour))];

    [Theory]
    [MemberData(nameof(All))]
    public void Table_AnyList_FitsAnyWidth(string list, int width, bool colour)
    {
        var capture = Capture.Of($"leases-{list}", LeaseTable.Build(Lists[list], width), width, colour);

        capture.CheckFits(width);
        capture.Plain.Split('\n').Length.ShouldBe(Lists[list].Count + 2);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Board_AnyList_FitsAnyWidthAndItsHeight(string list, int width, bool colour)
    {
        var capture = Capture.Of($"watch-{list}", Board(list, width), width, colour);

        capture.CheckFits(width);
        capture.Plain.TrimEnd('\n').Split('\n').Length.ShouldBeLessThanOrEqualTo(Height);
    }

    [Theory]
    [InlineData("three", 80)]
    [InlineData("three", 200)]
    [InlineData("many", 80)]
    [InlineData("hostile", 80)]
    [InlineData("none", 80)]
    public void Board_OnAScreen_IsAsShown(string list, int width) => Capture.Of($"watch-{list}", Board(list, width), width).CheckGolden();

    [Theory]
    [InlineData("three", 80)]
    [InlineData("three", 500)]
    [InlineData("hostile", 80)]
    public void Table_OnAScreen_IsAsShown(string list, int width) => Capture.Of($"leases-{list}", LeaseTable.Build(Lists[list], width), width).CheckGolden();

    [Theory]
    [InlineData("three")]
    [InlineData("hostile")]
    public void Board_WithoutColour_SaysTheSame(string list)
    {
        var plain = Capture.Of($"watch-{list}", Board(list, 80), 80, colour: false);

        plain.Text.ShouldNotContain("\e");
        plain.Plain.ShouldBe(Capture.Of($"watch-{list}", Board(list, 80), 80).Plain);
    }

    [Fact]
    public void Board_ProviderAway_SaysSoAndGoesOn() =>
        Capture.Of("watch-away", LeaseBoard.Build(LeaseBoard.After(TimeSpan.FromSeconds(50), SomeLeases.Three), "there is no socket /run/paygress/provider.sock; trying again", CliHarness.Now, 80, Height), 80).CheckGolden();

    private static IRenderable Board(string list, int width) => LeaseBoard.Build(Lists[list], null, CliHarness.Now, width, Height);
}
