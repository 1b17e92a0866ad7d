using Paygress.Provider.Linux.Network;

namespace Paygress.Provider.UnitTests.Network;

public sealed class NetworkRightsTests
{
    [Theory]
    [InlineData("Name:\tx\nCapEff:\t000001ffffffffff\n", true)]
    [InlineData("CapEff:\t0000000000001000", true)]
    [InlineData("CapEff:\t0000000000284020", false)]
    [InlineData("CapPrm:\t000001ffffffffff\nCapEff:\t0000000000000000", false)]
    [InlineData("CapEff:\tnonsense", false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    public void IsIn_Status_TellsNetAdmin(string? status, bool ours) => NetworkRights.IsIn(status).ShouldBe(ours);
}
