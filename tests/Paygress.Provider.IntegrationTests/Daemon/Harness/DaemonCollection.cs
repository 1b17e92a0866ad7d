namespace Paygress.Provider.IntegrationTests.Daemon.Harness;

/// <summary>Tests with a running provider, one after the other: they measure times, and each asks a lot of the docker engine.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class DaemonCollection : ICollectionFixture<TestImages>
{
    public const string Name = "daemon";
}
