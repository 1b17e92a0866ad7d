using Paygress.Provider.Core.Leases;
using Paygress.Provider.Core.Volumes;

namespace Paygress.Provider.Linux.Volumes;

/// <summary>Where the files of volumes are. Pure.</summary>
internal sealed class VolumePaths(string dataDirectory, string runtimeDirectory)
{
    private const string PlainSuffix = ".img";
    private const string EncryptedSuffix = ".luks";
    private const string UnfinishedSuffix = ".new";

    /// <summary>The directory of the image files.</summary>
    public string ImageDirectory { get; } = Path.Combine(Path.GetFullPath(dataDirectory), "volumes");

    /// <summary>The directory of the device links; it goes away with the machine.</summary>
    public string LinkDirectory { get; } = Path.Combine(Path.GetFullPath(runtimeDirectory), "dev");

    public string PlainImageOf(Vmid vmid) => Path.Combine(ImageDirectory, vmid + PlainSuffix);

    public string EncryptedImageOf(Vmid vmid) => Path.Combine(ImageDirectory, vmid + EncryptedSuffix);

    /// <summary>The image file of a volume.</summary>
    public string ImageOf(VolumeSpec spec) => spec.IsEncrypted ? EncryptedImageOf(spec.Vmid) : PlainImageOf(spec.Vmid);

    /// <summary>The image file that must not be there beside a volume's own.</summary>
    public string OtherImageOf(VolumeSpec spec) => spec.IsEncrypted ? PlainImageOf(spec.Vmid) : EncryptedImageOf(spec.Vmid);

    /// <summary>An image file until it is whole. Its name says whose it is, since its content cannot yet.</summary>
    public string UnfinishedImageOf(Vmid vmid, LeaseId leaseId) => Path.Combine(ImageDirectory, $"{vmid}.{leaseId}{UnfinishedSuffix}");

    public string LinkOf(Vmid vmid) => Path.Combine(LinkDirectory, vmid.ToString());

    /// <summary>True for a path in the directory of the image files.</summary>
    public bool IsInImageDirectory(string path) => Path.GetDirectoryName(path) == ImageDirectory;

    /// <summary>The vmid in the name of an image file, whole or not; none for any other name.</summary>
    public static Vmid? ReadImageVmid(string path)
    {
        var name = Path.GetFileName(path);
        var end = name.IndexOf('.', StringComparison.Ordinal);
        var known = end > 0 && (name[end..] is PlainSuffix or EncryptedSuffix || ReadUnfinished(path) is not null);
        return known && Vmid.TryParse(name.AsSpan(0, end), out var vmid) ? vmid : null;
    }

    /// <summary>True for the name of an image file that is encrypted.</summary>
    public static bool IsEncryptedImage(string path) => path.EndsWith(EncryptedSuffix, StringComparison.Ordinal);

    /// <summary>The lease in the name of an image file that is not whole; none for any other name.</summary>
    public static LeaseId? ReadUnfinished(string path)
    {
        var parts = Path.GetFileName(path).Split('.');
        return parts.Length == 3 && '.' + parts[2] == UnfinishedSuffix && LeaseId.TryParse(parts[1], out var id) ? id : null;
    }

    /// <summary>The vmid in the name of a device link; none for any other name.</summary>
    public static Vmid? ReadLinkVmid(string path) => Vmid.TryParse(Path.GetFileName(path), out var vmid) ? vmid : null;
}
