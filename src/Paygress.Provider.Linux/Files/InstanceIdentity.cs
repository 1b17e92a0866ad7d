using System.Security.Cryptography;
using System.Text;
using Paygress.Provider.Linux.FailPoints;

namespace Paygress.Provider.Linux.Files;

/// <summary>Who this provider is: the id that marks its things on the host, and a secret that never leaves it.</summary>
/// <remarks>Both live beside the store, never in it: what carries our label is ours even when the store is lost.</remarks>
public sealed class InstanceIdentity
{
    private const string IdFileName = "instance-id";
    private const string SecretFileName = "instance-secret";
    private const int IdLength = 32;
    private const int SecretLength = 32;

    private readonly byte[] _secret;

    private InstanceIdentity(string id, byte[] secret)
    {
        Id = id;
        _secret = secret;
    }

    /// <summary>32 hex digits; the value of the label <c>io.paygress.host</c>.</summary>
    public string Id { get; }

    /// <summary>True when this data directory has an id already.</summary>
    public static bool ExistsIn(string dataDirectory) => File.Exists(Path.Combine(dataDirectory, IdFileName));

    /// <summary>Reads the identity, or makes one. Open the store first: a store made beside an id that exists counts as lost and found again.</summary>
    public static InstanceIdentityResult Open(string dataDirectory)
    {
        try
        {
            return Read(dataDirectory);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new InstanceIdentityResult.Unusable($"cannot read or write the instance identity: {e.Message}");
        }
    }

    /// <summary>32 random bytes, for keyed hashes; never stored elsewhere, never shown.</summary>
    public ReadOnlySpan<byte> Secret => _secret;

    private static InstanceIdentityResult Read(string dataDirectory)
    {
        var secret = ReadOrCreate(Path.Combine(dataDirectory, SecretFileName), DurableFile.OwnerOnly, () => RandomNumberGenerator.GetBytes(SecretLength));
        var id = ReadOrCreate(Path.Combine(dataDirectory, IdFileName), DurableFile.Readable, NewId);
        var text = Encoding.ASCII.GetString(id).TrimEnd('\n');
        if (text.Length != IdLength || !text.All(char.IsAsciiHexDigitLower))
        {
            return Damaged(IdFileName, $"{IdLength} hex digits");
        }

        return secret.Length == SecretLength
            ? new InstanceIdentityResult.Opened(new InstanceIdentity(text, secret))
            : Damaged(SecretFileName, $"{SecretLength} bytes");
    }

    private static byte[] NewId() => Encoding.ASCII.GetBytes(RandomNumberGenerator.GetHexString(IdLength, lowercase: true) + "\n");

    private static byte[] ReadOrCreate(string path, UnixFileMode mode, Func<byte[]> create)
    {
        if (File.Exists(path))
        {
            return File.ReadAllBytes(path);
        }

        var content = create();
        DurableFile.Write(HostEffect.WriteIdentity, path, content, mode);
        return content;
    }

    // Never replaced by a new one: containers on the host carry the old id.
    private static InstanceIdentityResult.Unusable Damaged(string name, string expected) =>
        new($"{name} does not hold {expected}; bring it back from a backup (a new one would not know the containers that run)");
}
