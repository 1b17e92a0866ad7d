using Paygress.Provider.Core.Diagnostics;
using Paygress.Provider.Core.Health;
using Paygress.Provider.Linux.Storage;

namespace Paygress.Provider.Hosting;

/// <summary>A loop that no error ends but a broken store: a turn that fails is logged, reported, and followed by the next one.</summary>
internal abstract partial class LoopService(string name, LoopHealth health, TimeProvider timeProvider, ILogger logger) : BackgroundService
{
    private static readonly TimeSpan PauseAfterFailure = TimeSpan.FromSeconds(1);

    // Kept until a turn goes well: a beat in the middle of the next one says nothing of how that ends.
    private string? _lastError;

    /// <summary>The clock of this loop.</summary>
    protected TimeProvider Time => timeProvider;

    /// <summary>The most that may pass from one turn to the next before the loop counts as stuck.</summary>
    protected abstract TimeSpan Bound { get; }

    /// <summary>Does what is due, then waits until something may be due again.</summary>
    /// <param name="beat">To be called where the loop makes progress, at the latest right before it waits.</param>
    protected abstract Task TurnAsync(Action beat, CancellationToken stoppingToken);

    protected sealed override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await TurnAsync(Beat, stoppingToken);
                _lastError = null;
                Beat();
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }

            // No turn mends it. The process ends with this; its next start sets the store aside and restores leases from their files.
            catch (Exception e) when (StoreDatabase.ShowsDamage(e))
            {
                StoreFoundDamaged(name, e.Message);
                throw;
            }
#pragma warning disable CA1031 // The one place where a loop survives anything; the turn is logged and counted as progress.
            catch (Exception e)
#pragma warning restore CA1031
            {
                LoopTurnFailed(e, name);
                _lastError = e.Message;
                Beat();
                await Task.Delay(PauseAfterFailure, timeProvider, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private void Beat() => health.Report(name, Bound, _lastError);

    [LoggerMessage(EventIds.StoreFoundDamaged, LogLevel.Critical, "The {Loop} loop found the store damaged, and the provider ends; its next start sets the store aside and restores leases from their files: {Reason}")]
    private partial void StoreFoundDamaged(string loop, string reason);

    [LoggerMessage(EventIds.LoopTurnFailed, LogLevel.Error, "A turn of the {Loop} loop failed; it goes on")]
    private partial void LoopTurnFailed(Exception exception, string loop);
}
