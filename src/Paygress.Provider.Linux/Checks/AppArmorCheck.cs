using Paygress.Provider.Linux.Commands;
using Paygress.Provider.Linux.Node;

namespace Paygress.Provider.Linux.Checks;

/// <summary>AppArmor: can dockerd load its profile, and was docker or a container denied something.</summary>
/// <param name="readLog">Gives the kernel's log; none when it may not be read.</param>
/// <param name="searchPath">Where programs are looked for; as for every command when none.</param>
internal sealed class AppArmorCheck(Func<string?> readLog, string root = "/", string? searchPath = null) : IHostCheck
{
    private const string Name = "apparmor";

    public AppArmorCheck()
        : this(KernelLog.TryRead)
    {
    }

    public Task<IReadOnlyList<CheckLine>> RunAsync(CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<CheckLine>>([Look()]);

    private CheckLine Look() =>
        !IsEnabled() ? new("kernel", Name, CheckOutcome.Passed, "the kernel does not use it")
        : ProgramPath.Find("apparmor_parser", searchPath ?? Environment.GetEnvironmentVariable("PATH")).Path is null
            ? new("kernel", Name, CheckOutcome.Failed, "the kernel uses it and apparmor_parser is not installed: docker starts no container", "apt install apparmor && systemctl restart docker")
        : readLog() is { } log ? Judge(AppArmorDenial.ReadAll(log).ToArray())
        : new("kernel", Name, CheckOutcome.Passed, "in use; the kernel's log may not be read, so denials were not looked for");

    private static CheckLine Judge(AppArmorDenial[] denials) => denials is [.., var last]
        ? new("kernel", Name, CheckOutcome.Warned, $"{denials.Length} denials in the kernel's log; the last: {last}", "see journalctl -k --grep DENIED; a container's own profile denies what tenants may not, others keep docker or the provider from working")
        : new("kernel", Name, CheckOutcome.Passed, "in use; no denial that concerns docker or the provider");

    private bool IsEnabled()
    {
        var file = Path.Join(root, "sys/module/apparmor/parameters/enabled");
        return File.Exists(file) && File.ReadAllText(file).StartsWith('Y');
    }
}
