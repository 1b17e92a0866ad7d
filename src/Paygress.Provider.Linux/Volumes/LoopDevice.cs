using System.Globalization;
using System.Text.Json.Serialization;

namespace Paygress.Provider.Linux.Volumes;

/// <summary>A loop device as <c>losetup --json</c> shows it.</summary>
internal sealed record LoopDevice
{
    private const string DeletedMark = " (deleted)";

    [JsonPropertyName("name")]
    public string? Name { get; init; }

    [JsonPropertyName("back-file")]
    public string? BackFile { get; init; }

    [JsonPropertyName("back-ino")]
    public ulong? BackInode { get; init; }

    [JsonPropertyName("back-maj:min")]
    public string? BackDevice { get; init; }

    [JsonPropertyName("ro")]
    public bool IsReadOnly { get; init; }

    /// <summary>True when it tells which file it has, or that it has none: one that is being taken away has not even a path.</summary>
    public bool IsWhole => Name?.StartsWith(PathOf("loop"), StringComparison.Ordinal) == true && (BackFile is null ? BackInode is null or 0 : BackInode > 0 && BackDevice is not null);

    /// <summary>True when its file was removed meanwhile.</summary>
    public bool IsDeleted => BackFile?.EndsWith(DeletedMark, StringComparison.Ordinal) == true;

    /// <summary>The path of its file, also when that was removed meanwhile.</summary>
    public string BackPath => IsDeleted ? BackFile![..^DeletedMark.Length] : BackFile ?? string.Empty; // the mark was seen

    /// <summary>The path of a device that sysfs names.</summary>
    public static string PathOf(string kernelName) => "/dev/" + kernelName;

    /// <summary>The device number, as in mountinfo.</summary>
    [JsonPropertyName("maj:min")]
    public string? Number { get; init; }

    /// <summary>The same device, whose file has another path.</summary>
    public LoopDevice MovedTo(string path) => this with { BackFile = IsDeleted ? path + DeletedMark : path };

    /// <summary>True when this file is behind it; by inode, because a path may be another file by now.</summary>
    public bool IsOn(FileIdentity file) =>
        BackInode == file.Inode
        && BackDevice?.Trim() == string.Create(CultureInfo.InvariantCulture, $"{file.DeviceMajor}:{file.DeviceMinor}");
}
