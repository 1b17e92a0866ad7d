using System.Collections.Immutable;
using Paygress.Provider.Core.Encryption;
using Paygress.Provider.Core.Leases;

namespace Paygress.Provider.Linux.Volumes;

/// <summary>What is said to cryptsetup and dmsetup, word for word. Pure; the key is never among it, and paths are absolute, so none begins with a dash.</summary>
internal static class CryptsetupArguments
{
    /// <summary>What of an image file the header takes: the data begin behind it.</summary>
    public const long HeaderBytes = 1024 * 1024;

    // Two copies of the metadata and the key slots fill the header. Room for 3 slots; one is used.
    private const string MetadataSize = "16k";
    private const string KeyslotsSize = "992k";

    // A random key of 256 bits cannot be guessed, so nothing is won by slow or hungry derivation (1 GiB and seconds by default).
    private static readonly ImmutableArray<string> Derivation = ["--pbkdf=pbkdf2", "--pbkdf-force-iterations=1000", "--hash=sha256"];

    // The size is said, so that a line end behind the key would be no part of it.
    private static readonly ImmutableArray<string> KeyOnStandardInput = ["--key-file=-", $"--keyfile-size={VolumeKey.Length}"];

    /// <summary>Writes a header into an image file; the data in it are lost.</summary>
    public static ImmutableArray<string> Format(string image, LeaseId leaseId) =>
    [
        "luksFormat", "--batch-mode", "--type=luks2", $"--uuid={leaseId.Value:D}",
        "--cipher=aes-xts-plain64", "--key-size=512", .. Derivation,
        $"--luks2-metadata-size={MetadataSize}", $"--luks2-keyslots-size={KeyslotsSize}",
        .. KeyOnStandardInput, image,
    ];

    /// <summary>Opens an image file. The loop device below is cryptsetup's own and goes away with the mapping.</summary>
    public static ImmutableArray<string> Open(string image, string name) =>
        ["open", "--batch-mode", "--type=luks2", "--disable-external-tokens", .. KeyOnStandardInput, image, name];

    public static ImmutableArray<string> Close(string name) => ["close", name];

    /// <summary>Overwrites the key slots of this file.</summary>
    public static ImmutableArray<string> Erase(string image) => ["luksErase", "--batch-mode", image];

    /// <summary>Lets every access through the mapping fail, and the kernel forget the key. Whoever holds it is not waited for.</summary>
    public static ImmutableArray<string> Wipe(string name) => ["wipe_table", "--noflush", "--nolockfs", name];

    /// <summary>Removes a mapping that cryptsetup no longer knows as its own.</summary>
    public static ImmutableArray<string> Remove(string name) => ["remove", name];
}
