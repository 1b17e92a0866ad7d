namespace Paygress.Provider.Api;

/// <summary>Who reads logs: each has a process of docker's client.</summary>
internal sealed class LogClients : ClientPlaces;
