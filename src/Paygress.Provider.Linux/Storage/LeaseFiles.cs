using Paygress.Provider.Core.Hosts;
using Paygress.Provider.Core.Leases;
using Paygress.Provider.Core.Problems;
using Paygress.Provider.Linux.FailPoints;
using Paygress.Provider.Linux.Files;

namespace Paygress.Provider.Linux.Storage;

/// <summary>Keeps each lease that runs in a file of its own, <c>leases/ID.json</c> of the data directory, for the day on which the books are lost.</summary>
public sealed class LeaseFiles : ILeaseEndKeeper
{
    private const string FolderName = "leases";
    private const string Suffix = ".json";
    private const string UnusedSuffix = ".unused";

    // Several times what a lease has that was extended as often as it may be.
    private const int MaxBytes = 8 * 1024 * 1024;

    private const UnixFileMode DirectoryMode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private readonly string _directory;

    /// <summary>Makes the directory where it is missing and removes what a crash left half-written in it.</summary>
    public LeaseFiles(string dataDirectory)
    {
        _directory = Path.Combine(dataDirectory, FolderName);
        HostFiles.MakeDirectory(_directory, DirectoryMode);
        DurableFile.SyncDirectory(dataDirectory);
        DurableFile.RemoveLeftovers(_directory);
    }

    /// <summary>True when a data directory has files of leases.</summary>
    public static bool AnyIn(string dataDirectory) =>
        Path.Combine(dataDirectory, FolderName) is var folder && Directory.Exists(folder) && Directory.EnumerateFiles(folder, "*" + Suffix).Any();

    /// <summary>The paths of all files, in the order of their leases' ages.</summary>
    public IEnumerable<string> List() => Directory.EnumerateFiles(_directory, "*" + Suffix).Order(StringComparer.Ordinal);

    /// <summary>The lease in one of the files.</summary>
    /// <exception cref="InvalidDataException">It is not the file of a lease that runs, or not under its name.</exception>
    /// <exception cref="IOException">It can't be read.</exception>
    public static async Task<Lease> ReadAsync(string path, CancellationToken cancellationToken)
    {
        if (new FileInfo(path).Length > MaxBytes)
        {
            throw new InvalidDataException($"it is larger than {MaxBytes} bytes");
        }

        var lease = LeaseFileReader.Read(await File.ReadAllBytesAsync(path, cancellationToken));
        return Path.GetFileName(path) == NameOf(lease.Id) ? lease : throw new InvalidDataException($"lease {lease.Id} is in it, whose file is {NameOf(lease.Id)}");
    }

    /// <inheritdoc />
    public async Task<HostResult<Nothing>> PrepareAsync(Lease lease, CancellationToken cancellationToken)
    {
        try
        {
            KeepUnused(lease);
            await DurableFile.WriteAsync(HostEffect.WriteLeaseFile, PathOf(lease.Id), LeaseFileFormat.Write(lease), DurableFile.OwnerOnly, cancellationToken);
            return HostResult.Done;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Failed("written", e);
        }
    }

    /// <inheritdoc />
    public Task ConfirmAsync(Lease lease, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc />
    public Task<HostResult<Nothing>> ForgetAsync(LeaseId id, CancellationToken cancellationToken)
    {
        try
        {
            HostFiles.Delete(HostEffect.DeleteLeaseFile, PathOf(id));
            DurableFile.SyncDirectory(_directory);
            return Task.FromResult(HostResult.Done);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Task.FromResult(Failed("removed", e));
        }
    }

    /// <inheritdoc />
    public Task<HostResult<KeptEnds>> ListAsync(CancellationToken cancellationToken)
    {
        try
        {
            var ids = List().Select(path => LeaseId.TryParse(Path.GetFileNameWithoutExtension(path), out var id) ? id : (LeaseId?)null).OfType<LeaseId>();
            return Task.FromResult(HostResult.Of(new KeptEnds("lease_file", [.. ids], IsForEach: true)));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Task.FromResult(HostResult.Unknown<KeptEnds>($"the leases' files could not be listed: {e.Message}"));
        }
    }

    // A lease is rebuilt when its file could not be used; somebody may still get more out of that one.
    private void KeepUnused(Lease lease)
    {
        var (path, kept) = (PathOf(lease.Id), PathOf(lease.Id) + UnusedSuffix);
        if (lease is { Held: true, Version: Lease.RebuiltVersion } && File.Exists(path) && !File.Exists(kept))
        {
            HostFiles.Rename(HostEffect.KeepLeaseFile, path, kept);
        }
    }

    private static HostResult<Nothing> Failed(string what, Exception e) =>
        HostResult.Failed<Nothing>(ErrorCodes.BackendError, $"the lease's file could not be {what}: {e.Message}");

    /// <summary>Where a lease's file is or would be.</summary>
    public string PathOf(LeaseId id) => Path.Combine(_directory, NameOf(id));

    private static string NameOf(LeaseId id) => id + Suffix;
}
