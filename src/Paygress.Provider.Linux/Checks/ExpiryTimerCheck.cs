using Paygress.Provider.Linux.Commands;

namespace Paygress.Provider.Linux.Checks;

/// <summary>The timers that end leases while the provider is dead: systemd has to be the one that runs this machine.</summary>
internal sealed class ExpiryTimerCheck(bool systemdIsInit) : IHostCheck
{
    private const string Name = "end timers";
    private const string WithoutThem = "a lease whose time is up while the provider is dead runs on until its next start";

    public Task<IReadOnlyList<CheckLine>> RunAsync(CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<CheckLine>>([Look()]);

    private CheckLine Look()
    {
        if (!systemdIsInit)
        {
            return new CheckLine("leases", Name, CheckOutcome.Warned, $"off, as systemd does not run this machine: {WithoutThem}", "run the provider on a machine that systemd has booted");
        }

        return ProgramPath.Find("systemd-run", Environment.GetEnvironmentVariable("PATH")).Path is { } path
            ? new CheckLine("leases", Name, CheckOutcome.Passed, $"{path} arms one for each lease")
            : new CheckLine("leases", Name, CheckOutcome.Warned, $"systemd-run is not in PATH: {WithoutThem}", "apt install systemd");
    }
}
