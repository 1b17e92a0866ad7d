using System.Text;
using Paygress.Provider.Core.Hosts;
using Paygress.Provider.Core.Text;
using Paygress.Provider.Linux.Commands;

namespace Paygress.Provider.Linux.Network;

/// <summary>The same rules once more, in a table that only its maker may change: an nft of ours that lives as long as we do. No flush takes it away.</summary>
internal sealed class HeldFirewallLayer(ICommandRunner runner, HostTools tools, FirewallText text, TimeProvider timeProvider) : INetworkLayer, IAsyncDisposable
{
    private const string Name = "held firewall";
    private const int Looks = 40;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    private (Task<CommandResult> Run, CancellationTokenSource End)? _holder;
    private string _complaint = "";

    public async Task<LayerState> MendAsync(CancellationToken cancellationToken)
    {
        // While it lives, nobody else can touch what it made.
        if (_holder is { Run.IsCompleted: false } && await IsThereAsync(cancellationToken) == true)
        {
            return LayerState.Intact(Name);
        }

        var holder = _holder ??= Hold();
        bool? isThere = null;
        for (var look = 0; look < Looks; look++)
        {
            if (holder.Run.IsCompleted)
            {
                await EndAsync();
                return LayerState.Broken(Name, $"nft does not hold table {text.HeldTable}: {Describe(holder.Run)}");
            }

            isThere = await IsThereAsync(cancellationToken);
            if (isThere == true)
            {
                return LayerState.PutBack(Name, $"table {text.HeldTable}");
            }

            await Task.Delay(Pause, timeProvider, cancellationToken);
        }

        // It will not make it any more: the next look begins with another one. Where nobody knows, it may hold it.
        if (isThere == false)
        {
            await EndAsync();
        }

        return LayerState.Broken(Name, $"nft runs and has not made table {text.HeldTable}{_complaint}");
    }

    /// <summary>Ends the holder, and with it its table.</summary>
    public async ValueTask DisposeAsync() => await EndAsync();

    private async Task EndAsync()
    {
        if (_holder is var (run, end))
        {
            _holder = null;
            await end.CancelAsync();
            await ((Task)run).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            end.Dispose();
        }
    }

    private (Task<CommandResult> Run, CancellationTokenSource End) Hold()
    {
        _complaint = "";
        var end = new CancellationTokenSource();
        var spec = new StreamSpec { Program = "nft", Arguments = ["-i"], StandardInput = Encoding.ASCII.GetBytes(text.Hold()), KeepsInputOpen = true, IdleLimit = Timeout.InfiniteTimeSpan };
        return (runner.StreamLinesAsync(spec, NoteAsync, end.Token), end);
    }

    // It goes on after a mistake, and shows the words in question below it.
    private ValueTask NoteAsync(CommandLine line, CancellationToken cancellationToken)
    {
        if (line.Source is OutputSource.StandardError && line.Text.Contains("Error", StringComparison.Ordinal))
        {
            _complaint = $": {Excerpt.Of(line.Text)}";
        }

        return ValueTask.CompletedTask;
    }

    // None when nft did not say.
    private async Task<bool?> IsThereAsync(CancellationToken cancellationToken) =>
        await tools.RunAsync("nft", ["-s", "-t", "list", "table", "inet", text.HeldTable], cancellationToken) switch
        {
            HostResult<string>.Done { Value: var rules } => rules.Contains("chain tenant", StringComparison.Ordinal),
            HostResult<string>.Failed => false,
            _ => null,
        };

    private static string Describe(Task<CommandResult> ended) => ended switch
    {
        { IsCompletedSuccessfully: true, Result: CommandResult.Exited x } => $"it ended with {x.ExitCode}: {x.StandardError.Text.Trim()}",
        { IsCompletedSuccessfully: true, Result: CommandResult.NotStarted x } => $"it could not be started: {x.Reason}",
        { Exception.InnerException: { } e } => e.Message,
        _ => "it ended",
    };
}
