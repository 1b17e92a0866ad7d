using System.Collections.Immutable;

namespace Paygress.Provider.Core.Images;

/// <summary>An image that is on the host.</summary>
/// <param name="Id">The digest of its configuration: the same image for ever.</param>
/// <param name="Digest">The digest by which its registry knows it; none for an image that was never in one.</param>
/// <param name="SizeBytes">What docker says; layers that images share count for each of them.</param>
/// <param name="Tags">The names that point to it.</param>
public sealed record HostImage(string Id, string? Digest, long SizeBytes, ImmutableArray<string> Tags);
