namespace Paygress.Provider.Core.Spawning;

/// <summary>An encrypted volume as a request gave it. The key is bytes, so that its holder can zero it.</summary>
public sealed record RequestedEncryption(int Version, string? Algorithm, byte[]? Key)
{
    /// <summary>The only algorithm there is.</summary>
    public const string Luks2AesXts = "luks2-aes-xts";
}
