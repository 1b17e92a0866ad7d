using System.Text;
using Paygress.Provider.Core.Hosts;
using Paygress.Provider.Linux.Commands;

namespace Paygress.Provider.Linux.Network;

/// <summary>The same rules once more, in a table that only its maker may change: an nft of ours that lives as long as we do. No flush takes it away.</summary>
internal sealed class HeldFirewallLayer(ICommandRunner runner, HostTools tools, FirewallText text, TimeProvider timeProvider) : INetworkLayer, IAsyncDisposable
{
    private const string Name = "held firewall";
    private const int Looks = 40;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    private readonly CancellationTokenSource _end = new();
    private Task<CommandResult>? _holder;

    public async Task<LayerState> MendAsync(CancellationToken cancellationToken)
    {
        // While it lives, nobody else can touch what it made.
        if (_holder is { IsCompleted: false } && await IsThereAsync(cancellationToken))
        {
            return LayerState.Intact(Name);
        }

        _holder ??= HoldAsync();
        for (var look = 0; look < Looks; look++)
        {
            if (_holder.IsCompleted)
            {
                var ended = _holder;
                _holder = null;
                return LayerState.Broken(Name, $"nft does not hold table {text.HeldTable}: {Describe(ended)}");
            }

            if (await IsThereAsync(cancellationToken))
            {
                return LayerState.PutBack(Name, $"table {text.HeldTable}");
            }

            await Task.Delay(Pause, timeProvider, cancellationToken);
        }

        return LayerState.Broken(Name, $"nft runs and has not made table {text.HeldTable}");
    }

    /// <summary>Ends the holder, and with it its table.</summary>
    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        if (_holder is { } holder)
        {
            await ((Task)holder).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        _end.Dispose();
    }

    private Task<CommandResult> HoldAsync() => runner.StreamLinesAsync(
        new StreamSpec { Program = "nft", Arguments = ["-i"], StandardInput = Encoding.ASCII.GetBytes(text.Hold()), KeepsInputOpen = true, IdleLimit = Timeout.InfiniteTimeSpan },
        (_, _) => ValueTask.CompletedTask,
        _end.Token);

    private async Task<bool> IsThereAsync(CancellationToken cancellationToken) =>
        await tools.RunAsync("nft", ["-s", "-t", "list", "table", "inet", text.HeldTable], cancellationToken) is HostResult<string>.Done { Value: var rules }
        && rules.Contains("chain tenant", StringComparison.Ordinal);

    private static string Describe(Task<CommandResult> ended) => ended switch
    {
        { IsCompletedSuccessfully: true, Result: CommandResult.Exited x } => $"it ended with {x.ExitCode}: {x.StandardError.Text.Trim()}",
        { IsCompletedSuccessfully: true, Result: CommandResult.NotStarted x } => $"it could not be started: {x.Reason}",
        { Exception.InnerException: { } e } => e.Message,
        _ => "it ended",
    };
}
