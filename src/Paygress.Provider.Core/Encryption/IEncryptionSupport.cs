namespace Paygress.Provider.Core.Encryption;

/// <summary>Says whether this host can make encrypted volumes.</summary>
public interface IEncryptionSupport
{
    /// <summary>What is missing, as an operator would put it; none when encrypted volumes can be made. Cheap enough to be asked for each request.</summary>
    string? FindObstacle();
}
