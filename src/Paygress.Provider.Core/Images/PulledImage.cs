using System.Collections.Immutable;

namespace Paygress.Provider.Core.Images;

/// <summary>An image that was not on the host before we fetched it, as the books have it.</summary>
/// <param name="Tags">The names that pointed to it then. One more since, and it is somebody else's too.</param>
/// <param name="LastUsedAt">When it was fetched, or a lease of it ended or still runs.</param>
/// <param name="InUse">True while a lease that is not over is made of it.</param>
public sealed record PulledImage(string Id, long SizeBytes, ImmutableArray<string> Tags, DateTimeOffset LastUsedAt, bool InUse = false);
