namespace Paygress.Provider.Configuration;

/// <summary>One layer of the configuration: the built-in defaults, a file, or the environment.</summary>
internal sealed record ConfigurationSource(string Name, IConfigurationRoot Values);
