namespace Paygress.Provider.IntegrationTests.Daemon.Harness;

/// <summary>Rules of the network outlive the provider, as tenants do that need them: a test that had them made takes them away.</summary>
internal static class GuardedNetwork
{
    /// <summary>Ends the provider, then its rules; none of any provider may be left.</summary>
    public static async Task EndAsync(ProviderProcess provider)
    {
        var settings = Path.Combine(TestEngine.Root, "guarded.json");
        File.Copy(provider.Site.ConfigFile, settings, overwrite: true);
        await provider.DisposeAsync();
        (await ProviderProgram.RunAsync(provider.Site, "guard-network", "--remove", "--config", settings)).ExitCode.ShouldBe(0);
        (await TestEngine.ListTablesAsync()).ShouldNotContain(table => table.Contains("paygress", StringComparison.Ordinal));
        (await TestEngine.RunAsync("ip", "rule", "show")).ShouldNotContain(provider.Site.Network);
        File.Delete(settings);
    }
}
