using Paygress.Provider.Core.Hosts;

namespace Paygress.Provider.Linux.Checks;

/// <summary>The directories: can the provider make or use them.</summary>
internal sealed class DirectoryCheck(ProviderOptions options) : IHostCheck
{
    public Task<IReadOnlyList<CheckLine>> RunAsync(CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<CheckLine>>(
        [Look("data directory", "Provider:DataDirectory", options.DataDirectory), Look("runtime directory", "Provider:RuntimeDirectory", options.RuntimeDirectory)]);

    private static CheckLine Look(string name, string key, string path)
    {
        var existing = ExistingDirectory.Above(path);
        var writable = Commands.Libc.Access(existing, Commands.Libc.MayWrite) == 0;
        var state = existing == path ? path : $"{path} can be made";
        return writable
            ? new CheckLine("files", name, CheckOutcome.Passed, state)
            : new CheckLine("files", name, CheckOutcome.Failed, $"{existing} can't be written", $"run as root, or set {key}");
    }
}
