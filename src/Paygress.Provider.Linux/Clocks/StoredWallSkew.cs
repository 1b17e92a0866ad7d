namespace Paygress.Provider.Linux.Clocks;

/// <summary>How far the wall clock was ahead, as the clock's file holds it.</summary>
internal sealed record StoredWallSkew(TimeSpan Ahead, DateTimeOffset SeenAt);
