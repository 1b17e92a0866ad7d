using System.Collections.Immutable;
using Paygress.Provider.Configuration;

namespace Paygress.Provider.UnitTests.Configuration;

public sealed class SettingsRulesTests
{
    [Theory]
    [InlineData("Provider:VmidRangeEnd", "Provider:VmidRangeStart=1500", "Provider:VmidRangeEnd=1400")]
    [InlineData("Provider:VmidRangeEnd", "Provider:VmidRangeStart=1000", "Provider:VmidRangeEnd=1198")]
    [InlineData("Ports:RangeEnd", "Ports:RangeStart=30000", "Ports:RangeEnd=29999")]
    [InlineData("Leases:MaximumDuration", "Leases:MinimumDuration=2h", "Leases:MaximumDuration=1h")]
    [InlineData("Provider:RuntimeDirectory", "Provider:DataDirectory=/srv/x", "Provider:RuntimeDirectory=/srv/x")]
    [InlineData("Docker:Program", "Docker:Program=")]
    [InlineData("Docker:Network", "Docker:Network=--help")]
    [InlineData("Docker:Bridge", "Docker:Bridge=a-bridge-with-a-long-name")]
    [InlineData("Docker:Subnet", "Docker:Subnet=10.0.0.0")]
    [InlineData("Docker:Subnet", "Docker:Subnet=10.0.0.0/30")]
    [InlineData("Docker:Subnet", "Docker:Subnet=fd00::/16")]
    [InlineData("Docker:Subnet", "Docker:Subnet=10.213.0.0/020")]
    [InlineData("Docker:Subnet", "Docker:Subnet=10.213.0.1/20")]
    [InlineData("Docker:Subnet", "Docker:Subnet=10.213.0.0/28")]
    [InlineData("Docker:Subnet", "Docker:Subnet=10.213.0.0/28", "Capacity:MaxLeases=14")]
    [InlineData("Docker:BindAddress", "Docker:BindAddress=localhost")]
    [InlineData("Docker:BindAddress", "Docker:BindAddress=127.1")]
    [InlineData("Docker:BindAddress", "Docker:BindAddress=0:0:0:0:0:0:0:1")]
    [InlineData("Api:Socket", "Api:Socket=provider.sock")]
    [InlineData("Tiers:Big", "Tiers:Big:CpuMillicores=100", "Tiers:Big:MemoryMb=64", "Tiers:Big:StorageGb=1")]
    [InlineData("Tiers:new:MemoryMb", "Tiers:new:CpuMillicores=100", "Tiers:new:StorageGb=1")]
    [InlineData("Templates:new:Image", "Templates:new:Image=--help")]
    [InlineData("Templates:hello:Ports", "Templates:hello:Ports:1=many")]
    [InlineData("Templates:hello:DataPath", "Templates:hello:DataPath=data")]
    [InlineData("Templates:hello:Env:A-B", "Templates:hello:Env:A-B=1")]
    [InlineData("Templates:hello:Env:A", "Templates:hello:Env:A=two\nlines")]
    [InlineData("Templates:hello:RequiredEnv", "Templates:hello:RequiredEnv:0=A=B")]
    [InlineData("Docker:Dns", "Docker:Dns:0=dns.example")]
    [InlineData("Docker:Dns", "Docker:Dns:0=::1")]
    [InlineData("Docker:Dns", "Docker:Dns:0=010.0.0.1")]
    [InlineData("Network:Refused", "Network:Refused:0=10.0.0.1")]
    [InlineData("Network:Refused", "Network:Refused:0=10.0.0.1/8")]
    [InlineData("Network:Refused", "Network:Refused:0=fe80::/10")]
    [InlineData("Network:Refused", "Network:Refused:0=10.0.0.0/8 } accept")]
    [InlineData("Templates:hello:Capabilities", "Templates:hello:Capabilities:0=--privileged")]
    [InlineData("Templates:hello:Ulimits", "Templates:hello:Ulimits:0=many")]
    [InlineData("Templates:hello", "Templates:hello:MinimumMemoryMb=99999")]
    public void Check_OneRuleBroken_IsToldWithItsKey(string key, params string[] values)
    {
        var faults = Faults(values);

        faults.ShouldHaveSingleItem().Key.ShouldBe(key);
    }

    [Fact]
    public void Check_ManyRulesBroken_ListsAll() =>
        Faults("Ports:RangeStart=30000", "Ports:RangeEnd=29999", "Docker:Subnet=x", "Leases:MinimumDuration=2h", "Leases:MaximumDuration=1h")
            .Select(f => f.Key).ShouldBe(["Ports:RangeEnd", "Leases:MaximumDuration", "Docker:Subnet"]);

    [Fact]
    public void Check_SocketPathLongerThanTheKernelTakes_IsAFault()
    {
        Faults($"Api:Socket=/run/{new string('x', 120)}").ShouldHaveSingleItem().Key.ShouldBe("Api:Socket");
        Faults($"Provider:RuntimeDirectory=/run/{new string('x', 95)}").ShouldHaveSingleItem().Key.ShouldBe("Provider:RuntimeDirectory");
    }

    [Fact]
    public void Check_SubnetWithAnAddressForEachLease_IsTaken() =>
        SomeSettings.Read(("Docker:Subnet", "10.213.0.0/28"), ("Capacity:MaxLeases", "13")).ShouldBeOfType<ConfigurationResult.Loaded>();

    [Theory]
    [InlineData("0.0.0.0", "", "127.0.0.1")]
    [InlineData("::", "", "::1")]
    [InlineData("192.0.2.1", "", "192.0.2.1")]
    [InlineData("::", "host.example", "host.example")]
    public void HostAddress_BindAddress_IsOneThatTenantsReach(string bind, string publicHost, string expected) =>
        SomeSettings.Read(("Docker:BindAddress", bind), ("Provider:PublicHost", publicHost)).ShouldBeOfType<ConfigurationResult.Loaded>().Settings.HostAddress.ShouldBe(expected);

    private static ImmutableArray<ConfigurationFault> Faults(params string[] values) =>
        SomeSettings.Read([.. values.Select(v => v.Split('=', 2)).Select(p => (p[0], p[1]))])
            .ShouldBeOfType<ConfigurationResult.Faulty>().Faults;
}
