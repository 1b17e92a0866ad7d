using System.Collections.Immutable;
using System.Text.Json;
using Paygress.Provider.Core.Hosts;
using Paygress.Provider.Core.Problems;
using Paygress.Provider.Linux.Commands;

namespace Paygress.Provider.Linux.Volumes;

/// <summary>Makes block devices of image files and takes them away again.</summary>
internal sealed class LoopDevices(HostTools tools, LoopPaths paths, MountHolders holders, TimeProvider timeProvider)
{
    private const string Program = "losetup";
    private const int DetachAttempts = 20;

    private static readonly TimeSpan DetachPause = TimeSpan.FromMilliseconds(100);

    /// <summary>Every loop device that has a file.</summary>
    public async Task<HostResult<ImmutableArray<LoopDevice>>> ListAsync(CancellationToken cancellationToken)
    {
        var result = await tools.RunAsync(Program, LoopArguments.List, cancellationToken);
        var listed = result is HostResult<string>.Done { Value: var json } ? Read(json) : result.As<ImmutableArray<LoopDevice>>();
        return listed is HostResult<ImmutableArray<LoopDevice>>.Done { Value: var devices } ? Resolve(devices) : listed;
    }

    /// <summary>The devices that have this very file.</summary>
    public async Task<HostResult<ImmutableArray<LoopDevice>>> FindAsync(FileIdentity file, CancellationToken cancellationToken) =>
        await ListAsync(cancellationToken) switch
        {
            HostResult<ImmutableArray<LoopDevice>>.Done { Value: var all } => HostResult.Of(all.Where(d => d.IsOn(file)).ToImmutableArray()),
            var other => other,
        };

    /// <summary>Sees to it that a file has one device that can be written to; gives its path.</summary>
    public async Task<HostResult<string>> AttachAsync(string path, CancellationToken cancellationToken)
    {
        if (FileIdentity.Of(path) is not { } file)
        {
            return HostResult.Failed<string>(ErrorCodes.BackendError, $"{path} is missing");
        }

        var before = await FindAsync(file, cancellationToken);
        if (before is HostResult<ImmutableArray<LoopDevice>>.Done { Value.IsEmpty: true })
        {
            var attached = await tools.RunAsync(Program, LoopArguments.Attach(path), cancellationToken);
            if (!attached.IsDone)
            {
                return attached;
            }

            before = await FindAsync(file, cancellationToken);
        }

        return before is HostResult<ImmutableArray<LoopDevice>>.Done { Value: var devices } ? Judge(path, devices) : before.As<string>();
    }

    /// <summary>Takes away every device of a file and waits until they are gone: losetup says "done" also to one that is in use.</summary>
    /// <remarks>A file that was removed while it was attached is known by its path alone; the kernel's mark says that it is no file of today.</remarks>
    public Task<HostResult<Nothing>> DetachAsync(string path, CancellationToken cancellationToken) =>
        FileIdentity.Of(path) is { } file
            ? DetachAsync(device => device.IsOn(file), cancellationToken)
            : DetachAsync(device => device.IsDeleted && device.BackPath == path, cancellationToken);

    /// <summary>Takes away one device, as long as the path of its file is one that the caller knows.</summary>
    public Task<HostResult<Nothing>> DetachDeviceAsync(string name, Func<string, bool> isKnownPath, CancellationToken cancellationToken) =>
        DetachAsync(device => device.Name == name && isKnownPath(device.BackPath), cancellationToken);

    /// <summary>Waits until a file has no device: one that goes away by itself may be looked at by udev for a moment. Takes none away.</summary>
    public async Task<HostResult<Nothing>> WaitUntilFreeAsync(string path, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            var found = FileIdentity.Of(path) is { } file ? await FindAsync(file, cancellationToken) : HostResult.Of<ImmutableArray<LoopDevice>>([]);
            if (found is not HostResult<ImmutableArray<LoopDevice>>.Done { Value: { IsEmpty: false } devices })
            {
                return found.ToEffect();
            }

            if (attempt > DetachAttempts)
            {
                return HostResult.Failed<Nothing>(ErrorCodes.BackendError, $"{path} is open already, as {devices[0].Name}");
            }

            await Task.Delay(DetachPause, timeProvider, cancellationToken);
        }
    }

    private string HolderOf(LoopDevice device) => holders.Describe(device.Number?.Trim() ?? string.Empty);

    private async Task<HostResult<Nothing>> DetachAsync(Func<LoopDevice, bool> isMeant, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            // Paused before the look, not after it: the number of a device that went away meanwhile may be another tenant's.
            if (attempt > 2)
            {
                await Task.Delay(DetachPause, timeProvider, cancellationToken);
            }

            var listed = await ListAsync(cancellationToken);
            if (listed is not HostResult<ImmutableArray<LoopDevice>>.Done { Value: var all })
            {
                return listed.As<Nothing>();
            }

            var devices = all.Where(isMeant).ToImmutableArray();
            if (devices.IsEmpty)
            {
                return HostResult.Done;
            }

            if (attempt > DetachAttempts)
            {
                return HostResult.Failed<Nothing>(ErrorCodes.BackendError, $"{devices[0].Name} of {devices[0].BackPath} is {HolderOf(devices[0])}");
            }

            // Its exit code says little ("done" for a busy device, an error for one that went away by itself): the next listing decides.
            foreach (var name in devices.Select(d => d.Name).OfType<string>())
            {
                await tools.RunAsync(Program, LoopArguments.Detach(name), cancellationToken);
            }
        }
    }

    private HostResult<ImmutableArray<LoopDevice>> Resolve(ImmutableArray<LoopDevice> devices)
    {
        try
        {
            return HostResult.Of<ImmutableArray<LoopDevice>>([.. devices.Select(paths.Resolve)]);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return HostResult.Unknown<ImmutableArray<LoopDevice>>(exception.Message);
        }
    }

    private static HostResult<string> Judge(string path, ImmutableArray<LoopDevice> devices) => devices switch
    {
        [{ Name: { } name, IsReadOnly: false }] => HostResult.Of(name),
        [{ Name: { } name }] => HostResult.Failed<string>(
            ErrorCodes.BackendError, $"{name} of {path} is read-only: the service may not write there (ReadWritePaths of the unit)"),
        [] => HostResult.Failed<string>(ErrorCodes.BackendError, $"{path} has no loop device although losetup made one"),
        // Two writers would destroy the file system.
        _ => HostResult.Failed<string>(ErrorCodes.BackendError, $"{path} has {devices.Length} loop devices"),
    };

    internal static HostResult<ImmutableArray<LoopDevice>> Read(string json)
    {
        // Without any device losetup prints nothing at all.
        if (string.IsNullOrWhiteSpace(json))
        {
            return HostResult.Of<ImmutableArray<LoopDevice>>([]);
        }

        try
        {
            // A list that is missing or has a hole says nothing, nor does a device without the mark of its file: taken for "no device", it would get a file a second one.
            return JsonSerializer.Deserialize(json, VolumesJsonContext.Default.LoopDeviceList)?.Devices is { } devices && devices.TrueForAll(d => d is { IsWhole: true })
                ? HostResult.Of(devices.ToImmutableArray())
                : NotUnderstood();
        }
        catch (JsonException)
        {
            return NotUnderstood();
        }
    }

    private static HostResult<ImmutableArray<LoopDevice>> NotUnderstood() =>
        HostResult.Unknown<ImmutableArray<LoopDevice>>("the answer of losetup was not understood");
}
