using Paygress.Provider.Core.Leases;
using Paygress.Provider.Core.Text;

namespace Paygress.Provider.UnitTests.Text;

public sealed class EnumTextTests
{
    [Fact]
    public void Of_EveryMember_IsReadBack()
    {
        foreach (var reason in Enum.GetValues<EndReason>())
        {
            EnumText<EndReason>.Parse(EnumText<EndReason>.Of(reason)).ShouldBe(reason);
        }
    }

    // These words are in stores and clients of every version: a failure here means a member was renamed.
    [Fact]
    public void Of_StoredWords_AreNeverChanged()
    {
        Enum.GetValues<LeaseState>().Select(EnumText<LeaseState>.Of)
            .ShouldBe(["queued", "provisioning", "active", "locked", "evicting", "ended", "failed"]);
        Enum.GetValues<EndReason>().Select(EnumText<EndReason>.Of)
            .ShouldBe(["expired", "released", "container_lost", "disk_limit", "provision_failed", "rejected"]);
    }

    [Theory]
    [InlineData("")]
    [InlineData("Active")]
    [InlineData("2")]
    public void TryParse_OtherText_IsRefused(string text)
    {
        EnumText<LeaseState>.TryParse(text, out _).ShouldBeFalse();
        Should.Throw<InvalidDataException>(() => EnumText<LeaseState>.Parse(text));
    }
}
