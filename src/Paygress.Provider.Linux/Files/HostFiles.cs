using Paygress.Provider.Linux.FailPoints;

namespace Paygress.Provider.Linux.Files;

/// <summary>The one door through which files are changed: each change names what it is, and is a fail point by that.</summary>
/// <remarks>Whole files are written by <see cref="DurableFile"/>.</remarks>
#pragma warning disable RS0030 // This is the door that the ban points to.
public static class HostFiles
{
    /// <summary>Removes a file; one that is gone is no error.</summary>
    public static void Delete(HostEffect effect, string path) => FailPoint.Around(effect, () => File.Delete(path));

    /// <summary>Removes a file whose directory may be gone as well.</summary>
    public static void DeleteIn(HostEffect effect, string path) => FailPoint.Around(effect, () =>
    {
        if (Directory.Exists(Path.GetDirectoryName(path)))
        {
            File.Delete(path);
        }
    });

    /// <summary>Gives a file another name; fails when that is taken.</summary>
    public static void Rename(HostEffect effect, string from, string to) => FailPoint.Around(effect, () => File.Move(from, to, overwrite: false));

    /// <summary>Lets a link show something else, from one moment to the next.</summary>
    public static void SetLink(HostEffect effect, string link, string target) => FailPoint.Around(effect, () =>
    {
        var temporary = link + ".new";
        File.Delete(temporary);
        File.CreateSymbolicLink(temporary, target);
        File.Move(temporary, link, overwrite: true);
    });

    /// <summary>Makes a directory where there is none.</summary>
    /// <param name="mode">As it is then, whatever the process's mask takes away.</param>
    public static void MakeDirectory(string path, UnixFileMode mode)
    {
        if (Directory.Exists(path))
        {
            return;
        }

        FailPoint.Around(HostEffect.MakeDirectory, () =>
        {
            Directory.CreateDirectory(path, mode);
            File.SetUnixFileMode(path, mode);
        });
    }

    /// <summary>Makes a file that is not there yet, and lets it be filled; nothing is left of it when that fails.</summary>
    public static void Make(HostEffect effect, string path, UnixFileMode mode, Action<FileStream> fill) => FailPoint.Around(effect, () =>
    {
        using var file = new FileStream(path, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite, Share = FileShare.None, UnixCreateMode = mode });
        try
        {
            fill(file);
        }
        catch
        {
            File.Delete(path);
            throw;
        }
    });

    /// <summary>Sets who may do what with a file.</summary>
    public static void SetMode(HostEffect effect, string path, UnixFileMode mode) => FailPoint.Around(effect, () => File.SetUnixFileMode(path, mode));

    /// <summary>Tries to write into a directory, and leaves nothing there.</summary>
    public static void Probe(string directory) => FailPoint.Around(HostEffect.ProbeDirectory, () =>
    {
        var probe = Path.Combine(directory, ".probe");
        File.WriteAllBytes(probe, [0]);
        File.Delete(probe);
    });
}
#pragma warning restore RS0030
