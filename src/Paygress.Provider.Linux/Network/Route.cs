namespace Paygress.Provider.Linux.Network;

/// <summary>One route, as <c>ip -j route show</c> tells it.</summary>
internal sealed record Route(string? Type, string? Dst);
