namespace Paygress.Provider.Core.Clocks;

/// <summary>How far the wall clock was ahead of the provider's time.</summary>
/// <param name="Ahead">By how much.</param>
/// <param name="SeenAt">When that was seen last, in the provider's time.</param>
public sealed record WallSkew(TimeSpan Ahead, DateTimeOffset SeenAt);
