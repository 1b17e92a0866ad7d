using Paygress.Provider.Core.Text;

namespace Paygress.Provider.UnitTests.Text;

public sealed class NearestTests
{
    private static readonly string[] Known = ["leases", "release", "--json", "no"];

    [Theory]
    [InlineData("lease", "leases")]
    [InlineData("relaese", "release")]
    [InlineData("--JSON", "--json")]
    [InlineData("nu", "no")]
    [InlineData("", null)]
    [InlineData("drain", null)]
    [InlineData("leasesleasesleases", null)]
    public void To_SlipOfTheFinger_IsTheWordMeant(string typed, string? meant) => Nearest.To(typed, Known).ShouldBe(meant);

    [Theory]
    [InlineData("le", null)]
    [InlineData("leas", "leases")]
    public void To_BoundOfItsOwn_IsKept(string typed, string? meant) => Nearest.To(typed, ["leases"], most: 2).ShouldBe(meant);

    [Fact]
    public void To_NothingKnown_IsNone() => Nearest.To("leases", []).ShouldBeNull();
}
