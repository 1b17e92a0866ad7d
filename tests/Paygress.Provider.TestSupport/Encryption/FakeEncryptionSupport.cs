using Paygress.Provider.Core.Encryption;

namespace Paygress.Provider.TestSupport.Encryption;

/// <summary>A host that can encrypt, until a test says otherwise.</summary>
public sealed class FakeEncryptionSupport : IEncryptionSupport
{
    public string? Obstacle { get; set; }

    /// <inheritdoc />
    public string? FindObstacle() => Obstacle;
}
