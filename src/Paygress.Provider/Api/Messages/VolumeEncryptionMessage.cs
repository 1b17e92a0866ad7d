namespace Paygress.Provider.Api.Messages;

/// <summary>Asks for an encrypted volume. The key stays bytes: it is never a string, so that it can be zeroed.</summary>
internal sealed record VolumeEncryptionMessage(int Version, string? Algorithm, byte[]? Key);
