using Paygress.Provider.Linux.FailPoints;

namespace Paygress.Provider.Linux.Files;

/// <summary>Writes whole files so that after a power cut there is the old content or the new, never a mix and never less.</summary>
#pragma warning disable RS0030 // With HostFiles the door that the ban of changes to files points to.
public static class DurableFile
{
    /// <summary>For what only the provider may read.</summary>
    public const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>For what anybody who reaches the directory may read.</summary>
    public const UnixFileMode Readable = OwnerOnly | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    private const string TemporarySuffix = ".tmp";

    /// <summary>Writes a new file or replaces one; durable when it returns.</summary>
    /// <exception cref="IOException">
    /// The disk is full or broken; nothing half-written is left. The old content is there, or the new when no more than making its name durable failed:
    /// a power cut decides between them then.
    /// </exception>
    public static void Write(HostEffect effect, string path, ReadOnlyMemory<byte> content, UnixFileMode mode)
    {
        var temporary = TemporaryNameOf(path);
        try
        {
            using (var file = Create(temporary, mode))
            {
                file.Write(content.Span);
                file.Flush(flushToDisk: true);
            }

            Publish(effect, temporary, path);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }

    /// <inheritdoc cref="Write"/>
    public static async Task WriteAsync(HostEffect effect, string path, ReadOnlyMemory<byte> content, UnixFileMode mode, CancellationToken cancellationToken)
    {
        var temporary = TemporaryNameOf(path);
        try
        {
            await using (var file = Create(temporary, mode))
            {
                await file.WriteAsync(content, cancellationToken);
                Sync(file);
            }

            Publish(effect, temporary, path);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }

    /// <summary>Gives a file whose content is durable its name; that is durable too when it returns.</summary>
    /// <remarks>The fail point of a written file: a crash before it leaves what a crash while writing leaves.</remarks>
    public static void Publish(HostEffect effect, string temporary, string path) => FailPoint.Around(effect, () =>
    {
        File.Move(temporary, path, overwrite: true);
        SyncDirectory(Path.GetDirectoryName(path)!); // a file's full path always has a directory
    });

    /// <summary>Makes the content of a file durable that somebody else wrote.</summary>
    public static void SyncContent(string path)
    {
        using var handle = File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite);
        RandomAccess.FlushToDisk(handle);
    }

    /// <summary>Makes the names in a directory durable.</summary>
    public static void SyncDirectory(string directory)
    {
        using var handle = Libc.Open(directory, Libc.CloseOnExec, 0);
        if (handle.IsInvalid || Libc.Sync(handle) != 0)
        {
            throw Libc.Failure(directory);
        }
    }

    /// <summary>Removes what a crash left half-written in a directory.</summary>
    public static void RemoveLeftovers(string directory)
    {
        foreach (var path in Directory.EnumerateFiles(directory, "*" + TemporarySuffix))
        {
            FailPoint.Around(HostEffect.RemoveLeftover, () => File.Delete(path));
        }
    }

    // A name of its own for each writer: two that write the same file at once must not mix.
    // Nobody guesses it: it is opened as a new file. A generator for secrets would load OpenSSL at each start, 4 MB and some milliseconds.
    private static string TemporaryNameOf(string path) => $"{path}.{Path.GetRandomFileName()}{TemporarySuffix}";

    private static FileStream Create(string path, UnixFileMode mode)
    {
        var file = new FileStream(path, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, BufferSize = 0, UnixCreateMode = OwnerOnly });

        // By name once it is there: the process's mask would take permissions from it at its creation.
        File.SetUnixFileMode(file.SafeFileHandle, mode);
        return file;
    }

    // There is no asynchronous fsync.
    private static void Sync(FileStream file) => file.Flush(flushToDisk: true);
}
#pragma warning restore RS0030
