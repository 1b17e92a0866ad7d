using Paygress.Provider.Core.Encryption;
using Paygress.Provider.Core.Hosts;
using Paygress.Provider.Core.Leases;
using Paygress.Provider.Core.Problems;

namespace Paygress.Provider.Linux.Volumes;

/// <summary>Opens the mappings of encrypted volumes and takes them away again.</summary>
internal sealed class LuksDevices(
    Cryptsetup cryptsetup, DeviceMappings mappings, LoopDevices loops, MountHolders holders, VolumeJournal journal, TimeProvider timeProvider)
{
    private const int CloseAttempts = 20;

    private static readonly TimeSpan ClosePause = TimeSpan.FromMilliseconds(100);

    /// <summary>Opens an image file of which nothing is open.</summary>
    public Task<HostResult<Nothing>> OpenAsync(Vmid vmid, string image, VolumeKey key, CancellationToken cancellationToken) =>
        Steps.InOrderAsync(
            // The same image opens twice under two names without complaint, and two writers destroy the file system.
            () => loops.WaitUntilFreeAsync(image, cancellationToken),
            () => cryptsetup.OpenAsync(image, KernelPaths.MappingOf(vmid), key, cancellationToken));

    /// <summary>Takes this lease's mapping away; fails with the name of who holds it. One that is gone is no error.</summary>
    public async Task<HostResult<Nothing>> CloseAsync(Vmid vmid, LeaseId leaseId, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            if (mappings.Find(vmid) is not { } mapping)
            {
                return HostResult.Done;
            }

            if (mapping.LeaseId != leaseId)
            {
                return HostResult.Failed<Nothing>(ErrorCodes.BackendError, $"{mapping.Name} is not this lease's");
            }

            if (attempt > CloseAttempts)
            {
                return HostResult.Failed<Nothing>(ErrorCodes.BackendError, $"{mapping.Name} is {HolderOf(mapping)}");
            }

            if (await CloseOnceAsync(mapping, isFirst: attempt == 1, cancellationToken) is HostResult<Nothing>.Unknown silent)
            {
                return silent;
            }
        }
    }

    /// <summary>Closes it, and if somebody holds it makes it useless: the key leaves the kernel, and each access through it fails. Still a failure then.</summary>
    public async Task<HostResult<Nothing>> CloseOrWipeAsync(Vmid vmid, LeaseId leaseId, CancellationToken cancellationToken)
    {
        var closed = await CloseAsync(vmid, leaseId, cancellationToken);
        if (closed is not HostResult<Nothing>.Failed || mappings.Find(vmid) is not { IsAlive: true } mapping || mapping.LeaseId != leaseId)
        {
            return closed;
        }

        var wiped = await cryptsetup.WipeAsync(mapping.Name, cancellationToken);
        if (!wiped.IsDone)
        {
            return wiped;
        }

        if (mappings.Find(vmid) is { IsAlive: true })
        {
            return HostResult.Failed<Nothing>(ErrorCodes.BackendError, $"{mapping.Name} was wiped, but still has its key");
        }

        journal.VolumePinned(vmid, HolderOf(mapping));
        return closed;
    }

    /// <summary>True while the kernel has the key of a volume.</summary>
    public bool HasKey(Vmid vmid) => mappings.Find(vmid) is { IsAlive: true };

    // Its exit code says little (4 for "not there" and for "cannot ask"): the next look decides.
    private async Task<HostResult<Nothing>> CloseOnceAsync(DeviceMapping mapping, bool isFirst, CancellationToken cancellationToken)
    {
        if (!isFirst)
        {
            await Task.Delay(ClosePause, timeProvider, cancellationToken);
        }

        return mapping.IsAlive
            ? await cryptsetup.CloseAsync(mapping.Name, cancellationToken)
            : await cryptsetup.RemoveAsync(mapping.Name, cancellationToken);
    }

    private string HolderOf(DeviceMapping mapping) =>
        mappings.ListAbove(mapping) is [var above, ..] ? $"in use by {above}" : holders.Describe(mapping.Number);
}
