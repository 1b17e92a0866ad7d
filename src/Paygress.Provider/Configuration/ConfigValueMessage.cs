namespace Paygress.Provider.Configuration;

/// <summary>One value that applies.</summary>
/// <param name="From"><c>default</c>, <c>environment</c>, or the path of a file.</param>
internal sealed record ConfigValueMessage(string Key, string Value, string From);
