using Paygress.Provider.Linux.Volumes;

namespace Paygress.Provider.UnitTests.Volumes;

public sealed class DeviceMappingTests
{
    private const string Id = "0192f7a1000070008000000000000001";

    [Theory]
    [InlineData("paygress-1000-luks", "CRYPT-LUKS2-" + Id + "-paygress-1000-luks", 1000, Id)]
    [InlineData("paygress-1000-luks", "CRYPT-LUKS2-" + Id + "-another", 1000, null)]
    [InlineData("paygress-1000-luks", "CRYPT-PLAIN-paygress-1000-luks", 1000, null)]
    [InlineData("paygress-1000-luks", "", 1000, null)]
    [InlineData("paygress-01-luks", "CRYPT-LUKS2-" + Id + "-paygress-01-luks", null, Id)]
    [InlineData("paygress-luks", "", null, null)]
    public void Mapping_NameAndId_SayWhoseItIs(string name, string uuid, int? vmid, string? lease)
    {
        var mapping = new DeviceMapping(name, uuid, "253:0", [], IsUsable: true);

        mapping.Vmid?.Value.ShouldBe(vmid ?? 0);
        (mapping.Vmid is null).ShouldBe(vmid is null);
        mapping.LeaseId?.ToString().ShouldBe(lease);
        (mapping.LeaseId is null).ShouldBe(lease is null);
        mapping.IsAlive.ShouldBeFalse();
    }
}
