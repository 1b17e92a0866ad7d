using Paygress.Provider.Linux.Docker;

namespace Paygress.Provider.UnitTests.Docker;

public sealed class RootQuotaRuleTests
{
    private const string Root = "22 1 254:1 / / rw,relatime shared:1 - ext4 /dev/vda1 rw";
    private const string Xfs = "40 22 254:2 / /var/lib/docker rw,relatime shared:9 - xfs /dev/vdb rw,attr2,prjquota";

    [Theory]
    [InlineData("btrfs", "/var/lib/docker", true)]
    [InlineData("zfs", "/var/lib/docker", true)]
    [InlineData("overlay2", "/var/lib/docker", true)]
    [InlineData("overlay2", "/var/lib/docker/100000.100000", true)]
    [InlineData("overlay2", "/var/lib/dockerd", false)]
    [InlineData("vfs", "/var/lib/docker", false)]
    public void Takes_Driver_ByWhatIsBelowIt(string driver, string root, bool expected) =>
        RootQuotaRule.Takes(driver, root, ["", "nonsense", Root, Xfs]).ShouldBe(expected);

    [Theory]
    [InlineData("40 22 254:2 / /var/lib/docker rw shared:9 - xfs /dev/vdb rw,attr2,noquota")]
    [InlineData("40 22 254:2 / /var/lib/docker rw shared:9 - ext4 /dev/vdb rw,prjquota")]
    [InlineData("40 22 254:2 / /var/lib/docker rw shared:9 - xfs")]
    [InlineData("")]
    public void Takes_OverlayOnAnythingElse_False(string mount) => RootQuotaRule.Takes("overlay2", "/var/lib/docker", [Root, mount]).ShouldBeFalse();
}
