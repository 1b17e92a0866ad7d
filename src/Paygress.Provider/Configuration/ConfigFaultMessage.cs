namespace Paygress.Provider.Configuration;

/// <summary>One fault of the configuration.</summary>
internal sealed record ConfigFaultMessage(string Origin, string Key, string? Value, string Problem);
