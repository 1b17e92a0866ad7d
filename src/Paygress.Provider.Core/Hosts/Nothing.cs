namespace Paygress.Provider.Core.Hosts;

/// <summary>The value of an effect that has none.</summary>
public readonly record struct Nothing;
