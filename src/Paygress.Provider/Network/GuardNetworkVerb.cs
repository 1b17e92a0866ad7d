using System.CommandLine;
using Paygress.Provider.Cli;
using Paygress.Provider.Configuration;
using Paygress.Provider.Core.Health;
using Paygress.Provider.Hosting;
using Paygress.Provider.Linux;
using Paygress.Provider.Linux.Files;
using Paygress.Provider.Linux.Network;
using Paygress.Provider.Logging;
using Paygress.Provider.Systemd;
using Serilog;

namespace Paygress.Provider.Network;

/// <summary><c>guard-network</c>: what the unit paygress-network runs. Not for people, so it is in no help text.</summary>
internal sealed class GuardNetworkVerb : Command
{
    private readonly Option<string?> _config = ConfigOption.Create();
    private readonly Option<bool> _remove = new("--remove");
    private readonly Terminal _terminal;

    public GuardNetworkVerb(Terminal terminal)
        : base("guard-network", "Keeps tenants from this machine, from each other and from private networks.")
    {
        _terminal = terminal;
        Hidden = true;
        Add(_config);
        Add(_remove);
        SetAction((arguments, cancellationToken) => RunAsync(arguments.GetValue(_config), arguments.GetValue(_remove), cancellationToken));
    }

    private async Task<int> RunAsync(string? configFile, bool remove, CancellationToken cancellationToken)
    {
        ProcessMask.Restrict();
        if (ConfigurationLoader.Load(configFile, Environment.GetEnvironmentVariables()) is ConfigurationResult.Loaded { Settings: var settings })
        {
            using var host = Build(settings, !remove && settings.Network.Isolation is IsolationMode.Required);
            return remove ? await RemoveAsync(host.Services.GetRequiredService<NetworkGuard>(), cancellationToken) : await GuardAsync(host, cancellationToken);
        }

        // The provider itself, which reads the same, tells every fault.
        await _terminal.Error.Writer.WriteLineAsync("error: the configuration has faults; see 'paygress-provider config check'");
        return ExitCode.Unusable;
    }

    private static async Task<int> GuardAsync(IHost host, CancellationToken cancellationToken)
    {
        await host.RunAsync(cancellationToken);
        return ExitCode.Done;
    }

    private async Task<int> RemoveAsync(NetworkGuard guard, CancellationToken cancellationToken)
    {
        var left = await guard.RemoveAsync(cancellationToken);
        foreach (var fault in left)
        {
            await _terminal.Error.Writer.WriteLineAsync($"error: {fault}");
        }

        return left.IsEmpty ? ExitCode.Done : ExitCode.Failed;
    }

    private static IHost Build(ProviderSettings settings, bool guards)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { ContentRootPath = "/" });
#pragma warning disable CA2000 // The host disposes of it, as asked for by the argument.
        builder.Services.AddSerilog(ProviderLogging.Create(settings.Logging), dispose: true);
#pragma warning restore CA2000
        builder.Services.AddSystemdLifetime();
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton<LoopHealth>();
        builder.Services.AddNetwork(settings.Provider, settings.Docker, settings.Network);
        builder.Services.AddNetworkGuard(settings.Docker, settings.Network);
        builder.Services.AddHostedService<WatchdogService>();
        if (guards)
        {
            builder.Services.AddNetworkGuardLoops();
        }

        return builder.Build();
    }
}
