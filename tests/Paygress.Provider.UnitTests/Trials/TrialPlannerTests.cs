using Paygress.Provider.Core.Trials;
using Paygress.Provider.Core.Workloads;
using Paygress.Provider.Linux.Docker;
using Paygress.Provider.Linux.Network;
using Paygress.Provider.Trials;

namespace Paygress.Provider.UnitTests.Trials;

public sealed class TrialPlannerTests
{
    private readonly DockerOptions _docker = new() { Subnet = "10.213.0.0/20", PidsLimit = 77, LogMaxSizeMb = 7, LogMaxFiles = 2 };

    [Fact]
    public void Plan_WhatIsRefused_IsTriedAndTheMachineToo()
    {
        var plan = TrialPlanner.Plan(_docker, new NetworkOptions { Refused = ["169.254.0.0/16", "192.168.0.0/16"] });

        plan.Refused.ShouldBe(["169.254.169.254", "192.168.255.253"]);
        (plan.Machine, plan.Processes, plan.LogBytes).ShouldBe(("10.213.0.1", 77, 14L << 20));
    }

    [Fact]
    public void Plan_NetworkOfTheTenantsThemselves_IsNotAmongTheRefused() =>
        TrialPlanner.Plan(new DockerOptions { Subnet = "10.255.240.0/20" }, new NetworkOptions { Refused = ["10.0.0.0/8"] }).Refused.ShouldBeEmpty();

    [Fact]
    public void Plan_NotGuarded_TriesNothingOfIt()
    {
        var plan = TrialPlanner.Plan(_docker, new NetworkOptions { Isolation = IsolationMode.Off, Refused = ["10.0.0.0/8"] });

        (plan.Refused.IsEmpty, plan.Machine).ShouldBe((true, null));
    }

    [Fact]
    public void FindTier_SeveralTiers_IsTheSmallestInWhichHundredsOfProcessesFit()
    {
        Tier[] tiers = [new("large", 4000, 4096, 50, 1), new("tiny", 100, 64, 1, 1), new("basic", 1000, 1024, 10, 1)];

        TrialPlan.FindTier(new Catalog([], tiers))!.Id.ShouldBe("basic");
        TrialPlan.FindTier(new Catalog([], tiers[1..2]))!.Id.ShouldBe("tiny");
    }
}
