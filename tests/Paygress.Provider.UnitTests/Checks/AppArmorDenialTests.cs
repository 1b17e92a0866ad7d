using Paygress.Provider.Linux.Checks;

namespace Paygress.Provider.UnitTests.Checks;

public sealed class AppArmorDenialTests
{
    private const string Log = """
        <6>[    1.000000] audit: type=1400 audit(1.1:2): apparmor="STATUS" operation="profile_load" profile="unconfined" name="docker-default" pid=9 comm="apparmor_parser"
        <5>[   12.345678] audit: type=1400 audit(1.2:3): apparmor="DENIED" operation="ptrace" profile="docker-default" pid=77 comm="ps" requested_mask="read" denied_mask="read" peer="unconfined"
        <5>[   12.345679] audit: type=1400 audit(1.3:4): apparmor="DENIED" operation="open" profile="/usr/bin/man" name="/etc/x" pid=78 comm="man"
        <5>[   13.000000] audit: type=1400 audit(1.4:5): apparmor="DENIED" operation="signal" profile="other" pid=1 comm="dockerd" requested_mask="receive"
        <6>[   14.000000] paygress0: port 1(veth1) entered blocking state
        """;

    [Fact]
    public void ReadAll_KernelLog_GivesWhatConcernsUs() =>
        AppArmorDenial.ReadAll(Log).Select(d => d.ToString()).ShouldBe(["ptrace by ps, profile docker-default", "signal by dockerd, profile other"]);

    [Theory]
    [InlineData("")]
    [InlineData("apparmor=\"DENIED\" comm=\"docker\"")]
    [InlineData("apparmor=\"DENIED\" profile=docker operation=\"")]
    public void ReadAll_OddLines_DoesNotFail(string log) => AppArmorDenial.ReadAll(log).Count().ShouldBeLessThan(2);
}
